#pragma once
// normal_quantile (math/normal.hpp) of many uniform draws, which lie inside (0, 1): the same bits.
//
// AS 241 has another ratio of polynomials beyond |p - 1/2| > 0.425, of the root of a logarithm. In one register some
// lane is nearly always there, but 15% of all are: those are moved together, found together and put back.

#include <cstddef>
#include <cstdint>
#include <utility>

#include "math/normal.hpp"
#include "math/number.hpp"
#include "math/pack.hpp"

namespace iptwsim::math {

/// Number types that move the lanes of a mask together: store_where (math/lanes.hpp).
template <class V>
concept MovesLanes = requires(V values, double* to, std::uint64_t* places) {
  store_where(values < values, values, to);
  store_where(values < values, lane_numbers(values, std::uint64_t{}), places);
};

namespace quantile_column {

template <class V> IPTWSIM_HOT auto is_quantile_tail(V p) { return absolute(p - V(0.5)) > V(0.425); }

template <class V> IPTWSIM_HOT V quantile_of_centre(V p) {
  V const q = p - V(0.5), x = V(0.180625) - q * q;
  return q * horner(x, quantile_centre) / horner(x, quantile_centre_under);
}

template <class V> IPTWSIM_HOT V quantile_of_tail(V p) {
  V const depth = square_root(-log(minimum(p, V(1.0) - p))), x = depth - V(1.6);
  V const middle = horner(x, quantile_middle) / horner(x, quantile_middle_under);
  auto const is_outer = depth > V(5.0);
  if (any(is_outer)) return normal_quantile(p);
  return select(p - V(0.5) < V(0.0), -middle, middle);
}

/// N registers at a time, from the first on, as long as there are so many; returns how many were left out.
template <int N, class V> void quantiles_of_tails(V*& registers, std::size_t& count) {
  for (; count >= N; count -= N, registers += N) {
    auto const tail = quantile_of_tail(packed<N, V>([&](int i) { return registers[i]; }));
    for (int i = 0; i < N; ++i) registers[i] = part_of(tail, i);
  }
}

/// At most `most` registers.
template <std::size_t most, int N, class V> void quantiles_of_registers(V* values, std::size_t count) {
  constexpr std::size_t lanes = static_cast<std::size_t>(lanes_v<V>);
  V moved[most + 1];
  std::uint64_t place[(most + 1) * lanes];
  double* const tails = reinterpret_cast<double*>(moved);
  std::size_t far = 0, i = 0;
  auto const centres = [&]<int M>(std::integral_constant<int, M>) {
    for (; i + M <= count; i += M) {
      auto const p = packed<M, V>([&](int r) { return values[i + static_cast<std::size_t>(r)]; });
      auto const centre = quantile_of_centre(p);
      for (int r = 0; r < M; ++r) {
        std::size_t const at = i + static_cast<std::size_t>(r);
        auto const is_tail = is_quantile_tail(part_of(p, r));
        store_where(is_tail, lane_numbers(part_of(p, r), at * lanes), place + far);
        far += store_where(is_tail, part_of(p, r), tails + far);
        values[at] = part_of(centre, r);
      }
    }
  };
  centres(std::integral_constant<int, N>{});
  centres(std::integral_constant<int, 1>{});
  for (std::size_t k = far; k % lanes != 0; ++k) tails[k] = 0.01;
  V* from = moved;
  std::size_t left = (far + lanes - 1) / lanes;
  quantiles_of_tails<N>(from, left);
  quantiles_of_tails<1>(from, left);
  double* const numbers = reinterpret_cast<double*>(values);
  for (std::size_t k = 0; k < far; ++k) numbers[place[k]] = tails[k];
}

} // namespace quantile_column

/// values: `count` uniform draws, which become Phi^-1 of them.
template <class V> void normal_quantiles(V* values, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) values[i] = normal_quantile(values[i]);
}
template <MovesLanes V, int N> void normal_quantiles(Pack<V, N>* values, std::size_t count) {
  constexpr std::size_t most = 96;
  V* const registers = &values[0].part[0];
  for (std::size_t i = 0; i < count * N; i += most) {
    std::size_t const left = count * N - i;
    quantile_column::quantiles_of_registers<most, N>(registers + i, left < most ? left : most);
  }
}

} // namespace iptwsim::math
