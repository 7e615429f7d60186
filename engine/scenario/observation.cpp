#include "scenario/observation.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "math/constants.hpp"
#include "scenario/copied_patients.hpp"

namespace iptwsim {
namespace {

/// The first of the times of the endpoints.
std::vector<double> ends_of(SimulatedPatients const& patients) {
  std::vector<double> ends(patients.size(), math::infinity);
  for (Endpoint const& endpoint : patients.endpoints) {
    for (std::size_t i = 0; i < ends.size(); ++i) ends[i] = std::min(ends[i], endpoint.time[i]);
  }
  return ends;
}

/// Who is treated in the end, where the plan stands in a column of its own.
void label_by_start(SimulatedPatients& patients, std::vector<double> const& starts, std::vector<double> const& ends,
                    double until) {
  TermSource planned;
  planned.values.assign(patients.treated.begin(), patients.treated.end());
  for (std::size_t i = 0; i < starts.size(); ++i) {
    bool const started = starts[i] < ends[i] && starts[i] <= until;
    patients.treated[i] = patients.treated[i] != 0 && started ? 1 : 0;
  }
  patients.hidden_names.emplace_back(planned_name);
  patients.hidden.emplace(planned_name, std::move(planned));
}

} // namespace

SimulatedPatients observed(SimulatedPatients patients, std::optional<LateEntryOptions> const& late_entry,
                           std::optional<TreatmentStartOptions> const& treatment_start, ObservationDraws const& draws) {
  std::vector<double> const ends = ends_of(patients);
  std::vector<double> entry(patients.size(), 0.0), counted(patients.size(), 0.0); // seen from, at risk from
  if (late_entry) {
    for (std::size_t i = 0; i < entry.size(); ++i) {
      entry[i] = late_entry->latest * draws.late_entry[i];
      counted[i] = late_entry->ignored ? 0 : entry[i];
    }
  }
  if (treatment_start && treatment_start->analysis != StartAnalysis::planned) {
    TreatmentStartOptions const& start = *treatment_start;
    bool const has_landmark = start.analysis == StartAnalysis::landmark;
    double const landmark = has_landmark ? start.landmark.value_or(start.latest) : 0;
    std::vector<double> starts;
    for (double const u : draws.treatment_start) {
      starts.push_back(start.earliest + (start.latest - start.earliest) * u);
    }
    label_by_start(patients, starts, ends, has_landmark ? landmark : math::infinity);
    for (std::size_t i = 0; has_landmark && i < entry.size(); ++i) {
      entry[i] = std::max(entry[i], landmark);
      counted[i] = std::max(counted[i], landmark);
    }
  }
  std::vector<std::uint32_t> keep(patients.size(), 1);
  for (std::size_t i = 0; i < keep.size(); ++i) keep[i] = entry[i] == 0 || entry[i] < ends[i] ? 1 : 0;
  if (std::any_of(counted.begin(), counted.end(), [](double t) { return t > 0; })) {
    for (Endpoint& endpoint : patients.endpoints) endpoint.entry = counted;
  }
  bool const sees_all = std::all_of(keep.begin(), keep.end(), [](std::uint32_t k) { return k != 0; });
  return sees_all ? patients : copied(patients, keep);
}

DropoutHazard dropout_hazard(FollowUpOptions const& options) {
  DropoutHazard hazard;
  for (auto const& [term, value] : options.dropout_log_hazard) {
    if (term == "treatment") {
      hazard.treatment = value;
    } else {
      hazard.terms.emplace_back(term, value);
    }
  }
  return hazard;
}

std::vector<OptionProblem> dropout_problems(FollowUpOptions const& options, NamedCovariates const& covariates) {
  if (options.dropout_log_hazard.empty()) return {};
  std::string const key = "dropout_log_hazard";
  std::vector<OptionProblem> problems = term_problems(key, dropout_hazard(options).terms, covariates);
  for (OptionProblem& problem : problems) problem.path.insert(problem.path.begin(), key);
  if (options.dropout_rate.value_or(0) <= 0) {
    problems.push_back({{key},
                        key + " stands without dropout_rate",
                        "nobody drops out",
                        "add dropout_rate, the cumulative drop-out hazard by time 1 of patients whose terms are 0"});
  }
  return problems;
}

std::vector<OptionProblem> observation_problems(SyntheticOptions const& options) {
  std::vector<OptionProblem> problems;
  if (!options.treatment_start) return problems;
  auto const& [earliest, latest, analysis, landmark] = *options.treatment_start;
  if (earliest > latest) {
    problems.push_back({{"treatment_start", "earliest"},
                        fmt::format("earliest is {:.4g} and latest {:.4g}", earliest, latest),
                        "treatment starts between them",
                        "correct one of them"});
  }
  if (landmark && analysis != StartAnalysis::landmark) {
    problems.push_back({{"treatment_start", "landmark"},
                        "landmark stands beside another analysis",
                        "it is the time of the landmark analysis",
                        "take it out, or write analysis: landmark"});
  }
  return problems;
}

} // namespace iptwsim
