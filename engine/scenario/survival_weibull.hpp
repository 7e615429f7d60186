#pragma once
// Weibull survival: a hazard that is a power of time.
//
//   H(t) = (t / scale)^shape,   time_of(e) = scale e^(1/shape),   shape, scale > 0;  S(scale) = 1/e
//
// The hazard at 0 is +Inf for shape < 1, 1/scale for shape = 1, 0 for shape > 1.

#include "math/power.hpp"

namespace iptwsim {

struct WeibullSurvival {
  double shape = 1, scale = 1;

  template <class V> V cumulative_hazard(V t) const { return math::power(t / V(scale), shape); }
  template <class V> V hazard(V t) const { return V(shape / scale) * math::power(t / V(scale), shape - 1); }
  template <class V> V time_of(V e) const { return V(scale) * math::power(e, 1 / shape); }
};

} // namespace iptwsim
