#pragma once
// Lognormal survival: the logarithm of the time is normal.
//
//   S(t) = Phi(-z),  z = (log t - mu) / sigma,  H(t) = -log Phi(-z),  time_of(e) = exp(mu + sigma z(e))
//
// mu: mean of the log time, log of the median; sigma > 0: its SD. The hazard is 0 at time 0.

#include "math/exp.hpp"
#include "math/log.hpp"
#include "math/number.hpp"
#include "scenario/latent_time.hpp"

namespace iptwsim {

struct LognormalSurvival {
  double mu = 0, sigma = 1;

  template <class V> V cumulative_hazard(V t) const { return hazard_of_latent(latent(t)); }

  template <class V> V hazard(V t) const {
    using math::select;
    auto const inside = (t > V(0.0)) & (t < V(math::infinity));
    return select(inside, latent_hazard_slope(latent(t)) / (V(sigma) * t), V(0.0));
  }

  template <class V> V time_of(V e) const { return math::exp(V(mu) + V(sigma) * latent_of_hazard(e)); }

private:
  template <class V> V latent(V t) const { return (math::log(t) - V(mu)) / V(sigma); }
};

} // namespace iptwsim
