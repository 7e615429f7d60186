#pragma once
// x^a for x >= 0 as exp(a log x), in our own exp and log; exactly 1 for a = 0 and x for a = 1.
//
// Relative error: about |a log x| ulp, which is what x itself is known to. Edge cases, as IEEE pow has them:
// 0^a = 0 for a > 0 and +Inf for a < 0, Inf^a = Inf for a > 0 and 0 for a < 0, 1^a = 1, x < 0 or NaN -> NaN.

#include "math/exp.hpp"
#include "math/log.hpp"

namespace iptwsim::math {

template <class V> V power(V x, double a) {
  if (a == 0) return V(1.0);
  if (a == 1) return x;
  return exp(V(a) * log(x));
}

} // namespace iptwsim::math
