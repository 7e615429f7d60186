#include "truth/cox_limit.hpp"

#include <algorithm>
#include <cmath>

#include "math/constants.hpp"
#include "math/exp.hpp"

namespace iptwsim {
namespace {

struct Score {
  double value = 0, slope = 0; ///< U and -dU/db
};

Score score_at(std::span<CoxNode const> nodes, std::array<double, 2> const& c, double b) {
  double const hazard_ratio = math::exp(b);
  Score score;
  for (CoxNode const& node : nodes) {
    double const control = c[0] * node.survival[0], treated = c[1] * node.survival[1] * hazard_ratio;
    double const both = control + treated;
    if (!(both > 0)) continue; // nobody left
    double const dead_control = c[0] * node.newly_dead[0], dead_treated = c[1] * node.newly_dead[1];
    score.value += node.followed * ((dead_treated * control - dead_control * treated) / both);
    score.slope += node.followed * ((dead_treated + dead_control) * (control / both) * (treated / both));
  }
  return score;
}

} // namespace

CoxLimit cox_limit(std::span<CoxNode const> nodes, std::array<double, 2> arm_weight) {
  // A death informs when somebody of the other arm is at risk. Rounding may leave a density a little below 0.
  std::array<double, 2> events{0, 0};
  for (CoxNode const& node : nodes) {
    for (std::size_t arm = 0; arm < 2; ++arm) {
      if (node.survival[1 - arm] > 0) events[arm] += node.followed * node.newly_dead[arm];
    }
  }
  constexpr double no_events = 1e-12; // what quadrature may leave of 0
  bool const none_control = !(events[0] > no_events), none_treated = !(events[1] > no_events);
  if (none_control && none_treated) return {math::not_a_number, Status::no_events};
  if (none_control) return {math::infinity, Status::no_events_control};
  if (none_treated) return {-math::infinity, Status::no_events_treated};

  // Newton's method inside the bracket that the signs of U give; one step more after a small one.
  constexpr double rounding = 1e-12; // equal hazards leave so much; a relative bias must see that the truth is 0
  double b = 0, lower = -math::infinity, upper = math::infinity;
  bool last_step = false;
  for (int step = 0; step < 100; ++step) {
    Score const score = score_at(nodes, arm_weight, b);
    (score.value > 0 ? lower : upper) = b;
    double const newton = score.slope > 0 ? score.value / score.slope : score.value;
    double next = b + std::clamp(newton, -2.0, 2.0);
    if (!(next >= lower && next <= upper)) next = 0.5 * (lower + upper);
    double const change = std::fabs(next - b);
    b = next;
    if (last_step) return {std::fabs(b) < rounding ? 0.0 : b, Status::ok};
    last_step = change <= 1e-7;
  }
  return {math::not_a_number, Status::not_converged};
}

} // namespace iptwsim
