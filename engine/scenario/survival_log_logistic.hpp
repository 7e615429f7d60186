#pragma once
// Log-logistic survival: the logarithm of the time is logistic.
//
//   S(t) = 1 / (1 + x),  x = (t / scale)^shape = e^H - 1, the odds of the event;  shape, scale > 0; median: scale
//   H(t) = log(1 + x),   time_of(e) = scale (exp(e) - 1)^(1/shape)
//
// Odds beyond the range of numbers are handled by their logarithm, which is H itself beyond 40.

#include "math/expm1.hpp"
#include "math/log1p.hpp"
#include "math/number.hpp"
#include "math/power.hpp"

namespace iptwsim {

struct LogLogisticSurvival {
  double shape = 1, scale = 1;

  template <class V> V cumulative_hazard(V t) const {
    using math::select;
    V const log_odds = V(shape) * math::log(t / V(scale));
    return select(log_odds > V(40.0), log_odds, math::log1p(math::exp(log_odds)));
  }

  template <class V> V hazard(V t) const {
    using math::select;
    V const odds = math::exp(V(shape) * math::log(t / V(scale)));
    V const early = V(shape / scale) * math::power(t / V(scale), shape - 1) / (V(1.0) + odds);
    return select(odds < V(1.0), early, V(shape) / t * (V(1.0) / (V(1.0) + V(1.0) / odds)));
  }

  template <class V> V time_of(V e) const {
    using math::select;
    V const log_odds = select(e > V(40.0), e, math::log(math::expm1(e)));
    return V(scale) * math::exp(log_odds * V(1 / shape));
  }
};

} // namespace iptwsim
