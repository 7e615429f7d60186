#pragma once
// What a kernel of simulated cohorts is given: plain pointers (kernels/job.hpp says why).

#include "kernels/cohorts.hpp"

namespace iptwsim {

/// The columns of one cohort's patients.
struct PatientPointers {
  double *covariates, *treated, *score, *time, *event, *measured, *missing;
};

/// As many cohorts as lanes at most: patients[c] of cohort c of the range.
struct PatientJob {
  CohortRange const& range;
  PatientPointers const* patients;
};

namespace baseline {
void simulate_patients(PatientJob const& job);
}
namespace avx2 {
void simulate_patients(PatientJob const& job);
}
namespace avx512 {
void simulate_patients(PatientJob const& job);
}

} // namespace iptwsim
