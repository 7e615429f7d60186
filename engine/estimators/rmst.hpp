#pragma once
// Restricted mean survival time: the area under a Kaplan-Meier curve up to a horizon (Irwin 1949; Uno et al. 2014).
//
//   RMST(tau) = integral_0^tau S(t) dt = w_before + sum_k S(t_k) w_k,   w_k = min(t_{k+1}, tau) - min(t_k, tau)
//
// in the data's unit of time. Beyond the last follow-up S is carried forward (status beyond_follow_up of the caller).

#include <algorithm>
#include <vector>

#include "cohort/time_order.hpp"

namespace iptwsim {

/// Widths of the steps below tau: before = min(t_0, tau); step[k] belongs to S(t_k).
struct RmstWidths {
  double before = 0;
  std::vector<double> step; ///< as many as there are event times < tau

  RmstWidths(TimeOrder const& order, double tau) {
    std::size_t k = 0;
    for (; k < order.event_times() && order.event_time(k) < tau; ++k) {
      double const end = k + 1 < order.event_times() ? std::min(order.event_time(k + 1), tau) : tau;
      step.push_back(end - order.event_time(k));
    }
    before = k == 0 ? tau : order.event_time(0);
  }
};

template <class V> V rmst(std::vector<V> const& curve, RmstWidths const& widths) {
  V area{widths.before};
  for (std::size_t k = 0; k < widths.step.size(); ++k) area = area + curve[k] * V{widths.step[k]};
  return area;
}

} // namespace iptwsim
