#pragma once
// Small symmetric systems A x = g by A = L D L', one system per lane, L unit lower triangular, D diagonal.
//
// A column that repeats others gives a pivot near 0. A pivot d_i <= tolerance * A(i,i), or NaN, is dropped: d_i = 0,
// row and column i of L are 0 and x_i = 0, so the other coordinates solve the system without row and column i (a
// generalized inverse; T. M. Therneau's cholesky2 in R's survival does the same, relative to the largest diagonal
// element). Lanes drop pivots independently.
//
// A is p x p, row-major, A(i,j) = matrix[i * p + j]; only the lower triangle is read or written. Every sum runs from
// the lowest index to the highest.

#include <cstddef>
#include <span>
#include <vector>

#include "math/constants.hpp"
#include "math/number.hpp"

/// For loops of so few turns that numbers can stay in registers; clang sees that by itself.
#if defined(__clang__)
#define IPTWSIM_UNROLL
#else
#define IPTWSIM_UNROLL _Pragma("GCC unroll 10")
#endif

namespace iptwsim::math {

struct PivotOptions {
  double tolerance = 1e-12; ///< relative to the column's own diagonal element
};

namespace small_system {

/// P: the number of columns where the compiler knows it, else 0.
template <std::size_t P, class V> V factorize(V* matrix, std::size_t columns, PivotOptions options) {
  std::size_t const p = P == 0 ? columns : P;
  V dropped(0.0);
  IPTWSIM_UNROLL
  for (std::size_t i = 0; i < p; ++i) {
    V* const row = matrix + i * p;
    V pivot = row[i];
    V const threshold = pivot * V(options.tolerance);
    // row[j] = u_ij = A(i,j) - sum_{k<j} u_ik L(j,k)
    IPTWSIM_UNROLL
    for (std::size_t j = 1; j < i; ++j) {
      V u = row[j];
      IPTWSIM_UNROLL
      for (std::size_t k = 0; k < j; ++k) u = u - row[k] * matrix[j * p + k];
      row[j] = u;
    }
    // L(i,j) = u_ij / d_j and d_i = A(i,i) - sum_j u_ij L(i,j)
    IPTWSIM_UNROLL
    for (std::size_t j = 0; j < i; ++j) {
      V const d = matrix[j * p + j];
      V const l = select(d > V(0.0), row[j] / d, V(0.0));
      pivot = pivot - row[j] * l;
      row[j] = l;
    }
    auto const kept = (pivot > threshold) & (pivot > V(0.0));
    row[i] = select(kept, pivot, V(0.0));
    IPTWSIM_UNROLL
    for (std::size_t j = 0; j < i; ++j) row[j] = select(kept, row[j], V(0.0)); // a NaN must not reach the others
    dropped = dropped + select(kept, V(0.0), V(1.0));
  }
  return dropped;
}

template <std::size_t P, class V> void solve(V const* factor, std::size_t columns, V* x) {
  std::size_t const p = P == 0 ? columns : P;
  IPTWSIM_UNROLL
  for (std::size_t i = 0; i < p; ++i) { // L y = g
    V y = x[i];
    IPTWSIM_UNROLL
    for (std::size_t j = 0; j < i; ++j) y = y - x[j] * factor[i * p + j];
    x[i] = select(factor[i * p + i] > V(0.0), y, V(0.0));
  }
  IPTWSIM_UNROLL
  for (std::size_t i = p; i > 0; --i) { // D L' x = y
    V const d = factor[(i - 1) * p + i - 1];
    V value = x[i - 1] / d;
    IPTWSIM_UNROLL
    for (std::size_t j = i; j < p; ++j) value = value - x[j] * factor[j * p + i - 1];
    x[i - 1] = select(d > V(0.0), value, V(0.0));
  }
}

/// f.operator()<p>() where lanes have few columns, f.operator()<0>() elsewhere.
template <class V, std::size_t P = 1, class F> auto with_columns(std::size_t p, F f) {
  if constexpr (lanes_v<V> == 1 || P > 10)
    return f.template operator()<0>();
  else
    return p == P ? f.template operator()<P>() : with_columns<V, P + 1>(p, f);
}

} // namespace small_system

/// Replaces A by L (below the diagonal) and D (on it); returns the number of dropped pivots per lane.
template <class V> V factorize(V* matrix, std::size_t p, PivotOptions options = {}) {
  return small_system::with_columns<V>(p,
                                       [&]<std::size_t P>() { return small_system::factorize<P>(matrix, p, options); });
}

/// Replaces g by the solution of A x = g; `factor` is what factorize left. Dropped coordinates are 0.
template <class V> void solve(V const* factor, std::size_t p, V* x) {
  small_system::with_columns<V>(p, [&]<std::size_t P>() { small_system::solve<P>(factor, p, x); });
}

/// The diagonal of the inverse (squared standard errors when A is an information matrix); NaN where dropped.
std::vector<double> inverse_diagonal(std::span<double const> factor, std::size_t p);

} // namespace iptwsim::math
