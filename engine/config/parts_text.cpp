#include "config/parts_text.hpp"

#include "config/writer.hpp"

namespace iptwsim {

namespace {

std::string synthetic_text(Study const& study, std::initializer_list<char const*> without) {
  if (study.cohort.plasmode) { // whose models have the terms of the propensity model
    nlohmann::ordered_json json = config::to_json(*study.cohort.plasmode);
    json.erase("n");
    return json.dump() + config::to_json(study.propensity).dump();
  }
  nlohmann::ordered_json json = config::to_json(*study.cohort.synthetic);
  for (char const* const key : without) json.erase(key);
  return json.dump();
}

} // namespace

std::string generating_text(Study const& study) { return synthetic_text(study, {"n"}); }

std::string truth_text(Study const& study) {
  WeightOptions weights = study.weights;
  weights.truncate.reset(); // part of the estimator, not of the truth
  return synthetic_text(study, {"n", "reliability", "missing", "late_entry", "treatment_start"}) +
         config::to_json(weights).dump() + config::to_json(study.estimators).dump() +
         config::to_json(study.simulation->truth).dump();
}

} // namespace iptwsim
