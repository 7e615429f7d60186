#pragma once
// Logistic regression of treatment on the covariates by maximum likelihood (Newton-Raphson, which is IRLS here).
//
//   P(A_i = 1 | x_i) = e_i = 1 / (1 + exp(-x_i' b)),   A_i: arm 0/1, x_i: q covariates with intercept, f_i copies of i
//   gradient sum_i f_i (A_i - e_i) x_i,   information H = sum_i f_i e_i (1 - e_i) x_i x_i'
//
// Stops when a step has moved no linear predictor of a patient present (f_i > 0) by more than 1e-6, then takes one step
// more: Newton squares the error, so what is left is near rounding (1e-12; tests/reference shows it on every cohort).
// Replicates and simulated cohorts end as near by fewer and cheaper steps (propensity/two_precisions.hpp), or else in
// the same way.
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
#include "propensity/newton.hpp"
#include "propensity/two_precisions.hpp"

namespace iptwsim {

/// Sizes the arrays of a fit and sets its coefficients to the start.
template <class V, class AnyDesign>
void prepare_fit(AnyDesign const& design, std::span<V const> start, LogisticFit<V>& fit) {
  std::size_t const n = design.patients(), q = design.columns();
  IPTWSIM_EXPECTS(start.size() == q);
  fit.coefficients.assign(start.begin(), start.end());
  for (auto* const each : {&fit.information, &fit.of_pass}) each->resize(q * q, V{0.0});
  fit.gradient.resize(q, V{0.0});
  for (auto* const each : {&fit.score, &fit.complement, &fit.linear_predictor}) each->resize(n, V{0.0});
  fit.status = V{0.0};
}

/// What passes over the cohort read of its arms.
template <class AnyDesign, class V, class Arms> void set_signs(Arms const& treated, LogisticFit<V>& fit) {
  auto& sign = detail::signs_of<AnyDesign>(fit);
  sign.resize(treated.size());
  for (std::size_t i = 0; i < treated.size(); ++i) sign[i] = arm_sign<typename AnyDesign::Number>(treated[i]);
}

/// Linear predictors at the start, where the first pass knows them.
template <class V> void set_linear_predictors(FirstPass const* first, LogisticFit<V>& fit) {
  for (std::size_t i = 0; i < fit.linear_predictor.size(); ++i) {
    fit.linear_predictor[i] = V{first ? first->linear_predictor[i] : 0.0};
  }
}

namespace detail {

template <int N, class V, class AnyDesign>
IPTWSIM_HOT void finish_terms(AnyDesign const& design, math::mask_t<V> const& lanes, std::size_t first,
                              LogisticFit<V>& fit) {
  using namespace math;
  Covariates<typename AnyDesign::Number> const covariates{design.row(0) + 1, design.columns()};
  auto const eta = linear_predictors<N>(covariates, first, coefficients_of(fit));
  auto const p = math::logistic(eta);
  for (int r = 0; r < N; ++r) {
    std::size_t const i = first + static_cast<std::size_t>(r);
    fit.linear_predictor[i] = part_of(eta, r);
    fit.score[i] = select(lanes, part_of(p.score, r), fit.score[i]);
    fit.complement[i] = select(lanes, part_of(p.complement, r), fit.complement[i]);
  }
}

} // namespace detail

/// Linear predictors, e and 1 - e at the coefficients, in these lanes.
template <class V, class AnyDesign>
void finish_fit(AnyDesign const& design, math::mask_t<V> const& lanes, LogisticFit<V>& fit) {
  constexpr std::size_t step = static_cast<std::size_t>(math::interleave_of<V>());
  std::size_t i = 0;
  for (; i + step <= design.patients(); i += step) detail::finish_terms<static_cast<int>(step)>(design, lanes, i, fit);
  for (; i < design.patients(); ++i) detail::finish_terms<1>(design, lanes, i, fit);
}

/// start: q coefficients of the standardised columns (the full cohort's fit in replicates, zeros for the cohort). A fit
/// that fails or finds an aliased column from there starts once more from zero. counts: n frequencies. Fills `fit`.
/// first: the pass at `start`, where it is known, as in replicates, whose first steps then are of single precision.
template <class V, class AnyDesign, class Arms>
void fit_logistic(AnyDesign const& design, Arms const& treated, std::span<V const> counts, std::span<V const> start,
                  LogisticFit<V>& fit, LogisticOptions const& options = {}, FirstPass const* first = nullptr) {
  using namespace math;
  IPTWSIM_EXPECTS(counts.size() == design.patients() && treated.size() == design.patients());
  prepare_fit(design, start, fit);
  auto left = V{0.0} < V{1.0};
  set_signs<AnyDesign>(treated, fit);
  bool const from_zero = std::none_of(start.begin(), start.end(), [](V b) { return any(!(b == V{0.0})); });
  if constexpr (HasSingle<V>) {
    bool const in_two = first || (options.two_precisions && from_zero);
    if (in_two && first) {
      if constexpr (std::is_same_v<AnyDesign, Design>) {
        left = !detail::newton_in_two_precisions(design, counts, *first, fit, options);
      }
    } else if (in_two) {
      left = !detail::newton_in_two_precisions(design, counts, detail::AtZero{}, fit, options);
    }
    for (std::size_t j = 0; in_two && j < start.size(); ++j) {
      fit.coefficients[j] = select(left, start[j], fit.coefficients[j]);
    }
  }
  if (any(left)) {
    set_linear_predictors(first, fit);
    detail::newton(design, counts, fit, left, first, options);
    // Far from zero a column can look aliased because every probability has rounded: judge it where all are 1/2.
    auto const failed = (fit.status > V{0.0}) | (fit.aliased > V{0.0});
    if (!from_zero && any(failed)) {
      for (V& b : fit.coefficients) b = select(failed, V{0.0}, b);
      detail::newton(design, counts, fit, failed, nullptr, options);
    }
    finish_fit(design, left, fit);
  }
}

} // namespace iptwsim
