#include "config/study.hpp"

namespace iptwsim {

std::vector<std::string> endpoint_names(Study const& study) {
  std::vector<std::string> names;
  for (auto const& endpoint : study.endpoints) names.push_back(endpoint.first);
  if (study.cohort.synthetic) {
    for (auto const& endpoint : study.cohort.synthetic->endpoints) names.push_back(endpoint.first);
  }
  return names;
}

} // namespace iptwsim
