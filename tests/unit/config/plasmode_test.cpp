// Cohorts drawn from a real one in a config: what is read, written back, and does not go together.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/dump.hpp"
#include "unit/config/problems.hpp"

namespace iptwsim {
namespace {

constexpr char const* good = R"(seed: 7
cohort:
  plasmode:
    csv: cohort.csv
    treatment: {column: arm, treated: new}
    n: 300
    endpoint: {time: t, event: d}
    effect: -0.3
    assignment: own
    baseline: piecewise_exponential
    pieces: 4
    censoring: {follow_up: 5}
propensity:
  terms: [age]
estimators:
  cox: {}
simulation: {cohorts: 10}
)";

std::string problems_with(std::string const& from, std::string const& to) {
  std::string text = good;
  std::size_t const at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return test::problems_of(text.replace(at, from.size(), to));
}

TEST(PlasmodeConfig, EveryKeyIsReadAndWrittenBack) {
  Study const study = parse_study(good, "c.yaml");
  PlasmodeOptions const& plasmode = study.cohort.plasmode.value();
  EXPECT_EQ(plasmode.csv, "cohort.csv");
  EXPECT_EQ(plasmode.treatment.treated, "new");
  EXPECT_EQ(plasmode.n, 300);
  EXPECT_EQ(plasmode.endpoint.event.column, "d");
  EXPECT_EQ(plasmode.effect.log_hazard_ratio, -0.3);
  EXPECT_EQ(plasmode.assignment, PlasmodeTreatment::own);
  EXPECT_EQ(plasmode.baseline, PlasmodeBaseline::piecewise_exponential);
  EXPECT_EQ(plasmode.pieces, 4);
  EXPECT_EQ(plasmode.censoring->follow_up, 5);
  EXPECT_EQ(study.cohort.synthetic->n, 300); // what the rest of a simulation asks
  EXPECT_THAT(endpoint_names(study), testing::ElementsAre("d"));
  std::string const echo = dump_study(study);
  EXPECT_EQ(dump_study(parse_study(echo, "echo.json")), echo);
  EXPECT_THAT(echo, testing::Not(testing::HasSubstr("synthetic")));
}

TEST(PlasmodeConfig, StandsAlone) {
  EXPECT_EQ(problems_with("  plasmode:", "  csv: a.csv\n  plasmode:"),
            "c.yaml:3:8: csv stands beside plasmode (what is said of the real cohort is within it), move it to "
            "cohort.plasmode");
  EXPECT_EQ(problems_with("propensity:", "endpoints: {os: {time: t, event: d}}\npropensity:"),
            "c.yaml:13:12: endpoints stands beside cohort.plasmode (it belongs to a cohort that is read), take it out");
  EXPECT_EQ(problems_with("simulation: {cohorts: 10}\n", ""),
            "c.yaml:1:1: the config lacks the key \"simulation\" (how many cohorts are simulated), add simulation: "
            "{cohorts: 10000}");
}

TEST(PlasmodeConfig, MissingValuesOfTheRealCohortMayBeToldApart) {
  EXPECT_EQ(problems_with("[age]", "[age, missing(age)]"),
            "c.yaml:14:16: terms has \"missing(age)\" (patients who lack a value are not in the analysis), add "
            "missing: indicator under cohort.plasmode");
  std::string text = good;
  text.replace(text.find("[age]"), 5, "[age, missing(age)]");
  text.replace(text.find("    n: 300"), 0, "    missing: indicator\n");
  EXPECT_EQ(parse_study(text, "c.yaml").cohort.plasmode->missing, Missing::indicator);
}

TEST(PlasmodeConfig, WhatItCannotHave) {
  EXPECT_EQ(problems_with("event: d}", "event: {column: d, competing: [2]}}"),
            "c.yaml:7:55: competing stands in plasmode (times to one cause are simulated), take it out");
  EXPECT_EQ(problems_with("event: d}", "event: d, entry: e}"),
            "c.yaml:7:42: entry stands in plasmode (hazards are fitted to patients who are seen from time 0 on), take "
            "it out");
  EXPECT_EQ(problems_with("{follow_up: 5}", "{dropout_rate: 1, dropout_log_hazard: {age: 1}}"),
            "c.yaml:12:54: dropout_log_hazard stands in plasmode (its patients drop out alike), take it out");
  EXPECT_EQ(problems_with("{follow_up: 5}", "{dropout_rate: 1, accrual: 2}"),
            "c.yaml:12:43: accrual stands without follow_up (when patients enter matters only where the study has an "
            "end), add follow_up, the time from the end of accrual to the end of the study (it may be 0)");
  EXPECT_EQ(problems_with("  cox: {}", "  survival: {times: 1, curve: true}"),
            "c.yaml:16:31: curve is true for simulated cohorts (a curve is that of one cohort), take it out, and write "
            "one of the cohorts to a file of its own: iptwsim replay --csv");
  EXPECT_EQ(problems_with("piecewise_exponential", "weibull"),
            "c.yaml:11:13: pieces stands beside baseline weibull (it has none), take it out, or write baseline: "
            "piecewise_exponential");
  EXPECT_EQ(
      problems_with("    n: 300\n", ""),
      "c.yaml:4:5: plasmode lacks the key \"n\" (patients in a simulated cohort, drawn with replacement), add it");
}

} // namespace
} // namespace iptwsim
