#pragma once
// The true values of an endpoint that is one time, which nothing but the end of follow-up hides:
//
//   S_a^h(t) = P_h(Z > q_a(t)),   q_a(t) = Phi^-1(F_a(t)),   I = 1 - S
//
// In the whole population (ate, unweighted) these are the marginal distributions of the config themselves.

#include "scenario/survival_arms.hpp"
#include "truth/endpoint_truth.hpp"
#include "truth/tilted_latent.hpp"

namespace iptwsim {

class SingleTruth : public EndpointTruth {
public:
  /// `tilted` has all populations but the whole one. What is referred to must outlive this.
  SingleTruth(ArmSurvival const& arms, FollowUp const& follow_up, EstimatorOptions const& estimators,
              TiltedLatent const& tilted);

protected:
  double survival(std::size_t population, std::size_t arm, double time) const override;
  double incidence(std::size_t population, std::size_t arm, double time) const override;
  double median(std::size_t population, std::size_t arm) const override;
  Values at_node(std::size_t population, std::size_t node, std::size_t arm) const override;

private:
  SurvivalDistribution const& distribution(std::size_t arm) const { return arm == 0 ? arms_.control : arms_.treated; }
  bool is_whole(std::size_t population) const { return population == whole_population || tilted_.is_independent(); }

  ArmSurvival const& arms_;
  TiltedLatent const& tilted_;
  std::vector<double> survival_, density_; ///< nodes x 2 arms x tilts
};

} // namespace iptwsim
