#pragma once
// What a kernel of simulated cohorts is given: plain pointers (kernels/job.hpp says why).

#include "analysis/analyse.hpp"
#include "kernels/cohorts.hpp"

namespace iptwsim {

/// The columns of one cohort's patients.
struct PatientPointers {
  double *covariates, *treated, *score, *time, *event, *measured, *missing, *late_entry, *treatment_start;
};

/// patients[c]: of cohort c of the range.
struct PatientJob {
  CohortRange const& range;
  PatientPointers const* patients;
};

struct CohortJob {
  CohortRange const& range;
  CohortAnalysis const& analysis;
  ScoreSource const& start;
  SummaryTable const& table;
  CohortRows rows;
  std::uint8_t* irregular; ///< one a cohort
};

namespace baseline {
void simulate_patients(PatientJob const& job);
void analyse_patients(CohortJob const& job);
} // namespace baseline
namespace avx2 {
void simulate_patients(PatientJob const& job);
void analyse_patients(CohortJob const& job);
} // namespace avx2
namespace avx512 {
void simulate_patients(PatientJob const& job);
void analyse_patients(CohortJob const& job);
} // namespace avx512

} // namespace iptwsim
