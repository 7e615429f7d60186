#pragma once
// Logistic regression by Firth's penalised likelihood (Firth 1993; Heinze and Schemper 2002): finite under separation.
//
//   maximises  log L(b) + 1/2 log |H(b)|,   H = sum_i f_i e_i (1 - e_i) x_i x_i'
//   score      sum_i f_i [ (A_i - e_i) + h_i (1/2 - e_i) ] x_i,   h_i = e_i (1 - e_i) x_i' H^-1 x_i  per copy
//
// Fisher scoring with H (as brglm2); it converges linearly, so it stops when no linear predictor of a patient present
// moves by more than 1e-11. Statuses as in propensity/logistic.hpp, but separation is no obstacle here; an aliased
// column is left at its start value.

#include <vector>

#include "propensity/logistic.hpp"

namespace iptwsim {

struct FirthOptions {
  int steps = 500;
  double tolerance = 1e-11;
  double longest_step = 5;
};

namespace detail {

/// Adds the penalty's part of the score; fit.of_pass is factorised, fit.linear_predictor is that of the pass.
template <class V, class AnyDesign>
void add_firth_score(AnyDesign const& design, std::span<V const> frequency, LogisticFit<V> const& fit,
                     std::vector<V>& solved, std::vector<V>& gradient) {
  using namespace math;
  std::size_t const q = design.columns();
  for (std::size_t i = 0; i < design.patients(); ++i) {
    auto const* const row = design.row(i);
    auto const p = logistic(fit.linear_predictor[i]);
    for (std::size_t j = 0; j < q; ++j) solved[j] = V{row[j]};
    solve(fit.of_pass.data(), q, solved.data());
    V leverage{0.0};
    for (std::size_t j = 0; j < q; ++j) leverage = leverage + V{row[j]} * solved[j];
    V const half = V{0.5} * (p.complement - p.score); // 1/2 - e without cancellation
    V const pull = frequency[i] * ((p.score * p.complement) * leverage * half);
    for (std::size_t j = 0; j < q; ++j) gradient[j] = gradient[j] + pull * V{row[j]};
  }
}

} // namespace detail

/// Arguments as of fit_logistic().
template <class V, class AnyDesign, class Arms>
void fit_firth(AnyDesign const& design, Arms const& treated, std::span<V const> frequency, std::span<V const> start,
               LogisticFit<V>& fit, FirthOptions const& options = {}, FirstPass const* first = nullptr) {
  using namespace math;
  std::size_t const q = design.columns();
  prepare_fit(design, start, fit);
  set_signs<AnyDesign>(treated, fit);
  set_linear_predictors(first, fit);
  auto const rows = detail::cohort_rows(design, frequency, fit);
  std::vector<V> solved(q, V{0.0});
  std::vector<V>& gradient = fit.gradient;
  auto running = V{0.0} < V{1.0};
  for (int step = 0; step < options.steps && any(running); ++step) {
    detail::Movement<V> moved;
    bool const is_done = step == 0 && detail::pass_at_start(first, design, frequency, fit);
    if (!is_done) {
      moved = detail::newton_pass(rows, detail::coefficients_of(fit), detail::sums_of(fit),
                                  {.change = step > 0, .size = false, .waiting = running, .enough = options.tolerance});
    }
    V const lost = factorize(fit.of_pass.data(), q, {.tolerance = 1e-10});
    detail::keep_information(running, fit);
    if (step == 0) fit.aliased = lost;
    detail::add_firth_score(design, frequency, fit, solved, gradient);
    solve(fit.of_pass.data(), q, gradient.data());
    V bound{0.0};
    for (std::size_t j = 0; j < q; ++j) bound = bound + absolute(gradient[j]) * V{design.reach[j]};
    auto too_long = bound > V{options.longest_step};
    if (any(too_long & running)) {
      bound = select(too_long, detail::longest_change(design, frequency, gradient), bound);
      too_long = bound > V{options.longest_step};
    }
    V const factor = select(too_long, V{options.longest_step} / select(too_long, bound, V{1.0}), V{1.0});
    for (std::size_t j = 0; j < q; ++j) {
      fit.coefficients[j] = select(running, fit.coefficients[j] + gradient[j] * factor, fit.coefficients[j]);
    }
    if (step > 0) running = running & !((moved.change <= V{options.tolerance}) & !too_long);
  }
  fit.status = select(running, V{static_cast<double>(Status::not_converged)}, V{0.0});
  finish_fit(design, V{0.0} < V{1.0}, fit);
}

} // namespace iptwsim
