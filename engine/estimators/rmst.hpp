#pragma once
// Restricted mean survival time: the area under a Kaplan-Meier curve up to a horizon (Irwin 1949; Uno et al. 2014).
//
//   RMST(tau) = integral_0^tau S(t) dt = w_before + sum_k S(t_k) w_k,   w_k = min(t_{k+1}, tau) - min(t_k, tau)
//
// in the data's unit of time. Beyond the last follow-up S is carried forward (status beyond_follow_up of the caller).

#include <algorithm>
#include <vector>

#include "cohort/lane_order.hpp"
#include "cohort/time_order.hpp"

namespace iptwsim {

/// Widths of the steps below tau: before = min(t_0, tau); step[k] belongs to S(t_k).
struct RmstWidths {
  double before = 0;
  std::vector<double> step; ///< as many as there are event times < tau

  /// How many event times there are below tau.
  std::size_t end() const { return step.size(); }

  RmstWidths(TimeOrder const& order, double tau) {
    std::size_t k = 0;
    for (; k < order.event_times() && order.event_time(k) < tau; ++k) {
      double const end = k + 1 < order.event_times() ? std::min(order.event_time(k + 1), tau) : tau;
      step.push_back(end - order.event_time(k));
    }
    before = k == 0 ? tau : order.event_time(0);
  }
};

/// The same by rows of an order in which every lane has a cohort of its own; 0 wide in lanes without an event there.
template <class V> struct LaneRmstWidths {
  V before{0.0};
  std::vector<V> step;
  LaneRows<V> last; ///< rows before tau

  LaneRows<V> const& end() const { return last; }

  void assign(LaneOrder<V> const& order, double tau) {
    using namespace math;
    step.resize(order.rows());
    last = LaneRows<V>::before(order, tau);
    V next{tau};
    for (std::size_t r = order.rows(); r-- > 0;) {
      auto const counts = order.is_either(r) & (order.time(r) < V{tau});
      step[r] = select(counts, next - order.time(r), V{0.0});
      next = select(counts, order.time(r), next);
    }
    before = next;
  }
};

/// widths: of either kind.
template <class V, class Widths> V rmst(std::vector<V> const& curve, Widths const& widths) {
  V area{widths.before};
  for (std::size_t k = 0; k < widths.step.size(); ++k) area = area + curve[k] * V{widths.step[k]};
  return area;
}

} // namespace iptwsim
