#include "truth/time_nodes.hpp"

#include <algorithm>
#include <cmath>

#include "math/gauss_legendre.hpp"
#include "math/normal.hpp"
#include "scenario/latent_time.hpp"

namespace iptwsim {
namespace {

constexpr double lowest = -7.5, highest = 7;

/// One arm by the latent y of its time among those who ever have the event.
class LatentArm {
public:
  explicit LatentArm(SurvivalDistribution const& distribution)
      : distribution_(distribution), ever_(1 - distribution.never()) {}

  double cumulative_hazard_at(double y) const {
    return ever_ == 1 ? hazard_of_latent(y) : -math::log1p(-ever_ * math::normal_cdf(y));
  }
  double time_at(double y) const { return distribution_.time_of(cumulative_hazard_at(y)); }

  /// y of a time, within [lowest, highest].
  double at(double time) const {
    double const hazard = distribution_.cumulative_hazard(time);
    if (!(hazard > 0)) return lowest;
    double const y =
        ever_ == 1 ? latent_of_hazard(hazard) : math::normal_quantile(std::min(-math::expm1(-hazard) / ever_, 1.0));
    return std::clamp(y, lowest, highest);
  }

  double latent(double time) const { return latent_of_hazard(distribution_.cumulative_hazard(time)); }

  double density(double time) const { return distribution_.hazard(time) * distribution_.survival(time); }

  /// dF/dy.
  double slope(double y) const { return ever_ * math::normal_density(y); }

  std::vector<double> const& jumps() const { return distribution_.jumps(); }

private:
  SurvivalDistribution const& distribution_;
  double ever_; ///< F(Inf)
};

using LatentArms = std::vector<LatentArm>;

/// 0 and the ends of the panels, increasing.
std::vector<double> panel_ends(LatentArms const& latents, FollowUp const& follow_up, TimeNodeOptions const& options) {
  std::vector<double> ends;
  double const steps = std::ceil((highest - lowest) / options.resolution);
  double died_out = 0;
  for (double k = 0; k <= steps; ++k) {
    double const y = lowest + (highest - lowest) * (k / steps);
    for (LatentArm const& arm : latents) {
      double const time = arm.time_at(y);
      if (!(time < math::infinity)) continue;
      ends.push_back(time);
      died_out = std::max(died_out, time);
    }
    if (std::fabs(y) < 4) ends.push_back(follow_up.dropout_time(math::normal_cdf(y)));
  }
  for (LatentArm const& arm : latents) ends.insert(ends.end(), arm.jumps().begin(), arm.jumps().end());
  return sorted_ends(std::move(ends), died_out, follow_up, options);
}

/// dq of an arm in `width` of time; 0 in tails that hold nobody.
double latent_step(LatentArm const& arm, double time, double latent, double width) {
  double const step = arm.density(time) * width / math::normal_density(latent);
  return std::fabs(latent) < 8.5 && step < math::infinity ? step : 0;
}

TimeNode node_at(LatentArms const& arms, FollowUp const& follow_up, double time, double width) {
  TimeNode node{.time = time, .width = width, .followed = follow_up.survival(time)};
  for (LatentArm const& arm : arms) {
    node.latent.push_back(arm.latent(time));
    node.step.push_back(latent_step(arm, time, node.latent.back(), width));
  }
  return node;
}

/// Nodes of the panel [begin, end], spaced in the latent of arm `carrier`.
void append_by_latent(LatentArms const& latents, std::size_t carrier, std::array<double, 2> panel,
                      FollowUp const& follow_up, std::vector<TimeNode>& nodes) {
  LatentArm const& arm = latents[carrier];
  auto const [begin, end] = panel;
  auto const places = math::gauss_legendre(arm.at(begin), arm.at(end));
  std::array<double, places.size()> times, widths;
  double total = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    times[i] = std::clamp(arm.time_at(places[i].node), begin, end);
    double const width = arm.slope(places[i].node) * places[i].weight / arm.density(times[i]);
    widths[i] = width < math::infinity ? width : 0;
    total += widths[i];
  }
  // Where S falls to the cured share its density is known to few digits; the length of the panel is known to all.
  double const correction = total > 0 ? (end - begin) / total : 1;
  for (std::size_t i = 0; i < places.size(); ++i) {
    TimeNode node = node_at(latents, follow_up, times[i], widths[i] * correction);
    node.step[carrier] = arm.slope(places[i].node) * places[i].weight / math::normal_density(node.latent[carrier]);
    nodes.push_back(node);
  }
}

} // namespace

std::vector<double> sorted_ends(std::vector<double> inside, double died_out, FollowUp const& follow_up,
                                TimeNodeOptions const& options) {
  double until = 0;
  for (double const border : options.borders) until = std::max(until, border);
  if (options.whole_follow_up) until = std::max(until, std::min(follow_up.end(), died_out));
  if (options.until_died_out) until = std::max(until, died_out);
  std::vector<double> ends = std::move(inside);
  ends.insert(ends.end(), options.borders.begin(), options.borders.end());
  for (double const kink : follow_up.kinks()) ends.push_back(kink);
  ends.push_back(0);
  ends.push_back(until);
  std::erase_if(ends, [&](double time) { return !(time <= until); });
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  return ends;
}

std::vector<TimeNode> time_nodes(ArmSurvival const& arms, FollowUp const& follow_up, TimeNodeOptions const& options) {
  return time_nodes({&arms.control, &arms.treated}, follow_up, options);
}

std::vector<TimeNode> time_nodes(std::vector<SurvivalDistribution const*> const& curves, FollowUp const& follow_up,
                                 TimeNodeOptions const& options) {
  LatentArms latents;
  for (SurvivalDistribution const* const curve : curves) latents.emplace_back(*curve);
  std::vector<double> const ends = panel_ends(latents, follow_up, options);
  std::vector<TimeNode> nodes;
  for (std::size_t panel = 0; panel + 1 < ends.size(); ++panel) {
    double const begin = ends[panel], end = ends[panel + 1];
    std::size_t carrier = 0;
    double moves = 0;
    for (std::size_t arm = 0; arm < latents.size(); ++arm) {
      double const own = latents[arm].at(end) - latents[arm].at(begin);
      if (own > moves) moves = own, carrier = arm;
    }
    if (moves > 1e-6) { // a smaller difference has too few digits
      append_by_latent(latents, carrier, {begin, end}, follow_up, nodes);
      continue;
    }
    for (auto const& [time, width] : math::gauss_legendre(begin, end)) {
      nodes.push_back(node_at(latents, follow_up, time, width));
    }
  }
  return nodes;
}

} // namespace iptwsim
