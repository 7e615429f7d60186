#include "truth/conditional_truth.hpp"

#include "truth/conditional_nodes.hpp"

namespace iptwsim {

ConditionalTruth::ConditionalTruth(ConditionalSurvival const& model, FollowUp const& follow_up,
                                   EstimatorOptions const& estimators, ScoreMeshes const& meshes, bool is_whole)
    : EndpointTruth(estimators), curves_(model, meshes.arm), is_whole_(is_whole) {
  if (!estimators.rmst && !estimators.cox) return;
  nodes_ = conditional_nodes(curves_, follow_up, node_options(estimators, 1));
  std::size_t const populations = curves_.populations();
  survival_.resize(nodes_.size() * 2 * populations);
  density_.resize(nodes_.size() * 2 * populations);
  for (std::size_t i = 0; i < nodes_.size() * 2; ++i) {
    curves_.at(i % 2, nodes_[i / 2].time, std::span(survival_).subspan(i * populations, populations),
               std::span(density_).subspan(i * populations, populations));
  }
}

double ConditionalTruth::survival(std::size_t population, std::size_t arm, double time) const {
  return curves_.survival(place(population), arm, time);
}

double ConditionalTruth::incidence(std::size_t population, std::size_t arm, double time) const {
  return 1 - curves_.survival(place(population), arm, time);
}

double ConditionalTruth::median(std::size_t population, std::size_t arm) const {
  return curves_.time_of(place(population), arm, 0.5);
}

EndpointTruth::Values ConditionalTruth::at_node(std::size_t population, std::size_t node, std::size_t arm) const {
  std::size_t const i = (node * 2 + arm) * curves_.populations() + place(population);
  return {survival_[i], survival_[i], density_[i] * nodes_[node].width};
}

} // namespace iptwsim
