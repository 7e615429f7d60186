#pragma once
// Median survival time: inf{t : S(t) <= 1/2 + 1.5e-8}, the guard against rounding being R survfit's.
//
// In the data's unit of time. Where the curve stays above 1/2 the median is not reached: NaN (the caller's status).
// A flat stretch at exactly 1/2 gives its beginning; print.survfit takes its middle.

#include <limits>
#include <vector>

#include "math/number.hpp"

namespace iptwsim {

template <class V, class Order> V median_survival(Order const& order, std::vector<V> const& curve) {
  using namespace math;
  V median{std::numeric_limits<double>::quiet_NaN()};
  for (std::size_t k = order.event_times(); k-- > 0;) {
    auto const reached = curve[k] <= V{0.5 + 1.5e-8};
    if (!any(reached)) break; // the curve falls: earlier it was higher
    median = select(reached, V{order.event_time(k)}, median);
  }
  return median;
}

} // namespace iptwsim
