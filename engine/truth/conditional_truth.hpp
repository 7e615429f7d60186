#pragma once
// The true values of an endpoint whose time is given by the covariates: integrals of its model over them, in every
// population, the whole one too (truth/conditional_curves.hpp).

#include "truth/conditional_curves.hpp"
#include "truth/endpoint_truth.hpp"

namespace iptwsim {

class ConditionalTruth : public EndpointTruth {
public:
  /// is_whole: whether every population is the whole one. What is referred to must outlive this.
  ConditionalTruth(ConditionalSurvival const& model, FollowUp const& follow_up, EstimatorOptions const& estimators,
                   ScoreMeshes const& meshes, bool is_whole);

protected:
  double survival(std::size_t population, std::size_t arm, double time) const override;
  double incidence(std::size_t population, std::size_t arm, double time) const override;
  double median(std::size_t population, std::size_t arm) const override;
  Values at_node(std::size_t population, std::size_t node, std::size_t arm) const override;

private:
  std::size_t place(std::size_t population) const {
    return population == whole_population || is_whole_ ? 0 : 1 + population;
  }

  ConditionalCurves curves_;
  bool is_whole_;
  std::vector<double> survival_, density_; ///< nodes x 2 arms x populations
};

} // namespace iptwsim
