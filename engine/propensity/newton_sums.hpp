#pragma once
// Gradient and information of the logistic model over a tile of patients:
//
//   gradient[j] += residual_i x_ij,   information(j, k) += (curvature_i x_ij) x_ik,  k <= j,  i in order
//
// A sum stays in its register for the whole tile; the sums of a model are cut into groups that fit. Column 0 is 1, and
// a product with 1 is the number itself. Each sum has its terms in the order of patients, whatever the cut.

#include <cstddef>
#include <utility>

#include "math/number.hpp"

namespace iptwsim::detail {

inline constexpr std::size_t tile = 32; ///< patients whose residuals and curvatures wait in the first-level cache

/// Sum number e of a model: gradient[j] (k = -1) or information(j, k), row by row.
struct NewtonSum {
  int j, k;
};
constexpr NewtonSum newton_sum(int e) {
  int j = 0;
  for (; e >= j + 2; ++j) e -= j + 2;
  return {j, e - 1};
}

/// Columns 1 .. q - 1 of some patients, `stride` apart; column 0 is 1. X: a number for all lanes, or one a lane.
template <class X> struct Covariates {
  X const* first;
  std::size_t stride;

  X const* row(std::size_t i) const { return first + i * stride; }
  Covariates from(std::size_t i) const { return {row(i), stride}; }
};

/// residual, curvature: of `count` patients.
template <class V, class X> struct NewtonTile {
  Covariates<X> covariates;
  std::size_t q, count;
  V const* residual;
  V const* curvature;
};

/// x_ij times a number; nothing to do for the intercept.
template <int J, class V, class X> V times_column(V value, X const* row) {
  if constexpr (J == 0)
    return value;
  else
    return value * V{row[J - 1]};
}

/// Sums First .. First + sizeof...(I) - 1.
template <int Q, int First, class V, class X, int... I>
void add_group(NewtonTile<V, X> const& in, V* gradient, V* information, std::integer_sequence<int, I...>) {
  auto const place = [&](NewtonSum s) -> V& { return s.k < 0 ? gradient[s.j] : information[s.j * Q + s.k]; };
  V sum[sizeof...(I)] = {place(newton_sum(First + I))...};
  for (std::size_t i = 0; i < in.count; ++i) {
    X const* const row = in.covariates.row(i);
    V const residual = in.residual[i], curvature = in.curvature[i];
    auto const add = [&]<int J, int K>(V& into) {
      if constexpr (K < 0)
        into = into + times_column<J>(residual, row);
      else
        into = into + times_column<K>(times_column<J>(curvature, row), row);
    };
    (add.template operator()<newton_sum(First + I).j, newton_sum(First + I).k>(sum[I]), ...);
  }
  ((place(newton_sum(First + I)) = sum[I]), ...);
}

template <int Q, int First, class V, class X> void add_groups(NewtonTile<V, X> const& in, V* gradient, V* information) {
  constexpr int all = Q * (Q + 3) / 2, most = math::accumulators_of<V>();
  constexpr int groups = (all + most - 1) / most, size = (all + groups - 1) / groups;
  constexpr int count = all - First < size ? all - First : size;
  add_group<Q, First>(in, gradient, information, std::make_integer_sequence<int, count>{});
  if constexpr (First + count < all) add_groups<Q, First + count>(in, gradient, information);
}

/// Any number of columns: as above with the sums in memory, a row of the information at a time.
template <class V, class X> void add_sums(NewtonTile<V, X> const& in, V* gradient, V* information) {
  for (std::size_t i = 0; i < in.count; ++i) {
    X const* const row = in.covariates.row(i);
    for (std::size_t j = 0; j < in.q; ++j) {
      V const x = j == 0 ? V{1.0} : V{row[j - 1]};
      gradient[j] = gradient[j] + in.residual[i] * x;
      V const weighted = in.curvature[i] * x;
      V* const sums = information + j * in.q;
      sums[0] = sums[0] + weighted;
      for (std::size_t k = 1; k <= j; ++k) sums[k] = sums[k] + weighted * V{row[k - 1]};
    }
  }
}

inline constexpr int most_unrolled_columns = 12;

/// Adds the tile's terms to gradient (q) and the lower triangle of information (q x q, row-major).
template <int Q = 1, class V, class X> void add_newton_sums(NewtonTile<V, X> const& in, V* gradient, V* information) {
  if constexpr (Q > most_unrolled_columns)
    return add_sums(in, gradient, information);
  else if (in.q == Q)
    return add_groups<Q, 0>(in, gradient, information);
  else
    return add_newton_sums<Q + 1>(in, gradient, information);
}

} // namespace iptwsim::detail
