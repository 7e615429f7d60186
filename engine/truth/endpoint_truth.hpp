#pragma once
// The true values of one endpoint, population by population, from its arms' survival and the tilted latent times.
//
//   S_a^h(t) = P_h(Z > q_a(t))        RMST_a^h = integral over [0, tau] of S_a^h dt
//   median_a^h = inf{t : S_a^h(t) <= 1/2}, not_reached where there is none
//   cumulative incidence 1 - S_a^h; differences and ratios are treated minus / over control
//   log hazard ratio: the limit of the weighted Cox estimator (truth/cox_limit.hpp)
//
// In the whole population (ate, unweighted) these are the marginal distributions of the config themselves.

#include <array>
#include <vector>

#include "analysis/block_support.hpp"
#include "estimators/options.hpp"
#include "truth/tilted_latent.hpp"
#include "truth/time_nodes.hpp"

namespace iptwsim {

/// The columns that EndpointTruth puts out, in its order; base has the endpoint and the estimand.
void describe_endpoint_truth(EstimatorOptions const& estimators, Column base, std::vector<Column>& columns);

class EndpointTruth {
public:
  /// `tilted` has all populations but the whole one. What is referred to must outlive this.
  EndpointTruth(ArmSurvival const& arms, FollowUp const& follow_up, EstimatorOptions const& estimators,
                TiltedLatent const& tilted);

  static constexpr std::size_t whole_population = static_cast<std::size_t>(-1);

  /// population: index of a tilt, or whole_population. arm_weight: c_a of the Cox limit.
  void put(std::size_t population, std::array<double, 2> arm_weight, ColumnWriter<double>& out) const;

private:
  struct Values {
    double survival, density;
  };

  SurvivalDistribution const& distribution(std::size_t arm) const { return arm == 0 ? arms_.control : arms_.treated; }
  double survival(std::size_t population, std::size_t arm, double time) const;
  double median(std::size_t population, std::size_t arm) const;
  /// Of node `node` in an arm.
  Values at_node(std::size_t population, std::size_t node, std::size_t arm) const;

  void put_survival(std::size_t population, ColumnWriter<double>& out) const;
  void put_rmst(std::size_t population, ColumnWriter<double>& out) const;
  void put_median(std::size_t population, ColumnWriter<double>& out) const;
  void put_cumulative_incidence(std::size_t population, ColumnWriter<double>& out) const;
  void put_cox(std::size_t population, std::array<double, 2> arm_weight, ColumnWriter<double>& out) const;

  ArmSurvival const& arms_;
  EstimatorOptions const& estimators_;
  TiltedLatent const& tilted_;
  std::vector<TimeNode> nodes_;
  std::vector<double> survival_, density_; ///< nodes x 2 arms x tilts
};

} // namespace iptwsim
