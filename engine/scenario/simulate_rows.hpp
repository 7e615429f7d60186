#pragma once
// The row loop of a simulated cohort, a template on the number type: one lane is one cohort.
//
// Patient i of a cohort reads, each by its address (random/address.hpp) with subject i,
//
//   covariate j      w_j = Phi^-1(u), purpose covariate_purpose(j)
//   treatment        treated where u < e(x), purpose treatment
//   component c      w_c = Phi^-1(u), purpose component_time_purpose(c); event_time_purpose(k) of endpoint k's own time
//   entry, drop-out  u of each, purposes entry_time and censoring_time; one censoring time for all endpoints
//   measurement      of covariate j: Phi^-1(u) of its error and of its place within a step, purpose measurement_error,
//                    attempts 2 j and 2 j + 1
//   drop-out of a patient with terms of its own: the same u, at exp(terms) times the rate
//   late entry       u, purpose late_entry; start of treatment: u, purpose treatment_start (scenario/observation.hpp)
//   missing values   of covariate j: missing where u < its probability, purpose missing_value, attempt j
//
// so no draw depends on what the analysis asks for, and a cohort of n begins with any smaller one. With fixed arm sizes
// the cohort is an independent one given its arm totals: slot i is treated if floor((i + 1) n1 / n) > floor(i n1 / n),
// and its covariates and treatment are drawn again, attempt after attempt, until the treatment is the slot's; then the
// covariates come from f(x | A). What follows the treatment has attempt 0 alone.

#include "core/error.hpp"
#include "scenario/patient_generator.hpp"

namespace iptwsim {

/// Some patients in step.
template <class V> using SomePatients = math::Packed<math::interleave_of<V>(), V>;

/// The n patients of the generator's cohorts.
template <class V>
void simulate_rows(Mechanism const& mechanism, std::size_t n, PatientGenerator<SomePatients<V>>& generator,
                   PatientRows<V>& rows) {
  IPTWSIM_EXPECTS(n <= stream_limits::subject + 1);
  IPTWSIM_EXPECTS(!mechanism.arm_sizes() ||
                  static_cast<std::uint64_t>(mechanism.arm_sizes()->control + mechanism.arm_sizes()->treated) == n);
  rows.resize(mechanism, n);
  generator.draw(rows);
}

template <class V>
void simulate_rows(Mechanism const& mechanism, std::size_t n, CohortLanes<V> const& cohorts, PatientRows<V>& rows) {
  PatientGenerator<SomePatients<V>> generator(mechanism, cohorts);
  simulate_rows<V>(mechanism, n, generator, rows);
}

} // namespace iptwsim
