#include "truth/endpoint_truth.hpp"

#include "math/constants.hpp"
#include "truth/cox_limit.hpp"

namespace iptwsim {

TimeNodeOptions node_options(EstimatorOptions const& estimators, double resolution) {
  TimeNodeOptions options{.whole_follow_up = estimators.cox.has_value(), .resolution = resolution};
  if (estimators.rmst) options.borders.push_back(estimators.rmst->tau);
  return options;
}

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
    double const time = median(population, arm);
    bool const is_reached = time < math::infinity;
    value[arm] = is_reached ? time : math::not_a_number;
    status[arm] = status_code<double>(is_reached ? Status::ok : Status::not_reached);
  }
  detail::put_difference<double>(out, value, status);
}

void EndpointTruth::put_cumulative_incidence(std::size_t population, ColumnWriter<double>& out) const {
  for (double const time : estimators_.cumulative_incidence->times) {
    detail::put_difference<double>(out, {incidence(population, 0, time), incidence(population, 1, time)}, {0, 0});
  }
}

void EndpointTruth::put_cox(std::size_t population, std::array<double, 2> arm_weight, ColumnWriter<double>& out) const {
  std::vector<CoxNode> cox(nodes_.size());
  for (std::size_t node = 0; node < nodes_.size(); ++node) {
    cox[node].followed = nodes_[node].followed;
    for (std::size_t arm = 0; arm < 2; ++arm) {
      Values const values = at_node(population, node, arm);
      cox[node].survival[arm] = values.at_risk;
      cox[node].newly_dead[arm] = values.newly_dead;
    }
  }
  CoxLimit const limit = cox_limit(cox, arm_weight);
  out.put(limit.log_hazard_ratio, status_code<double>(limit.status));
}

void EndpointTruth::put(std::size_t population, std::array<double, 2> arm_weight, ColumnWriter<double>& out) const {
  if (estimators_.survival) put_survival(population, out);
  if (estimators_.rmst) put_rmst(population, out);
  if (estimators_.median) put_median(population, out);
  if (estimators_.cumulative_incidence) put_cumulative_incidence(population, out);
  if (estimators_.cox) put_cox(population, arm_weight, out);
  put_further(population, out);
}

} // namespace iptwsim
