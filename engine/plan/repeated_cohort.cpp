#include "plan/repeated_cohort.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "plan/simulated_scenario.hpp"

namespace iptwsim {
namespace {

bool has_competing(SyntheticOptions const& options, std::string const& endpoint) {
  return std::any_of(options.endpoints.begin(), options.endpoints.end(),
                     [&](auto const& one) { return one.first == endpoint && !one.second.competing.empty(); });
}

} // namespace

Study study_of_cohort(Scenario const& scenario, SimulatedPatients const& patients, std::string const& csv,
                      std::uint64_t cohort) {
  Study study = scenario.study;
  study.title = fmt::format("{}: {}, cohort {}", study.title, scenario.name, cohort);
  study.cohort = {};
  study.cohort.csv = csv;
  study.cohort.treatment.column = "treatment";
  study.cohort.constant = Constant::keep;
  study.cohort.missing = scenario.study.cohort.missing;
  study.propensity.terms.clear(); // a file where nothing is missing would not say what could have been
  study.propensity.omit.clear();
  if (scenario.study.cohort.plasmode) { // columns of the real cohort's terms, as they are
    for (std::string const& name : patients.covariate_names) {
      study.propensity.terms.push_back(Factor{.column = name}.text());
    }
  } else {
    for (Term const& term : analysed_terms(scenario.study)) study.propensity.terms.push_back(term.text());
  }
  for (std::string const& name : patients.covariate_names) {
    TermSource const& source = patients.covariates.at(name);
    if (source.is_categorical()) study.cohort.categories.push_back({name, {source.levels}});
  }
  study.simulation.reset();
  study.stream =
      StreamOptions{.group = static_cast<std::int64_t>(scenario.group), .cohort = static_cast<std::int64_t>(cohort)};
  for (Endpoint const& endpoint : patients.endpoints) {
    EndpointOptions options{.time = endpoint.name + "_time", .event = {}};
    options.event.column = endpoint.name + "_event";
    if (has_competing(*scenario.study.cohort.synthetic, endpoint.name)) options.event.competing = {2};
    if (!endpoint.entry.empty()) options.entry = endpoint.name + "_entry";
    study.endpoints.emplace_back(endpoint.name, std::move(options));
  }
  return study;
}

} // namespace iptwsim
