#include "truth/conditional_nodes.hpp"

#include <algorithm>
#include <cmath>

#include "math/constants.hpp"
#include "math/exp.hpp"
#include "math/gauss_legendre.hpp"
#include "math/log.hpp"
#include "math/normal.hpp"

namespace iptwsim {
namespace {

constexpr double earliest = 1e-9, latest = 1e-12; // shares of deaths before the first panel and after the last
constexpr double panel_width = 1.5;               // of a panel

/// 0 and the ends of the panels, increasing.
std::vector<double> panel_ends(ConditionalCurves const& curves, FollowUp const& follow_up,
                               TimeNodeOptions const& options) {
  std::vector<double> ends = curves.model().baseline().jumps();
  double died_out = 0;
  for (std::size_t arm = 0; arm < 2; ++arm) {
    double const never = curves.survival(0, arm, math::infinity);
    for (double const left : {1 - earliest, latest}) {
      double const time = never < 1 ? curves.time_of(0, arm, never + (1 - never) * left, 6) : math::infinity;
      if (!(time < math::infinity)) break;
      ends.push_back(time);
      died_out = std::max(died_out, time);
    }
  }
  for (double y = -4; y <= 4; y += 0.5) ends.push_back(follow_up.dropout_time(math::normal_cdf(y)));
  return sorted_ends(std::move(ends), died_out, follow_up, options);
}

/// Into how many parts, equal in log time, a panel is cut.
std::size_t parts_of(double begin, double end, ConditionalSurvival const& model) {
  double const width = kernel_width(model), in_log_time = math::log(end / begin);
  double moves = in_log_time / 2; // exp(log t) itself
  if (model.is_accelerated()) {
    moves = std::max(moves, in_log_time / (panel_width * width));
  } else {
    double const from = model.baseline().cumulative_hazard(begin), to = model.baseline().cumulative_hazard(end);
    if (from > 0 && to < math::infinity) moves = std::max(moves, math::log(to / from) / (panel_width * width));
  }
  return static_cast<std::size_t>(std::clamp(std::ceil(moves), 1.0, 1000.0));
}

} // namespace

std::vector<TimeNode> conditional_nodes(ConditionalCurves const& curves, FollowUp const& follow_up,
                                        TimeNodeOptions const& options) {
  std::vector<double> const ends = panel_ends(curves, follow_up, options);
  std::vector<TimeNode> nodes;
  auto const add = [&](double time, double width) {
    nodes.push_back({.time = time, .width = width, .followed = follow_up.survival(time)});
  };
  for (std::size_t panel = 0; panel + 1 < ends.size(); ++panel) {
    double const begin = ends[panel], end = ends[panel + 1];
    if (begin == 0) {
      for (auto const& [time, width] : math::gauss_legendre(begin, end)) add(time, width);
      continue;
    }
    double const low = math::log(begin), high = math::log(end);
    std::size_t const parts = parts_of(begin, end, curves.model());
    for (std::size_t part = 0; part < parts; ++part) {
      auto const place = [&](std::size_t k) {
        return low + (high - low) * static_cast<double>(k) / static_cast<double>(parts);
      };
      for (auto const& [log_time, weight] : math::gauss_legendre(place(part), place(part + 1))) {
        double const time = std::clamp(math::exp(log_time), begin, end);
        add(time, time * weight);
      }
    }
  }
  return nodes;
}

} // namespace iptwsim
