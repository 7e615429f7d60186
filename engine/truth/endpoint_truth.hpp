#pragma once
// The true values of one endpoint, population by population: what the estimators tend to as the cohort grows.
//
//   S      survival: the limit of the weighted Kaplan-Meier curve       RMST = integral over [0, tau] of S dt
//   median inf{t : S(t) <= 1/2}, not_reached where there is none        I    the limit of the cumulative incidence
//   log hazard ratio: the limit of the weighted Cox estimator (truth/cox_limit.hpp)
//
// Differences and ratios are treated minus / over control. Where the curves come from is a class of its own: one time
// (truth/single_truth.hpp), the first of several (truth/first_truth.hpp).

#include <array>
#include <vector>

#include "analysis/block_support.hpp"
#include "estimators/options.hpp"
#include "truth/time_nodes.hpp"

namespace iptwsim {

/// The columns that EndpointTruth puts out, in its order; base has the endpoint and the estimand.
void describe_endpoint_truth(EstimatorOptions const& estimators, Column base, std::vector<Column>& columns);

/// Its nodes in time: what is asked for, to this resolution in the latents.
TimeNodeOptions node_options(EstimatorOptions const& estimators, double resolution);

class EndpointTruth {
public:
  explicit EndpointTruth(EstimatorOptions const& estimators) : estimators_(estimators) {}
  EndpointTruth(EndpointTruth const&) = delete;
  EndpointTruth& operator=(EndpointTruth const&) = delete;
  virtual ~EndpointTruth() = default;

  static constexpr std::size_t whole_population = static_cast<std::size_t>(-1);

  /// population: index of a tilt, or whole_population. arm_weight: c_a of the Cox limit.
  void put(std::size_t population, std::array<double, 2> arm_weight, ColumnWriter<double>& out) const;

protected:
  /// Of an arm at a node: S, the share still at risk, and how many have the event in the node's step.
  struct Values {
    double survival, at_risk, newly_dead;
  };

  virtual double survival(std::size_t population, std::size_t arm, double time) const = 0;
  virtual double incidence(std::size_t population, std::size_t arm, double time) const = 0;
  /// Infinite where S stays above 1/2.
  virtual double median(std::size_t population, std::size_t arm) const = 0;
  virtual Values at_node(std::size_t population, std::size_t node, std::size_t arm) const = 0;
  /// What follows the columns of describe_endpoint_truth.
  virtual void put_further(std::size_t, ColumnWriter<double>&) const {}

  EstimatorOptions const& estimators_;
  std::vector<TimeNode> nodes_;

private:
  void put_survival(std::size_t population, ColumnWriter<double>& out) const;
  void put_rmst(std::size_t population, ColumnWriter<double>& out) const;
  void put_median(std::size_t population, ColumnWriter<double>& out) const;
  void put_cumulative_incidence(std::size_t population, ColumnWriter<double>& out) const;
  void put_cox(std::size_t population, std::array<double, 2> arm_weight, ColumnWriter<double>& out) const;
};

} // namespace iptwsim
