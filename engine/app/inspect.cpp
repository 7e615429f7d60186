// The commands that only read: validate, show, diff.

#include <cstdio>

#include <fmt/format.h>

#include "app/any_result.hpp"
#include "app/commands.hpp"
#include "cohort/load.hpp"
#include "config/describe.hpp"
#include "config/scenarios.hpp"
#include "plan/plasmode.hpp"
#include "report/text.hpp"
#include "report/tidy.hpp"
#include "results/difference.hpp"

namespace iptwsim::app {

ExitCode validate(std::filesystem::path const& config, std::vector<std::string> const& settings) {
  std::vector<Scenario> const scenarios = load_scenarios(config, settings);
  Study const& first = scenarios.front().study;
  std::int64_t const replicates = first.bootstrap ? first.bootstrap->replicates : 0;
  std::string const swept = scenarios.size() == 1 ? "" : fmt::format("{} scenarios, ", scenarios.size());
  if (first.cohort.plasmode) {
    for (Scenario const& scenario : scenarios) {
      Study study = scenario.study;
      study.cohort.plasmode->folder = config.parent_path().string();
      Plasmode const fitted(study); // or what is wrong with its file
    }
  }
  if (first.cohort.synthetic) {
    fmt::print("{}: ok; {}{} cohorts, {} replicates\n", config.string(), swept, first.simulation->cohorts, replicates);
    return ExitCode::ok;
  }
  std::size_t patients = 0;
  for (auto const& [name, keys, study, group] : scenarios) {
    patients = load_cohort(config.parent_path() / study.cohort.csv, study.cohort, study.endpoints,
                           study.propensity.fitted_terms(), study.propensity.model.known)
                   .cohort.size();
  }
  fmt::print("{}: ok; {}{} patients, {} replicates\n", config.string(), swept, patients, replicates);
  return ExitCode::ok;
}

ExitCode print_keys() {
  fmt::print("{}", key_help());
  return ExitCode::ok;
}

ExitCode show(std::filesystem::path const& result, std::string const& format) {
  results::Document const document = read_any(result);
  if (format == "text") {
    fmt::print("{}", report::text_report(document));
    return ExitCode::ok;
  }
  auto const print = [](std::string_view text) { fmt::print("{}", text); };
  format == "csv" ? report::write_csv(document, print) : report::write_json(document, print);
  return ExitCode::ok;
}

ExitCode diff(std::filesystem::path const& a, std::filesystem::path const& b) {
  auto const difference = results::first_difference(read_any(a), read_any(b), a.string(), b.string());
  if (!difference) return ExitCode::ok;
  fmt::print("{}\n", *difference);
  return ExitCode::different;
}

} // namespace iptwsim::app
