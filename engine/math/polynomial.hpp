#pragma once
// Polynomials by Horner's rule: horner(x, a, b, c) = (a x + b) x + c, coefficients from the highest power down.
// One multiplication and one addition a step, in this order, so a lane has the bits of double.

#include "math/number.hpp"

namespace iptwsim::math {

template <class V, class... Coefficients> IPTWSIM_HOT V horner(V x, double highest, Coefficients... rest) {
  V value(highest);
  ((value = value * x + V(rest)), ...);
  return value;
}

} // namespace iptwsim::math
