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
#include <vector>

#include "core/error.hpp"
#include "core/status.hpp"
#include "math/cholesky.hpp"
#include "math/logistic.hpp"
#include "propensity/design.hpp"

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
  std::vector<V> information;       ///< q x q, factorised (math/cholesky.hpp), at the last step
  std::vector<V> gradient;          ///< q; scratch
  V aliased{0.0};                   ///< columns that the first step found aliased
  V status{0.0};                    ///< a Status code
};

namespace detail {

using math::logistic;

template <class V> V linear_predictor(double const* row, std::vector<V> const& coefficients) {
  V sum{0.0};
  for (std::size_t j = 0; j < coefficients.size(); ++j) sum = sum + V{row[j]} * coefficients[j];
  return sum;
}

/// Largest change and largest size of a linear predictor among patients present.
template <class V> struct Movement { V change{0.0}, size{0.0}; };

/// One pass over the patients: gradient, information and linear predictors at the current coefficients.
template <class V>
Movement<V> newton_pass(Design const& design, std::vector<std::uint8_t> const& treated, std::span<V const> counts,
                        LogisticFit<V>& fit, std::vector<V>& gradient) {
  using namespace math;
  std::size_t const q = design.columns();
  std::fill(gradient.begin(), gradient.end(), V{0.0});
  std::fill(fit.information.begin(), fit.information.end(), V{0.0});
  Movement<V> moved;
  for (std::size_t i = 0; i < design.patients(); ++i) {
    double const* row = design.row(i);
    V const eta = linear_predictor(row, fit.coefficients);
    auto const present = counts[i] > V{0.0};
    moved.change = maximum(moved.change, select(present, change_size(eta - fit.linear_predictor[i]), V{0.0}));
    moved.size = maximum(moved.size, select(present, absolute(eta), V{0.0}));
    fit.linear_predictor[i] = eta;
    auto const p = logistic(eta);
    V const residual = counts[i] * (treated[i] ? p.complement : -p.score);
    V const curvature = counts[i] * (p.score * p.complement);
    for (std::size_t j = 0; j < q; ++j) {
      V const x{row[j]};
      gradient[j] = gradient[j] + residual * x;
      V const weighted = curvature * x;
      for (std::size_t k = 0; k <= j; ++k) {
        fit.information[j * q + k] = fit.information[j * q + k] + weighted * V{row[k]};
      }
    }
  }
  return moved;
}

/// Largest change of a linear predictor that a step of the coefficients makes among patients present.
template <class V> V longest_change(Design const& design, std::span<V const> counts, std::vector<V> const& step) {
  using namespace math;
  V longest{0.0};
  for (std::size_t i = 0; i < design.patients(); ++i) {
    V const change = absolute(linear_predictor(design.row(i), step));
    longest = maximum(longest, select(counts[i] > V{0.0}, change, V{0.0}));
  }
  return longest;
}

/// Newton's method in the lanes of `members`, from the coefficients in `fit`; sets their coefficients and status.
template <class V, class Mask>
void newton(Design const& design, std::vector<std::uint8_t> const& treated, std::span<V const> counts,
            LogisticFit<V>& fit, Mask members, LogisticOptions const& options) {
  using namespace math;
  std::size_t const q = design.columns();
  std::vector<V>& gradient = fit.gradient;
  V present{0.0};
  for (std::size_t i = 0; i < design.patients(); ++i) present = present + counts[i];

  Mask running = members, false_end = members & !members;
  V farthest{0.0}, first_lost{0.0}, last_lost{0.0};
  for (int step = 0; step < options.steps && any(running); ++step) {
    auto const moved = newton_pass(design, treated, counts, fit, gradient);
    V steepest{0.0};
    for (std::size_t j = 0; j < q; ++j) {
      V const reach{design.reach[j] > 0 ? design.reach[j] : 1.0};
      steepest = maximum(steepest, absolute(gradient[j]) / reach);
    }
    V const lost = factorize(fit.information.data(), q, {.tolerance = 1e-10});
    if (step == 0) first_lost = lost;
    last_lost = select(running, lost, last_lost);
    farthest = select(running, moved.size, farthest);
    solve(fit.information.data(), q, gradient.data());

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

/// Sizes the arrays of a fit and sets its coefficients to the start.
template <class V> void prepare_fit(Design const& design, std::span<V const> start, LogisticFit<V>& fit) {
  std::size_t const n = design.patients(), q = design.columns();
  IPTWSIM_EXPECTS(start.size() == q);
  fit.coefficients.assign(start.begin(), start.end());
  fit.linear_predictor.assign(n, V{0.0});
  fit.information.resize(q * q, V{0.0});
  fit.gradient.resize(q, V{0.0});
  fit.score.resize(n, V{0.0});
  fit.complement.resize(n, V{0.0});
  fit.status = V{0.0};
}

/// Linear predictors, e and 1 - e at the coefficients.
template <class V> void finish_fit(Design const& design, LogisticFit<V>& fit) {
  for (std::size_t i = 0; i < design.patients(); ++i) {
    V const eta = detail::linear_predictor(design.row(i), fit.coefficients);
    auto const p = detail::logistic(eta);
    fit.linear_predictor[i] = eta;
    fit.score[i] = p.score;
    fit.complement[i] = p.complement;
  }
}

/// start: q coefficients of the standardised columns (the full cohort's fit in replicates, zeros for the cohort). A fit
/// that fails or finds an aliased column from there starts once more from zero. counts: n frequencies. Fills `fit`.
template <class V>
void fit_logistic(Design const& design, std::vector<std::uint8_t> const& treated, std::span<V const> counts,
                  std::span<V const> start, LogisticFit<V>& fit, LogisticOptions const& options = {}) {
  using namespace math;
  IPTWSIM_EXPECTS(treated.size() == design.patients() && counts.size() == design.patients());
  prepare_fit(design, start, fit);
  auto const everyone = V{0.0} < V{1.0};
  detail::newton(design, treated, counts, fit, everyone, options);
  // Far from zero a column can look aliased because every probability has rounded: judge it where all are 1/2.
  auto const failed = (fit.status > V{0.0}) | (fit.aliased > V{0.0});
  bool const from_zero = std::none_of(start.begin(), start.end(), [](V b) { return any(!(b == V{0.0})); });
  if (!from_zero && any(failed)) {
    for (V& b : fit.coefficients) b = select(failed, V{0.0}, b);
    detail::newton(design, treated, counts, fit, failed, options);
  }
  finish_fit(design, fit);
}

} // namespace iptwsim
