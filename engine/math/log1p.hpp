#pragma once
// log(1 + x) without the loss of small x in the sum, in plain IEEE double operations.
//
//   u = fl(1 + x):  log(1 + x) = log(u) x / (u - 1), and x where u = 1
//
// The rounding of u cancels, because log(u) / (u - 1) changes slowly (W. Kahan; N. J. Higham, Accuracy and Stability of
// Numerical Algorithms, 2nd ed. 2002, section 1.14.1).
//
// Error: at most 3 ulp (1e7 arguments against 64-bit mantissas: 2.37). Edge cases: +-0 -> +-0, -1 -> -Inf,
// below -1 or NaN -> NaN, +Inf -> +Inf.

#include "math/constants.hpp"
#include "math/log.hpp"
#include "math/number.hpp"

namespace iptwsim::math {

template <class V> V log1p(V x) {
  V const u = V(1.0) + x, logarithm = log(u);
  V const corrected = select(u > V(0.0), logarithm * (x / (u - V(1.0))), logarithm); // one NaN, whoever multiplies
  V const result = select(u == V(1.0), x, corrected);
  return select(x == V(infinity), x, result);
}

} // namespace iptwsim::math
