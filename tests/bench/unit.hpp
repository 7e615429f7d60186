#pragma once
// The unit of work of the benchmark: patient bootstrap, logistic propensity model, ATE stabilized, no truncation,
// survival at one time, RMST, Cox with Efron ties and robust standard error, both log-rank tests.

#include <string>

#include "cohort/load.hpp"
#include "config/study.hpp"
#include "yardsticks.hpp"

namespace iptwsim::bench {

inline constexpr UnitTimes unit_times{.survival = 10, .tau = 25};

/// For cohorts with columns time, event, A, x1, ..., xp.
inline Study unit_study(int covariates) {
  Study study;
  study.seed = 1;
  study.cohort.treatment.column = "A";
  study.endpoints = {{"os", {.time = "time", .event = {"event"}}}};
  for (int j = 1; j <= covariates; ++j) study.propensity.terms.push_back("x" + std::to_string(j));
  study.estimators.survival = SurvivalOptions{{unit_times.survival}};
  study.estimators.rmst = RmstOptions{unit_times.tau};
  study.estimators.cox = CoxOptions{};
  study.estimators.log_rank = LogRankOptions{};
  study.bootstrap = BootstrapOptions{.replicates = 1 << 20};
  return study;
}

/// A cohort of tests/data.
inline Cohort read_cohort(std::string const& file, Study const& study) {
  std::string const path = std::string(IPTWSIM_SOURCE_DIR) + "/tests/data/" + file;
  return load_cohort(path, study.cohort, study.endpoints, study.propensity.terms).cohort;
}

inline Patients patients_of(Cohort const& cohort) {
  auto const& x = cohort.covariates;
  Endpoint const& endpoint = cohort.endpoints.front();
  return {.covariates = {x.data(), x.data() + x.size()},
          .time = endpoint.time,
          .treated = cohort.treated,
          .event = endpoint.event};
}

} // namespace iptwsim::bench
