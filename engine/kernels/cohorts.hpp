#pragma once
// Simulated cohorts, one a lane. Every cohort gets the patients that it would get alone, from every instruction set.

#include <cstdint>
#include <vector>

#include "kernels/isa.hpp"
#include "scenario/simulate_rows.hpp"

namespace iptwsim {

/// Cohorts first.cohort .. first.cohort + count - 1 of a mechanism, n patients each.
struct CohortRange {
  Mechanism const& mechanism;
  std::size_t patients = 0;
  CohortAddress first = {};
  std::size_t count = 0;
};

/// Their patients, by cohort. Reuses the memory of `out`.
void simulate_cohorts(CohortRange const& range, std::vector<PatientRows<double>>& out, Isa isa = chosen_isa());

} // namespace iptwsim
