#pragma once
// The standard normal given that it lies in [a, b], as a function of a standard normal z:
//
//   t(z) = Phi^-1(Phi(a) + Phi(z) m),  m = Phi(b) - Phi(a)
//
// Any continuous covariate F^-1(Phi(z)) becomes the one truncated to [low, high] by putting t(z) in the place of z,
// with a and b the latents of low and high. Both tails are kept, Phi(a) + Phi(z) m and Phi(-b) + Phi(-z) m, and the
// smaller is inverted, so [8, 9] is as exact as [-9, -8]. a < b; either may be infinite.

#include <utility>

#include "math/normal.hpp"
#include "math/number.hpp"

namespace iptwsim {

class LatentTruncation {
public:
  LatentTruncation(double a, double b)
      : low_(a), high_(b), below_(math::normal_cdf(a)), above_(math::normal_cdf(-b)), inside_(probability(a, b)) {}

  /// P(a <= Z <= b), from the tail where it is not a difference of numbers near 1.
  static double probability(double a, double b) {
    if (a > 0) return math::normal_cdf(-a) - math::normal_cdf(-b);
    if (b < 0) return math::normal_cdf(b) - math::normal_cdf(a);
    return 1 - math::normal_cdf(a) - math::normal_cdf(-b);
  }

  template <class V> V apply(V z) const {
    using math::absolute, math::maximum, math::minimum, math::select; // and a lane's own
    V const tail = math::normal_cdf(-absolute(z));
    V const rest = V(1.0) - tail;
    auto const is_negative = z < V(0.0);
    V const lower = V(below_) + V(inside_) * select(is_negative, tail, rest);
    V const upper = V(above_) + V(inside_) * select(is_negative, rest, tail);
    V const size = math::normal_quantile(minimum(lower, upper));
    return minimum(maximum(select(lower < upper, size, -size), V(low_)), V(high_));
  }

private:
  double low_, high_;
  double below_, above_, inside_; ///< Phi(a), Phi(-b), m
};

} // namespace iptwsim
