#pragma once
// Newton's method for the logistic model, in the precision of the number type: passes, steps and when they end.

#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

#include "core/status.hpp"
#include "math/cholesky.hpp"
#include "propensity/design.hpp"
#include "propensity/logistic_fit.hpp"

namespace iptwsim::detail {

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
          1,
          fit.linear_predictor.data(),
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

/// A step from sums: the gradient becomes the step.
template <class V> struct NewtonStep {
  V lost;  ///< columns found aliased
  V bound; ///< sum_j |step_j| reach_j, no less than the largest change of a linear predictor
};

/// Factorises the information and solves.
template <class V, class AnyDesign> NewtonStep<V> newton_step(AnyDesign const& design, LogisticFit<V>& fit) {
  using namespace math;
  std::size_t const q = design.columns();
  V const lost = factorize(fit.of_pass.data(), q, {.tolerance = 1e-10});
  solve(fit.of_pass.data(), q, fit.gradient.data());
  V bound{0.0};
  for (std::size_t j = 0; j < q; ++j) bound = bound + absolute(fit.gradient[j]) * V{design.reach[j]};
  return {lost, bound};
}

/// The largest element of the gradient, by the reach of its column.
template <class V, class AnyDesign> V steepest_gradient(AnyDesign const& design, LogisticFit<V> const& fit) {
  using namespace math;
  V steepest{0.0};
  for (std::size_t j = 0; j < design.columns(); ++j) {
    V const reach{design.reach[j]};
    steepest = maximum(steepest, absolute(fit.gradient[j]) / select(reach > V{0.0}, reach, V{1.0}));
  }
  return steepest;
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
    if (first) first_newton_pass(*first, cohort_rows(design, counts, fit), sums_of(fit));
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
    if (!is_done) moved = newton_pass(cohort_rows(design, counts, fit), coefficients_of(fit), sums_of(fit), wanted);
    V const steepest = steepest_gradient(design, fit);
    auto [lost, bound] = newton_step(design, fit);
    keep_information(running, fit);
    if (step == 0) first_lost = lost;
    last_lost = select(running, lost, last_lost);
    farthest = select(running, moved.size, farthest);

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

} // namespace iptwsim::detail
