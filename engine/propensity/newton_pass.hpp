#pragma once
// One pass of Newton's method for the logistic model: gradient, information, linear predictors and how far they moved.
//
// The rows are the cohort's, one number for all lanes, or each lane's own (propensity/present_rows.hpp): the same sums,
// because a patient without copies adds nothing but zeros.

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "math/logistic.hpp"
#include "math/pack.hpp"
#include "propensity/first_pass.hpp"
#include "propensity/newton_sums.hpp"

namespace iptwsim::detail {

/// Patients as a pass reads them. X: double or V.
template <class V, class X> struct NewtonRows {
  Covariates<X> covariates;
  X const* sign;       ///< 1 in the treated, -1 in control
  std::size_t step;    ///< from one patient's sign to the next's
  V* linear_predictor; ///< at the coefficients of the last pass; each pass replaces them. Null where nobody asks
  V const* copies;
  std::size_t count;

  X const& sign_of(std::size_t i) const { return sign[i * step]; }
  NewtonRows part(std::size_t start, std::size_t size) const {
    return {covariates.from(start), sign + start * step, step, nullptr, copies + start, size};
  }
};

/// N rows times the coefficients, the intercept first.
template <int N, class V, class X>
IPTWSIM_HOT math::Packed<N, V> linear_predictors(Covariates<X> const& covariates, std::size_t first,
                                                 std::span<V const> coefficients) {
  V const intercept = V{0.0} + coefficients[0];
  auto sum = math::packed<N, V>([&](int) { return intercept; });
  X const* const row = covariates.row(first);
  for (std::size_t j = 1; j < coefficients.size(); ++j) {
    V const b = coefficients[j];
    sum = sum + math::packed<N, V>(
                    [&](int r) { return V{row[static_cast<std::size_t>(r) * covariates.stride + j - 1]} * b; });
  }
  return sum;
}

/// Largest change and largest size of a linear predictor among patients present.
template <class V> struct Movement { V change{0.0}, size{0.0}; };

/// What a pass finds out besides the sums; in single precision nothing.
template <class V> struct PassOptions {
  bool change, size;       ///< whether the movement is asked for
  math::mask_t<V> waiting; ///< lanes whose change matters
  double enough;           ///< a change beyond this need not be known exactly
};

/// Sums of a pass; both are set to zero at its start.
template <class V> struct NewtonSums {
  std::span<V> gradient;    ///< q
  std::span<V> information; ///< q x q, lower triangle

  void clear() const {
    std::fill(gradient.begin(), gradient.end(), V{0.0});
    std::fill(information.begin(), information.end(), V{0.0});
  }
};

/// Rows first .. first + N - 1: residuals and curvatures at `first` of the tile, linear predictors and movement.
template <int N, class V, class X>
IPTWSIM_HOT void newton_terms(NewtonRows<V, X> const& in, std::span<V const> coefficients, std::size_t first,
                              PassOptions<V> const& options, Movement<V>& moved, V* residual, V* curvature) {
  using namespace math;
  using Many = Packed<N, V>;
  auto const eta = linear_predictors<N>(in.covariates, first, coefficients);
  V const* const copies = in.copies + first;
  auto const before = [&](int r) -> V& { return in.linear_predictor[first + static_cast<std::size_t>(r)]; };
  if constexpr (!is_single<V>()) {
    for (int r = 0; r < N && (options.change || options.size); ++r) {
      auto const present = copies[r] > V{0.0};
      V const change = change_size(part_of(eta, r) - before(r));
      moved.change = maximum(moved.change, select(present, change, V{0.0}));
      if (options.size) moved.size = maximum(moved.size, select(present, absolute(part_of(eta, r)), V{0.0}));
    }
  }
  // The residual A - e is +-(probability of the other arm), + in the treated.
  auto const count = packed<N, V>([&](int r) { return copies[r]; });
  auto const sign = packed<N, V>([&](int r) { return V{in.sign_of(first + static_cast<std::size_t>(r))}; });
  auto const p = odds(eta);
  auto const other = select(sign * eta >= Many{0.0}, p.unlikely, p.likely);
  auto const pull = sign * (count * other);
  auto const curve = count * (p.likely * p.unlikely);
  for (int r = 0; r < N; ++r) {
    if (!is_single<V>() && in.linear_predictor) before(r) = part_of(eta, r);
    residual[r] = part_of(pull, r);
    curvature[r] = part_of(curve, r);
  }
}

/// Gradient and information at the coefficients.
template <class V, class X>
Movement<V> newton_pass(NewtonRows<V, X> const& in, std::span<V const> coefficients, NewtonSums<V> const& sums,
                        PassOptions<V> options) {
  using namespace math;
  constexpr std::size_t step = static_cast<std::size_t>(interleave_of<V>());
  sums.clear();
  Movement<V> moved;
  V residual[tile], curvature[tile];
  for (std::size_t start = 0; start < in.count; start += tile) {
    std::size_t const count = std::min(tile, in.count - start);
    std::size_t i = 0;
    for (; i + step <= count; i += step) {
      newton_terms<static_cast<int>(step)>(in, coefficients, start + i, options, moved, residual + i, curvature + i);
    }
    for (; i < count; ++i) newton_terms<1>(in, coefficients, start + i, options, moved, residual + i, curvature + i);
    if constexpr (!is_single<V>()) {
      if (options.change && !any(options.waiting & !(moved.change > V{options.enough}))) options.change = false;
    }
    NewtonTile<V, X> const tile_of{in.covariates.from(start), coefficients.size(), count, residual, curvature};
    add_newton_sums(tile_of, sums.gradient.data(), sums.information.data());
  }
  return moved;
}

/// The same at the coefficients of a FirstPass, where no probability is left to be found.
template <class V>
void first_newton_pass(FirstPass const& pass, NewtonRows<V, double> const& in, NewtonSums<V> const& sums) {
  sums.clear();
  V residual[tile], curvature[tile];
  for (std::size_t start = 0; start < in.count; start += tile) {
    std::size_t const count = std::min(tile, in.count - start);
    for (std::size_t i = 0; i < count; ++i) {
      V const copies = in.copies[start + i];
      residual[i] = copies * V{pass.residual[start + i]};
      curvature[i] = copies * V{pass.curvature[start + i]};
    }
    NewtonTile<V, double> const tile_of{in.covariates.from(start), sums.gradient.size(), count, residual, curvature};
    add_newton_sums(tile_of, sums.gradient.data(), sums.information.data());
  }
}

/// The same where all coefficients are 0: every probability is 1/2.
template <class V, class X> void newton_pass_at_zero(NewtonRows<V, X> const& in, NewtonSums<V> const& sums) {
  sums.clear();
  V residual[tile], curvature[tile];
  for (std::size_t start = 0; start < in.count; start += tile) {
    std::size_t const count = std::min(tile, in.count - start);
    for (std::size_t i = 0; i < count; ++i) {
      V const copies = in.copies[start + i];
      residual[i] = V{in.sign_of(start + i)} * (copies * V{0.5});
      curvature[i] = copies * V{0.25};
      in.linear_predictor[start + i] = V{0.0};
    }
    NewtonTile<V, X> const tile_of{in.covariates.from(start), sums.gradient.size(), count, residual, curvature};
    add_newton_sums(tile_of, sums.gradient.data(), sums.information.data());
  }
}

} // namespace iptwsim::detail
