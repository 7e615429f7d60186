#pragma once
// Logistic regression of treatment on the covariates by maximum likelihood (Newton-Raphson, which is IRLS here).
//
//   P(A_i = 1 | x_i) = e_i = 1 / (1 + exp(-x_i' b)),   A_i: arm 0/1, x_i: q covariates with intercept, f_i copies of i
//   gradient sum_i f_i (A_i - e_i) x_i,   information H = sum_i f_i e_i (1 - e_i) x_i x_i'
//
// Stops when a step has moved no linear predictor of a patient present (f_i > 0) by more than 1e-6, then takes one step
// more: Newton squares the error, so what is left is near rounding (1e-12; tests/reference shows it on every cohort).
// A step is shortened where it could move a linear predictor by more than `longest_step`; ordinary data never reach it.
//
// Edge cases, per lane. A column aliased with earlier ones (by the copies drawn, say) is left at its start value; the
// fitted probabilities are those of the reduced model, as R's glm gives them: status ok, `aliased` counts them. A
// separated data set has no finite maximum: after the last step allowed some linear predictor is beyond 20 and still
// moving, or the information has lost rank on the way: status separation. Otherwise an unfinished iteration is
// not_converged. An arm without patients: the caller must not ask (separation would be said).
//
// e_i and 1 - e_i are both formed without cancellation, for weights of patients far out.

#include <algorithm>
#include <span>
#include <type_traits>
#include <vector>

#include "cohort/arms.hpp"
#include "core/error.hpp"
#include "core/status.hpp"
#include "math/cholesky.hpp"
#include "propensity/design.hpp"
#include "propensity/newton_pass.hpp"
#include "propensity/present_rows.hpp"

namespace iptwsim {

struct LogisticOptions {
  int steps = 40;               ///< Newton steps allowed
  double tolerance = 1e-6;      ///< largest change of a linear predictor before the last step
  double longest_step = 20;     ///< bound on the change of a linear predictor in one step
  double separated_beyond = 20; ///< |linear predictor| that an unfinished iteration calls separation
  double flat = 1e-4; ///< at the end, gradient per patient over the covariate's reach; a true end has 1e-6 or less
};

/// All per-patient arrays are in cohort order. Reused between fits: nothing is allocated after the first.
template <class V> struct LogisticFit {
  std::vector<V> coefficients;      ///< q, for the standardised columns
  std::vector<V> score, complement; ///< n: e_i and 1 - e_i
  std::vector<V> linear_predictor;  ///< n
  std::vector<double> sign;         ///< n: 1 in the treated, -1 in control; or else
  std::vector<V> lane_sign;         ///< the same of a cohort a lane
  detail::PresentRows<V> present;   ///< scratch
  std::vector<V> information;       ///< q x q, factorised (math/cholesky.hpp), at each lane's last step
  std::vector<V> of_pass;           ///< the same of the last pass, which means nothing in lanes that were done before
  std::vector<V> gradient;          ///< q; scratch
  V aliased{0.0};                   ///< columns that the first step found aliased
  V status{0.0};                    ///< a Status code
};

namespace detail {

template <class V, class X> V linear_predictor(X const* row, std::vector<V> const& coefficients) {
  V sum{0.0};
  for (std::size_t j = 0; j < coefficients.size(); ++j) sum = sum + V{row[j]} * coefficients[j];
  return sum;
}

template <class V> std::span<V const> coefficients_of(LogisticFit<V> const& fit) { return fit.coefficients; }
template <class V> NewtonSums<V> sums_of(LogisticFit<V>& fit) { return {fit.gradient, fit.of_pass}; }

/// 1 or -1 a patient, as numbers of the design.
template <class AnyDesign, class V> auto& signs_of(LogisticFit<V>& fit) {
  if constexpr (std::is_same_v<typename AnyDesign::Number, double>)
    return fit.sign;
  else
    return fit.lane_sign;
}

/// The whole cohort, or a cohort a lane.
template <class V, class AnyDesign>
NewtonRows<V, typename AnyDesign::Number> cohort_rows(AnyDesign const& design, std::span<V const> counts,
                                                      LogisticFit<V>& fit) {
  return {{design.row(0) + 1, design.columns()},
          signs_of<AnyDesign>(fit).data(),
          fit.linear_predictor.data(),
          1,
          counts.data(),
          design.patients()};
}

/// Largest change of a linear predictor that a step of the coefficients makes among patients present.
template <class V, class AnyDesign>
V longest_change(AnyDesign const& design, std::span<V const> counts, std::vector<V> const& step) {
  using namespace math;
  V longest{0.0};
  for (std::size_t i = 0; i < design.patients(); ++i) {
    V const change = absolute(linear_predictor(design.row(i), step));
    longest = maximum(longest, select(counts[i] > V{0.0}, change, V{0.0}));
  }
  return longest;
}

/// Lanes that are still running take the information of the pass.
template <class V> void keep_information(math::mask_t<V> running, LogisticFit<V>& fit) {
  using namespace math;
  for (std::size_t e = 0; e < fit.information.size(); ++e) {
    fit.information[e] = select(running, fit.of_pass[e], fit.information[e]);
  }
}

/// The pass at the coefficients of `first`, if there is one, or of cohorts a lane at zero; else no pass.
template <class V, class AnyDesign>
bool pass_at_start(FirstPass const* first, AnyDesign const& design, std::span<V const> counts, LogisticFit<V>& fit) {
  if constexpr (std::is_same_v<AnyDesign, Design>) {
    if (first && fit.present.used())
      fit.present.first_pass(*first, sums_of(fit));
    else if (first)
      first_newton_pass(*first, cohort_rows(design, counts, fit), sums_of(fit));
    return first != nullptr;
  } else {
    using math::any;
    for (V const& b : fit.coefficients) {
      if (any(!(b == V{0.0}))) return false;
    }
    newton_pass_at_zero(cohort_rows(design, counts, fit), sums_of(fit));
    return true;
  }
}

/// Newton's method in the lanes of `members`, from the coefficients in `fit`, whose linear predictors are known where
/// there is a first pass; sets their coefficients and status.
template <class V, class AnyDesign>
void newton(AnyDesign const& design, std::span<V const> counts, LogisticFit<V>& fit, math::mask_t<V> members,
            FirstPass const* first, LogisticOptions const& options) {
  using namespace math;
  using Mask = mask_t<V>;
  std::size_t const q = design.columns();
  std::vector<V>& gradient = fit.gradient;
  V present{0.0};
  for (std::size_t i = 0; i < design.patients(); ++i) present = present + counts[i];

  Mask running = members, false_end = members & !members;
  V farthest{0.0}, first_lost{0.0}, last_lost{0.0};
  for (int step = 0; step < options.steps && any(running); ++step) {
    Movement<V> moved;
    PassOptions<V> const wanted{
        .change = step > 0, .size = step + 1 == options.steps, .waiting = running, .enough = options.tolerance};
    bool const is_done = step == 0 && pass_at_start(first, design, counts, fit);
    if (!is_done && fit.present.used())
      moved = newton_pass(fit.present.rows(), coefficients_of(fit), sums_of(fit), wanted);
    else if (!is_done)
      moved = newton_pass(cohort_rows(design, counts, fit), coefficients_of(fit), sums_of(fit), wanted);
    V steepest{0.0};
    for (std::size_t j = 0; j < q; ++j) {
      V const reach{design.reach[j]};
      steepest = maximum(steepest, absolute(gradient[j]) / select(reach > V{0.0}, reach, V{1.0}));
    }
    V const lost = factorize(fit.of_pass.data(), q, {.tolerance = 1e-10});
    keep_information(running, fit);
    if (step == 0) first_lost = lost;
    last_lost = select(running, lost, last_lost);
    farthest = select(running, moved.size, farthest);
    solve(fit.of_pass.data(), q, gradient.data());

    V bound{0.0};
    for (std::size_t j = 0; j < q; ++j) bound = bound + absolute(gradient[j]) * V{design.reach[j]};
    V const limit{options.longest_step};
    Mask too_long = bound > limit;
    if (any(too_long & running)) { // steps of correlated columns, such as a spline's, cancel: ask the patients
      bound = select(too_long, longest_change(design, counts, gradient), bound);
      too_long = bound > limit;
    }
    V const shortened = limit / select(too_long, bound, V{1.0});
    for (std::size_t j = 0; j < q; ++j) {
      V const whole = select(too_long, gradient[j] * shortened, gradient[j]);
      fit.coefficients[j] = select(running, fit.coefficients[j] + whole, fit.coefficients[j]);
    }
    if (step == 0) continue; // nothing to compare the first linear predictors with
    Mask const settled = running & (moved.change <= V{options.tolerance}) & !too_long;
    // Where probabilities have rounded to 0 and 1 there is no curvature and no step, but the gradient is not 0.
    false_end = false_end | (settled & !(steepest <= V{options.flat} * present));
    running = running & !settled;
  }

  auto const code = [](Status status) { return V{static_cast<double>(status)}; };
  Mask const far = farthest > V{options.separated_beyond};
  V status = select(running, select(far, code(Status::separation), code(Status::not_converged)), code(Status::ok));
  status = select(last_lost > first_lost, code(Status::separation), status);
  status = select(false_end, code(Status::not_converged), status);
  fit.status = select(members, status, fit.status);
  fit.aliased = select(members, first_lost, fit.aliased);
}

} // namespace detail

/// Sizes the arrays of a fit and sets its coefficients to the start, which `first` belongs to. The rows of the cohort
/// are left alone where those present have been found.
template <class V, class AnyDesign, class Arms>
void prepare_fit(AnyDesign const& design, Arms const& treated, std::span<V const> start, FirstPass const* first,
                 LogisticFit<V>& fit) {
  std::size_t const n = design.patients(), q = design.columns();
  IPTWSIM_EXPECTS(start.size() == q && treated.size() == n);
  fit.coefficients.assign(start.begin(), start.end());
  fit.linear_predictor.resize(n, V{0.0});
  for (auto* const each : {&fit.information, &fit.of_pass}) each->resize(q * q, V{0.0});
  fit.gradient.resize(q, V{0.0});
  fit.score.resize(n, V{0.0});
  fit.complement.resize(n, V{0.0});
  fit.status = V{0.0};
  if (fit.present.used()) return;
  using Number = typename AnyDesign::Number;
  auto& sign = detail::signs_of<AnyDesign>(fit);
  sign.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    fit.linear_predictor[i] = V{first ? first->linear_predictor[i] : 0.0};
    sign[i] = arm_sign<Number>(treated[i]);
  }
}

namespace detail {

template <int N, class V, class AnyDesign>
IPTWSIM_HOT void finish_terms(AnyDesign const& design, std::size_t first, LogisticFit<V>& fit) {
  using math::part_of;
  Covariates<typename AnyDesign::Number> const covariates{design.row(0) + 1, design.columns()};
  auto const eta = linear_predictors<N>(covariates, first, coefficients_of(fit));
  auto const p = math::logistic(eta);
  for (int r = 0; r < N; ++r) {
    std::size_t const i = first + static_cast<std::size_t>(r);
    fit.linear_predictor[i] = part_of(eta, r);
    fit.score[i] = part_of(p.score, r);
    fit.complement[i] = part_of(p.complement, r);
  }
}

} // namespace detail

/// Linear predictors, e and 1 - e at the coefficients.
template <class V, class AnyDesign> void finish_fit(AnyDesign const& design, LogisticFit<V>& fit) {
  constexpr std::size_t step = static_cast<std::size_t>(math::interleave_of<V>());
  std::size_t i = 0;
  for (; i + step <= design.patients(); i += step) detail::finish_terms<static_cast<int>(step)>(design, i, fit);
  for (; i < design.patients(); ++i) detail::finish_terms<1>(design, i, fit);
}

/// start: q coefficients of the standardised columns (the full cohort's fit in replicates, zeros for the cohort). A fit
/// that fails or finds an aliased column from there starts once more from zero. counts: n frequencies. Fills `fit`.
/// first: the pass at `start`, where it is known.
template <class V, class AnyDesign, class Arms>
void fit_logistic(AnyDesign const& design, Arms const& treated, std::span<V const> counts, std::span<V const> start,
                  LogisticFit<V>& fit, LogisticOptions const& options = {}, FirstPass const* first = nullptr) {
  using namespace math;
  IPTWSIM_EXPECTS(counts.size() == design.patients());
  fit.present.find(std::is_same_v<AnyDesign, Design> ? first : nullptr, counts);
  prepare_fit(design, treated, start, first, fit);
  auto const everyone = V{0.0} < V{1.0};
  detail::newton(design, counts, fit, everyone, first, options);
  // Far from zero a column can look aliased because every probability has rounded: judge it where all are 1/2.
  auto const failed = (fit.status > V{0.0}) | (fit.aliased > V{0.0});
  bool const from_zero = std::none_of(start.begin(), start.end(), [](V b) { return any(!(b == V{0.0})); });
  if (!from_zero && any(failed)) {
    for (V& b : fit.coefficients) b = select(failed, V{0.0}, b);
    detail::newton(design, counts, fit, failed, nullptr, options);
  }
  finish_fit(design, fit);
}

} // namespace iptwsim
