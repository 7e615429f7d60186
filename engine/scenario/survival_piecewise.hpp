#pragma once
// Piecewise exponential survival: a hazard that is constant between changes.
//
//   h(t) = rate_k for from_k <= t < from_{k+1},  from_0 = 0,  rate_k >= 0
//
// H is piecewise linear. Where the last rate is 0, the share S(from of it) never has the event.

#include <utility>
#include <vector>

#include "math/piecewise_linear.hpp"

namespace iptwsim {

class PiecewiseExponentialSurvival {
public:
  PiecewiseExponentialSurvival(std::vector<double> from, std::vector<double> rates)
      : hazard_(std::move(from), std::move(rates)) {}

  std::vector<double> const& from() const { return hazard_.from(); }

  template <class V> V cumulative_hazard(V t) const { return hazard_(t); }
  template <class V> V hazard(V t) const { return hazard_.slope(t); }
  template <class V> V time_of(V e) const { return hazard_.inverse(e); }

private:
  math::PiecewiseLinear hazard_;
};

} // namespace iptwsim
