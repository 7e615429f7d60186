#pragma once
// log(x), the natural logarithm, in plain IEEE double operations: the same bits everywhere.
//
//   x = 2^k (1 + f) with 1 + f in (sqrt(1/2), sqrt(2)],  s = f / (2 + f),  |s| <= 0.1716
//   log(1 + f) = 2 atanh(s) = 2 s + 2 s^3/3 + 2 s^5/5 + ... = f - (f^2/2 - s (f^2/2 + R)),  R = 2 s^2/3 + 2 s^4/5 + ...
//
// The last form keeps the leading term f exact; R is cut after s^20 (the rest is below 0.01 ulp). k ln2_high is exact.
//
// Error: at most 0.85 ulp (1e7 arguments against 113-bit arithmetic: 0.819). log(1) = 0 exactly.
// Edge cases: subnormal arguments are as exact as others, +-0 -> -Inf, +Inf -> +Inf, negative or NaN -> NaN.

#include "math/constants.hpp"
#include "math/number.hpp"
#include "math/polynomial.hpp"

namespace iptwsim::math {

/// Of a normal x = 2^-shift times the argument.
template <class V> IPTWSIM_HOT V log_of_normal(V x, V shift) {
  V const mantissa = mantissa_of(x);
  auto const upper = mantissa > V(1.4142135623730951);
  V const k = exponent_of(x) + select(upper, V(1.0), V(0.0)) - shift;
  V const f = select(upper, mantissa * V(0.5), mantissa) - V(1.0);

  V const s = f / (V(2.0) + f);
  V const s2 = s * s;
  V const s4 = s2 * s2;
  V const odd = horner(s4, 2.0 / 19, 2.0 / 15, 2.0 / 11, 2.0 / 7, 2.0 / 3);
  V const even = horner(s4, 2.0 / 21, 2.0 / 17, 2.0 / 13, 2.0 / 9, 2.0 / 5);
  V const rest = s2 * (odd + s2 * even);

  V const half_square = (V(0.5) * f) * f;
  return k * V(ln2_high) - ((half_square - (s * (half_square + rest) + k * V(ln2_low))) - f);
}

/// Any x.
template <class V> [[gnu::noinline]] V log_anywhere(V x) {
  auto const subnormal = x < V(0x1p-1022);
  V const result = log_of_normal(select(subnormal, x * V(0x1p54), x), select(subnormal, V(54.0), V(0.0)));
  V const not_positive = select(x == V(0.0), V(-infinity), V(not_a_number));
  return select(x > V(0.0), select(x == V(infinity), V(infinity), result), not_positive);
}

template <class V> IPTWSIM_HOT V log(V x) {
  if (any(!((x >= V(0x1p-1022)) & (x < V(infinity))))) return log_anywhere(x);
  return log_of_normal(x, V(0.0));
}

} // namespace iptwsim::math
