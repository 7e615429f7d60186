#pragma once
// Gompertz survival: a hazard that grows or falls exponentially.
//
//   h(t) = rate exp(shape t),   H(t) = rate t g(shape t),   g(x) = (exp(x) - 1) / x
//   time_of(e) = log(1 + shape e / rate) / shape,   rate > 0, any shape (0: exponential)
//
// With shape < 0 the hazard dies away, H never exceeds rate / -shape, and the share exp(rate / shape) is cured: time_of
// is +Inf from there on. The forms with g keep their accuracy at shape near 0.

#include "math/constants.hpp"
#include "math/expm1.hpp"
#include "math/log1p.hpp"
#include "math/number.hpp"

namespace iptwsim {

/// (exp(x) - 1) / x, continued by 1 at 0.
template <class V> V relative_expm1(V x) {
  using math::select;
  return select(x == V(0.0), V(1.0), math::expm1(x) / x);
}

struct GompertzSurvival {
  double rate = 1, shape = 0;

  template <class V> V cumulative_hazard(V t) const {
    using math::select;
    V const limit(shape < 0 ? rate / -shape : math::infinity);
    V const value = V(rate) * (t * relative_expm1(V(shape) * t));
    return select(t == V(math::infinity), limit, value);
  }

  template <class V> V hazard(V t) const { return V(rate) * (shape == 0 ? V(1.0) : math::exp(V(shape) * t)); }

  template <class V> V time_of(V e) const {
    using math::select;
    V const without_growth = e / V(rate);
    if (shape == 0) return without_growth;
    V const x = V(shape) * without_growth;
    V const time = select(x == V(0.0), without_growth, without_growth * (math::log1p(x) / x));
    return select((x > V(-1.0)) & (e < V(math::infinity)), time, V(math::infinity));
  }
};

} // namespace iptwsim
