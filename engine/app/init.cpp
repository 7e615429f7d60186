// A commented config to start from.

#include <cstdio>

#include <fmt/format.h>

#include "app/commands.hpp"

namespace iptwsim::app {
namespace {

constexpr char const* csv_config =
    R"(# A cohort in a CSV file, one row a patient.
# Check it: iptwsim validate study.yaml. All keys: iptwsim validate --keys
title: What the study is called
seed: 1                                   # every random draw follows from it
cohort:
  csv: cohort.csv                         # relative to this file
  treatment: treated                      # 0/1, or {column: arm, treated: label of the treated arm}
  missing: error                          # or drop: patients with a missing value, counted
endpoints:                                # one or more, each with a name of yours
  os: {time: time, event: death}          # follow-up time, and 1 if it ended with the event, else 0
propensity:
  model: logistic
  terms: [age, stage]                     # columns; text is dummy coded, its first level being the reference
weights:
  estimand: [ate, overlap]                # ate att atc overlap matching unweighted
  stabilized: true
estimators:                               # leave out what you do not need
  survival: {times: [1, 5]}               # in the unit of the time column
  rmst: {tau: 5}
  cox: {ties: efron}
  log_rank: {}
variance: robust
bootstrap:
  replicates: 2000
  intervals: [percentile, basic, normal]
level: 0.95
)";

} // namespace

ExitCode init(std::string const& kind) {
  if (kind != "csv") {
    throw Error(ExitCode::usage, Problem{.what = "a starter config for " + kind + " is not available yet",
                                         .why = "simulated cohorts come in a later version",
                                         .advice = "use: iptwsim init csv"});
  }
  fmt::print("{}", csv_config);
  return ExitCode::ok;
}

} // namespace iptwsim::app
