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

/// Columns, or with a table rows.
struct CohortJob {
  CohortRange const& range;
  CohortAnalysis const& analysis;
  ScoreSource const& start;
  std::uint8_t* irregular;                                ///< one a cohort
  void (*make_room)(CohortJob& job, std::size_t columns); ///< sets values and statuses, once; null with a table
  CohortValues* context;                                  ///< of make_room
  SummaryTable const* table = nullptr;
  CohortRows rows = {}; ///< with a table
  double* values = nullptr;
  std::uint8_t* statuses = nullptr;
};

namespace baseline {
void simulate_patients(PatientJob const& job);
void analyse_patients(CohortJob& job);
} // namespace baseline
namespace avx2 {
void simulate_patients(PatientJob const& job);
void analyse_patients(CohortJob& job);
} // namespace avx2
namespace avx512 {
void simulate_patients(PatientJob const& job);
void analyse_patients(CohortJob& job);
} // namespace avx512

} // namespace iptwsim
