#include "config/parts_text.hpp"

#include "config/writer.hpp"

namespace iptwsim {

std::string generating_text(Study const& study) {
  nlohmann::ordered_json json = config::to_json(*study.cohort.synthetic);
  json.erase("n");
  return json.dump();
}

std::string truth_text(Study const& study) {
  WeightOptions weights = study.weights;
  weights.truncate.reset(); // part of the estimator, not of the truth
  return generating_text(study) + config::to_json(weights).dump() + config::to_json(study.estimators).dump() +
         config::to_json(study.simulation->truth).dump();
}

} // namespace iptwsim
