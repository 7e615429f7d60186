#pragma once
// The logistic function, e = 1 / (1 + exp(-x)), and 1 - e, both without cancellation however far out x is.
// Relative error of both: at most 4 units of 2^-53 and that of exp; -Inf -> 0 and 1, +Inf -> 1 and 0, NaN -> NaN.

#include "math/exp.hpp"
#include "math/number.hpp"
#include "math/single.hpp"

namespace iptwsim::math {

/// exp(-x), x >= 0.
template <class V> IPTWSIM_HOT V exp_of_size(V x) {
  if constexpr (is_single<V>())
    return exp_of_negative(-x);
  else
    return exp(-x);
}

/// The larger and the smaller of e and 1 - e; e is the larger where the log odds are >= 0.
template <class V> struct Odds { V likely, unlikely; };
template <class V> IPTWSIM_HOT Odds<V> odds(V log_odds) {
  V const small = exp_of_size(absolute(log_odds));
  V const likely = V{1.0} / (V{1.0} + small);
  return {likely, small * likely};
}

/// e and 1 - e.
template <class V> struct Probability { V score, complement; };

template <class V> IPTWSIM_HOT Probability<V> logistic(V log_odds) {
  auto const [likely, unlikely] = odds(log_odds);
  auto const positive = log_odds >= V{0.0};
  return {select(positive, likely, unlikely), select(positive, unlikely, likely)};
}

} // namespace iptwsim::math
