#pragma once
// The last pass of Newton's method over a whole cohort in double precision, which keeps the probabilities; the step
// that follows then moves them without another exp.
//
// With d = x_i' step, |d| <= 1e-6, e_i the probability and c_i = 1 - e_i before the step:
//
//   e_i <- e_i (1 + c_i d (1 + (c_i - e_i) d / 2)),   c_i <- c_i (1 - e_i d (1 + (c_i - e_i) d / 2))
//
// Taylor's series up to d^2; the next term, d^3 / 6, is below 2e-19 of the probability. Both relative: far out, too.

#include <algorithm>
#include <cstddef>
#include <type_traits>
#include <vector>

#include "math/logistic.hpp"
#include "math/pack.hpp"
#include "propensity/newton.hpp"

namespace iptwsim::detail {

/// Patients first .. first + N - 1: residuals and curvatures, and e and 1 - e in the lanes that move.
template <int N, class V, class AnyDesign>
IPTWSIM_HOT void last_terms(AnyDesign const& design, std::span<V const> counts, math::mask_t<V> const& moving,
                            std::size_t first, LogisticFit<V>& fit, V* residual, V* curvature) {
  using namespace math;
  Covariates<typename AnyDesign::Number> const covariates{design.row(0) + 1, design.columns()};
  auto const& signs = signs_of<AnyDesign>(fit);
  auto const sign = packed<N, V>([&](int r) { return V{signs[first + static_cast<std::size_t>(r)]}; });
  auto const count = packed<N, V>([&](int r) { return counts[first + static_cast<std::size_t>(r)]; });
  auto const eta = linear_predictors<N>(covariates, first, coefficients_of(fit));
  auto const p = odds(eta);
  auto const ahead = sign * eta >= packed<N, V>([](int) { return V{0.0}; });
  auto const own = select(ahead, p.likely, p.unlikely), other = select(ahead, p.unlikely, p.likely);
  auto const pull = sign * (count * other); // the residual A - e is +-(probability of the other arm)
  auto const curve = count * (p.likely * p.unlikely);
  for (int r = 0; r < N; ++r) {
    std::size_t const i = first + static_cast<std::size_t>(r);
    residual[r] = part_of(pull, r);
    curvature[r] = part_of(curve, r);
    if constexpr (std::is_same_v<AnyDesign, Design>) {
      bool const treated = signs[i] > 0;
      V& of_own = (treated ? fit.score : fit.complement)[i];
      V& of_other = (treated ? fit.complement : fit.score)[i];
      of_own = select(moving, part_of(own, r), of_own);
      of_other = select(moving, part_of(other, r), of_other);
    } else {
      auto const treated = signs[i] > V{0.0};
      fit.score[i] = select(moving, select(treated, part_of(own, r), part_of(other, r)), fit.score[i]);
      fit.complement[i] = select(moving, select(treated, part_of(other, r), part_of(own, r)), fit.complement[i]);
    }
  }
}

/// Gradient and information at the coefficients, and the probabilities of the lanes that move.
template <class V, class AnyDesign>
void last_pass(AnyDesign const& design, std::span<V const> counts, math::mask_t<V> const& moving, LogisticFit<V>& fit) {
  constexpr std::size_t step = static_cast<std::size_t>(math::interleave_of<V>());
  NewtonSums<V> const sums = sums_of(fit);
  sums.clear();
  V residual[tile], curvature[tile];
  for (std::size_t start = 0; start < design.patients(); start += tile) {
    std::size_t const count = std::min(tile, design.patients() - start);
    std::size_t i = 0;
    for (; i + step <= count; i += step) {
      last_terms<static_cast<int>(step)>(design, counts, moving, start + i, fit, residual + i, curvature + i);
    }
    for (; i < count; ++i) last_terms<1>(design, counts, moving, start + i, fit, residual + i, curvature + i);
    NewtonTile<V, typename AnyDesign::Number> const tile_of{
        {design.row(start) + 1, design.columns()}, design.columns(), count, residual, curvature};
    add_newton_sums(tile_of, sums.gradient.data(), sums.information.data());
  }
}

template <int N, class V, class AnyDesign>
IPTWSIM_HOT void move_terms(AnyDesign const& design, math::mask_t<V> const& settled, std::size_t first,
                            LogisticFit<V>& fit) {
  using namespace math;
  Covariates<typename AnyDesign::Number> const covariates{design.row(0) + 1, design.columns()};
  auto const d = linear_predictors<N>(covariates, first, std::span<V const>(fit.gradient));
  for (int r = 0; r < N; ++r) {
    V& score = fit.score[first + static_cast<std::size_t>(r)];
    V& complement = fit.complement[first + static_cast<std::size_t>(r)];
    V const e = score, c = complement, change = part_of(d, r);
    V const relative = change * (V{1.0} + (c - e) * (V{0.5} * change));
    score = select(settled, e + e * (c * relative), e);
    complement = select(settled, c - c * (e * relative), c);
  }
}

/// Moves the probabilities of the settled lanes by the step in fit.gradient.
template <class V, class AnyDesign>
void move_probabilities(AnyDesign const& design, math::mask_t<V> const& settled, LogisticFit<V>& fit) {
  constexpr std::size_t step = static_cast<std::size_t>(math::interleave_of<V>());
  std::size_t i = 0;
  for (; i + step <= design.patients(); i += step) move_terms<static_cast<int>(step)>(design, settled, i, fit);
  for (; i < design.patients(); ++i) move_terms<1>(design, settled, i, fit);
}

} // namespace iptwsim::detail
