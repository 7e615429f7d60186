#pragma once
// Exponential survival: constant hazard.
//
//   H(t) = rate t,   time_of(e) = e / rate,   rate > 0 per unit of time

namespace iptwsim {

struct ExponentialSurvival {
  double rate = 1;

  template <class V> V cumulative_hazard(V t) const { return V(rate) * t; }
  template <class V> V hazard(V) const { return V(rate); }
  template <class V> V time_of(V e) const { return e / V(rate); }
};

} // namespace iptwsim
