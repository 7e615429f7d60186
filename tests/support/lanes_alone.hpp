#pragma once
// Simulated cohorts, a lane each, against each of them alone: every number of every patient.

#include <array>
#include <vector>

#include <gtest/gtest.h>

#include "scenario/simulate_rows.hpp"
#include "support/lane4.hpp"

namespace iptwsim::test {

/// Returns the patients of the lanes.
inline PatientRows<Lane4> expect_lanes_alone(Mechanism const& mechanism, std::size_t patients = 30) {
  std::array<CohortAddress, 4> const cohorts{CohortAddress{1, 2, 3}, CohortAddress{1, 2, 4}, CohortAddress{9, 0, 3},
                                             CohortAddress{1, 7, 3}};
  PatientRows<Lane4> lanes;
  simulate_rows<Lane4>(mechanism, patients, cohorts, lanes);
  for (std::size_t lane = 0; lane < cohorts.size(); ++lane) {
    PatientRows<double> alone;
    simulate_rows<double>(mechanism, patients, {cohorts[lane]}, alone);
    auto const expect_same = [&](std::vector<Lane4> const& a, std::vector<double> const& b) {
      ASSERT_EQ(a.size(), b.size());
      for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i][lane], b[i]);
    };
    expect_same(lanes.covariates, alone.covariates);
    expect_same(lanes.treated, alone.treated);
    expect_same(lanes.score, alone.score);
    expect_same(lanes.time, alone.time);
    expect_same(lanes.event, alone.event);
    expect_same(lanes.measured, alone.measured);
    expect_same(lanes.missing, alone.missing);
    expect_same(lanes.late_entry, alone.late_entry);
    expect_same(lanes.treatment_start, alone.treatment_start);
  }
  return lanes;
}

} // namespace iptwsim::test
