#include <array>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/csv_text.hpp"
#include "config/reader.hpp"
#include "config/rules.hpp"
#include "scenario/follow_up.hpp"
#include "scenario/problems.hpp"
#include "truth/conditional_calibration.hpp"

namespace iptwsim::config {
namespace {

/// The value at the end of a path, or the last that is there on the way.
Node const& deepest(Node const& map, std::vector<std::string> const& path) {
  Node const* at = &map;
  for (std::string const& key : path) {
    Node const* const next = at->find(key);
    if (next == nullptr) break;
    at = next;
  }
  return *at;
}

/// What all cohorts that are simulated, of patients made up or drawn from a real one, ask of the rest of a config.
void check_simulation(Study const& study, Node const& root, Report& report) {
  if (root.find("simulation") == nullptr) {
    report.add(root, "the config lacks the key \"simulation\"", "how many cohorts are simulated",
               "add simulation: {cohorts: 10000}");
  }
  if (Node const* const at = find_path(root, "estimators.survival.curve");
      at != nullptr && study.estimators.survival && study.estimators.survival->curve) {
    report.add(*at, "curve is true for simulated cohorts", "a curve is that of one cohort",
               "take it out, and write one of the cohorts to a file of its own: iptwsim replay --csv");
  }
}

/// What belongs to a file of patients stands beside simulated ones.
void check_simulated(Study const& study, Node const& root, Node const& cohort, Report& report) {
  if (Node const* const csv = cohort.find("csv")) {
    report.add(*csv, "cohort has csv and synthetic", "patients are read from a file or simulated",
               "take one of them out");
  }
  if (Node const* const at = cohort.find("missing");
      at != nullptr && cohort.find("csv") == nullptr && study.cohort.synthetic->missing.empty()) {
    report.add(*at, "missing stands beside synthetic", "no value of its covariates is missing",
               "take it out, or say under synthetic of which covariates values are missing: {NAME: SHARE}");
  }
  for (char const* const key : {"treatment", "categorical", "categories", "constant"}) {
    Node const* const at = cohort.find(key);
    if (at == nullptr || cohort.find("csv") != nullptr) continue;
    report.add(*at, fmt::format("{} stands beside synthetic", key), "it says how a file of patients is read",
               "take it out");
  }
  if (Node const* const at = root.find("endpoints")) {
    report.add(*at, "endpoints stands beside cohort.synthetic", "the endpoints of simulated patients are within it",
               "move it to cohort.synthetic.endpoints, or take it out");
  }
  if (Node const* const at = root.find("stream")) {
    report.add(*at, "stream stands beside cohort.synthetic", "each simulated cohort has its own", "take it out");
  }
}

/// What belongs to a cohort that is read, or to one made up, stands beside patients drawn from a real one.
void check_plasmode(Study const& study, Node const& root, Node const& cohort, Report& report) {
  PlasmodeOptions const& options = *study.cohort.plasmode;
  Node const& plasmode = *cohort.find("plasmode");
  for (char const* const key : {"csv", "treatment", "missing", "categorical", "categories", "constant", "synthetic"}) {
    Node const* const at = cohort.find(key);
    if (at == nullptr) continue;
    report.add(*at, fmt::format("{} stands beside plasmode", key), "what is said of the real cohort is within it",
               key == std::string_view("synthetic") ? "take one of them out" : "move it to cohort.plasmode");
  }
  for (char const* const key : {"endpoints", "stream"}) {
    Node const* const at = root.find(key);
    if (at == nullptr) continue;
    report.add(*at, fmt::format("{} stands beside cohort.plasmode", key), "it belongs to a cohort that is read",
               "take it out");
  }
  if (Node const* const at = find_path(root, "propensity.model.known");
      at != nullptr && !study.propensity.model.known.empty()) {
    report.add(*at, "a known score stands beside cohort.plasmode",
               "the fitted model is the one treatment is drawn from", "write terms");
  }
  if (Node const* const at = find_path(plasmode, "endpoint.event.competing");
      at != nullptr && !options.endpoint.event.competing.empty()) {
    report.add(*at, "competing stands in plasmode", "times to one cause are simulated", "take it out");
  }
  if (Node const* const at = find_path(plasmode, "endpoint.entry"); at != nullptr && !options.endpoint.entry.empty()) {
    report.add(*at, "entry stands in plasmode", "hazards are fitted to patients who are seen from time 0 on",
               "take it out");
  }
  if (Node const* const at = find_path(plasmode, "censoring.dropout_log_hazard");
      at != nullptr && !options.censoring->dropout_log_hazard.empty()) {
    report.add(*at, "dropout_log_hazard stands in plasmode", "its patients drop out alike", "take it out");
  }
  if (Node const* const at = plasmode.find("pieces");
      at != nullptr && options.baseline == PlasmodeBaseline::weibull && options.pieces != PlasmodeOptions{}.pieces) {
    report.add(*at, "pieces stands beside baseline weibull", "it has none",
               "take it out, or write baseline: piecewise_exponential");
  }
  if (!options.censoring) return;
  for (OptionProblem const& problem : problems_of(*options.censoring)) {
    report.add(deepest(*plasmode.find("censoring"), problem.path), problem.what, problem.why, problem.advice);
  }
}

/// What is wrong with the scenario, if it could be read.
void check_scenario(Node const& synthetic, SyntheticOptions const& options, Report& report) {
  if (!report.problems().empty()) { // elsewhere, or here?
    Report own("");
    SyntheticOptions again;
    Reader(own).read(synthetic, Field{"synthetic", ""}, again);
    if (!own.problems().empty()) return; // told
  }
  std::vector<OptionProblem> problems = problems_of(options);
  if (problems.empty()) problems = unreachable_wishes(options);
  for (OptionProblem const& problem : problems) {
    report.add(deepest(synthetic, problem.path), problem.what, problem.why, problem.advice);
  }
}

} // namespace

void check_cohort(Study const& study, Node const& root, Report& report) {
  Node const* const cohort = root.find("cohort");
  if (cohort != nullptr && study.cohort.plasmode) {
    check_plasmode(study, root, *cohort, report);
    check_simulation(study, root, report);
  } else if (cohort != nullptr && study.cohort.synthetic) {
    check_simulated(study, root, *cohort, report);
    check_simulation(study, root, report);
    check_scenario(*cohort->find("synthetic"), *study.cohort.synthetic, report);
  } else if (Node const* const at = root.find("simulation")) {
    if (cohort == nullptr || cohort->find("csv") == nullptr) return; // what is missing there was told
    report.add(*at, "simulation stands beside a cohort that is read", "nothing is simulated",
               "take it out, or write cohort: {synthetic: {...}}");
  }
}

} // namespace iptwsim::config
