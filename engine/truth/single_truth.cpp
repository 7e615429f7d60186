#include "truth/single_truth.hpp"

#include <algorithm>

#include "math/constants.hpp"
#include "math/expm1.hpp"
#include "math/normal.hpp"
#include "scenario/latent_time.hpp"

namespace iptwsim {
namespace {

constexpr double log_two = 0.6931471805599453;

} // namespace

// Eight nodes integrate a normal density to 1e-11 over a panel of two standard deviations.
SingleTruth::SingleTruth(ArmSurvival const& arms, FollowUp const& follow_up, EstimatorOptions const& estimators,
                         TiltedLatent const& tilted)
    : EndpointTruth(estimators), arms_(arms), tilted_(tilted) {
  if (estimators.rmst || estimators.cox) {
    nodes_ = time_nodes(arms, follow_up, node_options(estimators, std::min(0.75, 2 * tilted.noise())));
  }
  std::size_t const tilts = tilted.tilts();
  survival_.resize(nodes_.size() * 2 * tilts);
  density_.resize(nodes_.size() * 2 * tilts);
  for (std::size_t i = 0; tilts > 0 && i < nodes_.size() * 2; ++i) {
    tilted.at(nodes_[i / 2].latent[i % 2], std::span(survival_).subspan(i * tilts, tilts),
              std::span(density_).subspan(i * tilts, tilts));
  }
}

double SingleTruth::survival(std::size_t population, std::size_t arm, double time) const {
  double const hazard = distribution(arm).cumulative_hazard(time);
  if (is_whole(population)) return math::exp(-hazard);
  std::vector<double> survival(tilted_.tilts()), density(tilted_.tilts());
  tilted_.at(latent_of_hazard(hazard), survival, density);
  return survival[population];
}

double SingleTruth::incidence(std::size_t population, std::size_t arm, double time) const {
  return is_whole(population) ? -math::expm1(-distribution(arm).cumulative_hazard(time))
                              : 1 - survival(population, arm, time);
}

double SingleTruth::median(std::size_t population, std::size_t arm) const {
  return distribution(arm).time_of(is_whole(population) ? log_two : hazard_of_latent(tilted_.median(population)));
}

EndpointTruth::Values SingleTruth::at_node(std::size_t population, std::size_t node, std::size_t arm) const {
  double const latent = nodes_[node].latent[arm], step = nodes_[node].step[arm];
  if (is_whole(population)) {
    double const survival = math::normal_cdf(-latent);
    return {survival, survival, math::normal_density(latent) * step};
  }
  std::size_t const i = (node * 2 + arm) * tilted_.tilts() + population;
  return {survival_[i], survival_[i], density_[i] * step};
}

} // namespace iptwsim
