#include "truth/endpoint_truth.hpp"

#include <algorithm>

#include "math/constants.hpp"
#include "math/expm1.hpp"
#include "math/normal.hpp"
#include "scenario/latent_time.hpp"
#include "truth/cox_limit.hpp"

namespace iptwsim {
namespace {

constexpr double log_two = 0.6931471805599453;

/// Eight nodes integrate a normal density to 1e-11 over a panel of two standard deviations.
TimeNodeOptions node_options(EstimatorOptions const& estimators, double noise) {
  TimeNodeOptions options{.whole_follow_up = estimators.cox.has_value(), .resolution = std::min(0.75, 2 * noise)};
  if (estimators.rmst) options.borders.push_back(estimators.rmst->tau);
  return options;
}

} // namespace

void describe_endpoint_truth(EstimatorOptions const& estimators, Column base, std::vector<Column>& columns) {
  using detail::describe_contrasts;
  if (estimators.survival) {
    for (double const time : estimators.survival->times) {
      base.time = time;
      describe_contrasts(columns, base, {Quantity::survival, Quantity::survival_difference, Quantity::survival_ratio});
    }
  }
  if (estimators.rmst) {
    base.time = estimators.rmst->tau;
    describe_contrasts(columns, base, {Quantity::rmst, Quantity::rmst_difference, Quantity::rmst_ratio});
  }
  base.time = {};
  if (estimators.median) {
    describe_contrasts(columns, base, {Quantity::median_survival, Quantity::median_survival_difference});
  }
  if (estimators.cumulative_incidence) {
    for (double const time : estimators.cumulative_incidence->times) {
      base.time = time;
      describe_contrasts(columns, base, {Quantity::cumulative_incidence, Quantity::cumulative_incidence_difference});
    }
  }
  base.time = {};
  if (estimators.cox) {
    base.quantity = Quantity::log_hazard_ratio;
    columns.push_back(base);
  }
}

EndpointTruth::EndpointTruth(ArmSurvival const& arms, FollowUp const& follow_up, EstimatorOptions const& estimators,
                             TiltedLatent const& tilted)
    : arms_(arms), estimators_(estimators), tilted_(tilted) {
  if (estimators.rmst || estimators.cox) nodes_ = time_nodes(arms, follow_up, node_options(estimators, tilted.noise()));
  std::size_t const tilts = tilted.tilts();
  survival_.resize(nodes_.size() * 2 * tilts);
  density_.resize(nodes_.size() * 2 * tilts);
  for (std::size_t i = 0; tilts > 0 && i < nodes_.size() * 2; ++i) {
    tilted.at(nodes_[i / 2].latent[i % 2], std::span(survival_).subspan(i * tilts, tilts),
              std::span(density_).subspan(i * tilts, tilts));
  }
}

double EndpointTruth::survival(std::size_t population, std::size_t arm, double time) const {
  double const hazard = distribution(arm).cumulative_hazard(time);
  if (population == whole_population) return math::exp(-hazard);
  std::vector<double> survival(tilted_.tilts()), density(tilted_.tilts());
  tilted_.at(latent_of_hazard(hazard), survival, density);
  return survival[population];
}

double EndpointTruth::median(std::size_t population, std::size_t arm) const {
  double const hazard = population == whole_population ? log_two : hazard_of_latent(tilted_.median(population));
  double const time = distribution(arm).time_of(hazard);
  return time < math::infinity ? time : math::not_a_number;
}

EndpointTruth::Values EndpointTruth::at_node(std::size_t population, std::size_t node, std::size_t arm) const {
  double const latent = nodes_[node].latent[arm];
  if (population == whole_population) return {math::normal_cdf(-latent), math::normal_density(latent)};
  std::size_t const i = (node * 2 + arm) * tilted_.tilts() + population;
  return {survival_[i], density_[i]};
}

void EndpointTruth::put_survival(std::size_t population, ColumnWriter<double>& out) const {
  for (double const time : estimators_.survival->times) {
    detail::put_contrasts<double>(out, {survival(population, 0, time), survival(population, 1, time)}, {0, 0});
  }
}

void EndpointTruth::put_rmst(std::size_t population, ColumnWriter<double>& out) const {
  std::array<double, 2> area{0, 0};
  for (std::size_t node = 0; node < nodes_.size() && nodes_[node].time < estimators_.rmst->tau; ++node) {
    for (std::size_t arm = 0; arm < 2; ++arm) area[arm] += nodes_[node].width * at_node(population, node, arm).survival;
  }
  detail::put_contrasts<double>(out, area, {0, 0});
}

void EndpointTruth::put_median(std::size_t population, ColumnWriter<double>& out) const {
  std::array<double, 2> value, status;
  for (std::size_t arm = 0; arm < 2; ++arm) {
    value[arm] = median(population, arm);
    status[arm] = status_code<double>(value[arm] >= 0 ? Status::ok : Status::not_reached);
  }
  detail::put_difference<double>(out, value, status);
}

void EndpointTruth::put_cumulative_incidence(std::size_t population, ColumnWriter<double>& out) const {
  for (double const time : estimators_.cumulative_incidence->times) {
    std::array<double, 2> value;
    for (std::size_t arm = 0; arm < 2; ++arm) {
      value[arm] = population == whole_population ? -math::expm1(-distribution(arm).cumulative_hazard(time))
                                                  : 1 - survival(population, arm, time);
    }
    detail::put_difference<double>(out, value, {0, 0});
  }
}

void EndpointTruth::put_cox(std::size_t population, std::array<double, 2> arm_weight, ColumnWriter<double>& out) const {
  std::vector<CoxNode> cox(nodes_.size());
  for (std::size_t node = 0; node < nodes_.size(); ++node) {
    cox[node].followed = nodes_[node].followed;
    for (std::size_t arm = 0; arm < 2; ++arm) {
      Values const values = at_node(population, node, arm);
      cox[node].survival[arm] = values.survival;
      cox[node].newly_dead[arm] = values.density * nodes_[node].step[arm];
    }
  }
  CoxLimit const limit = cox_limit(cox, arm_weight);
  out.put(limit.log_hazard_ratio, status_code<double>(limit.status));
}

void EndpointTruth::put(std::size_t population, std::array<double, 2> arm_weight, ColumnWriter<double>& out) const {
  if (tilted_.is_independent()) population = whole_population;
  if (estimators_.survival) put_survival(population, out);
  if (estimators_.rmst) put_rmst(population, out);
  if (estimators_.median) put_median(population, out);
  if (estimators_.cumulative_incidence) put_cumulative_incidence(population, out);
  if (estimators_.cox) put_cox(population, arm_weight, out);
}

} // namespace iptwsim
