#pragma once
// Studies of cohorts drawn from the Rotterdam cohort, for tests.

#include "config/study.hpp"

namespace iptwsim::test {

inline Study rotterdam_plasmode(std::int64_t n) {
  PlasmodeOptions plasmode;
  plasmode.folder = IPTWSIM_SOURCE_DIR "/tests/data";
  plasmode.csv = "rotterdam.csv";
  plasmode.treatment.column = "hormon";
  plasmode.n = n;
  plasmode.endpoint.time = "dtime";
  plasmode.endpoint.event.column = "death";
  Study study;
  study.seed = 20261123;
  study.cohort.plasmode = plasmode;
  study.cohort.synthetic.emplace();
  study.cohort.synthetic->n = n;
  study.cohort.synthetic->endpoints.emplace_back("death", OutcomeOptions{});
  study.propensity.terms = {"age", "meno", "grade", "nodes"};
  study.simulation.emplace();
  study.simulation->cohorts = 10;
  return study;
}

} // namespace iptwsim::test
