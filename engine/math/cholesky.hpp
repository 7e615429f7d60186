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

namespace iptwsim::math {

struct PivotOptions {
  double tolerance = 1e-12; ///< relative to the column's own diagonal element
};

/// Replaces A by L (below the diagonal) and D (on it); returns the number of dropped pivots per lane.
template <class V> V factorize(V* matrix, std::size_t p, PivotOptions options = {}) {
  V dropped(0.0);
  for (std::size_t i = 0; i < p; ++i) {
    V* const row = matrix + i * p;
    V pivot = row[i];
    V const threshold = pivot * V(options.tolerance);
    // row[j] = u_ij = A(i,j) - sum_{k<j} u_ik L(j,k)
    for (std::size_t j = 1; j < i; ++j) {
      V u = row[j];
      for (std::size_t k = 0; k < j; ++k) u = u - row[k] * matrix[j * p + k];
      row[j] = u;
    }
    // L(i,j) = u_ij / d_j and d_i = A(i,i) - sum_j u_ij L(i,j)
    for (std::size_t j = 0; j < i; ++j) {
      V const d = matrix[j * p + j];
      V const l = select(d > V(0.0), row[j] / d, V(0.0));
      pivot = pivot - row[j] * l;
      row[j] = l;
    }
    auto const kept = (pivot > threshold) & (pivot > V(0.0));
    row[i] = select(kept, pivot, V(0.0));
    for (std::size_t j = 0; j < i; ++j) row[j] = select(kept, row[j], V(0.0)); // a NaN must not reach the others
    dropped = dropped + select(kept, V(0.0), V(1.0));
  }
  return dropped;
}

/// Replaces g by the solution of A x = g; `factor` is what factorize left. Dropped coordinates are 0.
template <class V> void solve(V const* factor, std::size_t p, V* x) {
  for (std::size_t i = 0; i < p; ++i) { // L y = g
    V y = x[i];
    for (std::size_t j = 0; j < i; ++j) y = y - x[j] * factor[i * p + j];
    x[i] = select(factor[i * p + i] > V(0.0), y, V(0.0));
  }
  for (std::size_t i = p; i-- > 0;) { // D L' x = y
    V const d = factor[i * p + i];
    V value = x[i] / d;
    for (std::size_t j = i + 1; j < p; ++j) value = value - x[j] * factor[j * p + i];
    x[i] = select(d > V(0.0), value, V(0.0));
  }
}

/// The diagonal of the inverse (squared standard errors when A is an information matrix); NaN where dropped.
std::vector<double> inverse_diagonal(std::span<double const> factor, std::size_t p);

} // namespace iptwsim::math
