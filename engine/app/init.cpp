// Commented configs to start from.

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

constexpr char const* simulation_config =
    R"(# Simulated cohorts, each analysed as a real one would be: power, type I error, bias, coverage.
# Check it: iptwsim validate study.yaml. All keys: iptwsim validate --keys
title: What the study is called
seed: 1                                   # every random draw follows from it
cohort:
  synthetic:
    n: 200                                # patients in a cohort; or arms: {control: 80, treated: 120}
    covariates:                           # normal lognormal uniform bernoulli categorical gamma poisson
      age: {distribution: normal, mean: 60, sd: 10, truncate: [18, 95]}
      stage: {distribution: categorical, levels: {I: 0.5, II: 0.3, III: 0.2}}
    correlation: {pairs: {age:stage: 0.2}}
    treatment:                            # or randomized: 0.5
      prevalence: 0.6                     # share of patients treated; the intercept is solved for it
      log_odds: {age: -0.03, "stage:III": 0.8}
    endpoints:
      os:
        marginal:                         # survival of everybody under control, and of everybody under treatment
          control: {distribution: weibull, shape: 1.2, survival: {at: 5, equals: 0.6}}
          treated: {hazard_ratio: 0.7}    # or survival: {at: 5, equals: 0.7}, or a distribution of its own
        dependence: {age: -0.3, stage: -0.4} # correlation with the time to the event: negative dies sooner
    censoring: {accrual: 3, follow_up: 4, dropout_rate: 0.02}
propensity:
  model: logistic                         # or {known: true_score} without terms
  terms: [age, stage]                     # covariates
weights:
  estimand: [ate, overlap]                # ate att atc overlap matching entropy unweighted
  stabilized: true
estimators:                               # leave out what you do not need
  survival: {times: [1, 5]}               # in the unit of the times above
  rmst: {tau: 5}
  cox: {ties: efron}
  log_rank: {}
variance: robust
# bootstrap: {replicates: 199}            # of every simulated cohort
level: 0.95
simulation:
  cohorts: 1000                           # of each scenario
  keep: cohorts                           # every cohort's estimates; or summary
  truth: {method: integrate}              # or none
)";

constexpr char const* plasmode_config =
    R"(# Cohorts drawn from a real one, with a known effect: how the analysis of this cohort performs.
# Check it: iptwsim validate study.yaml. All keys: iptwsim validate --keys
title: What the study is called
seed: 1                                   # every random draw follows from it
cohort:
  plasmode:
    csv: cohort.csv                       # the real cohort, relative to this file
    treatment: treated                    # 0/1, or {column: arm, treated: label of the treated arm}
    n: 500                                # patients in a simulated cohort, drawn with replacement
    endpoint: {time: time, event: death}
    effect: {log_hazard_ratio: 0}         # the truth; 0: no effect, so rejections are type I errors
    assignment: fitted                    # by the fitted propensity model; own: as the patient was; randomized
    baseline: weibull                     # or piecewise_exponential, with pieces: 5
    # censoring: {follow_up: 5}           # without it as fitted to the real cohort
propensity:
  terms: [age, stage]                     # columns: the model of treatment, and what times depend on
  # omit: [stage]                         # the analysis does without
weights:
  estimand: [ate, overlap]                # ate att atc overlap matching entropy unweighted
estimators:                               # leave out what you do not need
  survival: {times: [1, 5]}               # in the unit of the time column
  cox: {ties: efron}
variance: robust
level: 0.95
simulation:
  cohorts: 1000
)";

constexpr char const* sweep_config =
    R"(sweep:                                    # every combination; a scenario each
  cohort.synthetic.n: [100, 200, 400]     # the keys of a config, with dots between
  cohort.synthetic.endpoints.os.marginal.treated.hazard_ratio: [0.5, 0.7, 1]
# zip: {KEY: [...], OTHER: [...]}         # within sweep: keys that change together; name: [...] among them names them
# sweep: [{name: NAME, KEY: ...}, ...]    # or scenario by scenario, with names or without
)";

} // namespace

ExitCode init(std::string const& kind) {
  if (kind == "csv") {
    fmt::print("{}", csv_config);
  } else if (kind == "plasmode") {
    fmt::print("{}", plasmode_config);
  } else {
    fmt::print("{}{}", simulation_config, kind == "sweep" ? sweep_config : "");
  }
  return ExitCode::ok;
}

} // namespace iptwsim::app
