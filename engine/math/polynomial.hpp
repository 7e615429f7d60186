#pragma once
// Polynomials by Horner's rule: horner(x, a, b, c) = (a x + b) x + c, coefficients from the highest power down.
// One multiplication and one addition a step, in this order, so a lane has the bits of double.

#include "math/number.hpp"

namespace iptwsim::math {

template <class V, class... Coefficients> IPTWSIM_HOT V horner(V x, double highest, Coefficients... rest) {
  V value = static_cast<V>(highest);
  ((value = value * x + V(rest)), ...);
  return value;
}

template <class V, std::size_t N> IPTWSIM_HOT V horner(V x, double const (&coefficients)[N]) {
  V value(coefficients[0]);
  for (std::size_t k = 1; k < N; ++k) value = value * x + V(coefficients[k]);
  return value;
}

/// Of two polynomials the first where mask, else the second: each lane has the steps of its own.
template <class V, std::size_t N>
IPTWSIM_HOT V chosen_horner(mask_t<V> const& mask, V x, double const (&first)[N], double const (&second)[N]) {
  V value = select(mask, V(first[0]), V(second[0]));
  for (std::size_t k = 1; k < N; ++k) value = value * x + select(mask, V(first[k]), V(second[k]));
  return value;
}

} // namespace iptwsim::math
