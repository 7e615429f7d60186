#include "kernels/cohorts.hpp"

#include "kernels/cohort_job.hpp"

namespace iptwsim {
namespace {

void run(PatientJob const& job, Isa isa) {
#if defined(IPTWSIM_HAS_avx512)
  if (isa == Isa::avx512) return avx512::simulate_patients(job);
#endif
#if defined(IPTWSIM_HAS_avx2)
  if (isa == Isa::avx2) return avx2::simulate_patients(job);
#endif
  baseline::simulate_patients(job);
}

} // namespace

void simulate_cohorts(CohortRange const& range, std::vector<PatientRows<double>>& out, Isa isa) {
  out.resize(range.count);
  if (range.count == 1) return simulate_rows<double>(range.mechanism, range.patients, {range.first}, out[0]);
  std::vector<PatientPointers> pointers;
  for (PatientRows<double>& rows : out) {
    rows.resize(range.mechanism, range.patients);
    pointers.push_back({rows.covariates.data(), rows.treated.data(), rows.score.data(), rows.time.data(),
                        rows.event.data(), rows.measured.data(), rows.missing.data()});
  }
  run({range, pointers.data()}, isa);
}

} // namespace iptwsim
