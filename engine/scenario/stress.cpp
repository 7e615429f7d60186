#include "scenario/stress.hpp"

#include <algorithm>

namespace iptwsim {

SyntheticOptions with_unmeasured(SyntheticOptions const& options) {
  if (!options.unmeasured) return options;
  SyntheticOptions all = options;
  UnmeasuredOptions const& unmeasured = *options.unmeasured;
  std::string const name(unmeasured_name);
  all.unmeasured.reset();
  all.covariates.push_back(
      {name, {.distribution = CovariateDistribution::bernoulli, .probability = unmeasured.prevalence}});
  if (unmeasured.log_odds != 0) all.treatment.log_odds.emplace_back(name, unmeasured.log_odds);
  auto const depend = [&](NamedNumbers& dependence) {
    auto const is_it = [&](auto const& pair) { return pair.first == name; };
    bool const has_own = std::any_of(dependence.begin(), dependence.end(), is_it);
    if (!has_own && unmeasured.dependence != 0) dependence.emplace_back(name, unmeasured.dependence);
  };
  for (auto& component : all.components) depend(component.second.dependence);
  for (auto& endpoint : all.endpoints) {
    if (!endpoint.second.is_minimum() && !endpoint.second.conditional) depend(endpoint.second.dependence);
  }
  return all;
}

Exemption::Exemption(PositivityOptions const& options, NamedCovariates const& covariates)
    : condition_({{options.where, 1.0}}, covariates), probability_(options.probability) {}

} // namespace iptwsim
