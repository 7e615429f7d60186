#include "kernels/cohorts.hpp"

#include "core/error.hpp"
#include "kernels/cohort_job.hpp"

namespace iptwsim {
namespace {

void run(PatientJob const& job, [[maybe_unused]] Isa isa) {
#if defined(IPTWSIM_HAS_avx512)
  if (isa == Isa::avx512) return avx512::simulate_patients(job);
#endif
#if defined(IPTWSIM_HAS_avx2)
  if (isa == Isa::avx2) return avx2::simulate_patients(job);
#endif
  baseline::simulate_patients(job);
}

void run(CohortJob const& job, [[maybe_unused]] Isa isa) {
#if defined(IPTWSIM_HAS_avx512)
  if (isa == Isa::avx512) return avx512::analyse_patients(job);
#endif
#if defined(IPTWSIM_HAS_avx2)
  if (isa == Isa::avx2) return avx2::analyse_patients(job);
#endif
  baseline::analyse_patients(job);
}

[[maybe_unused]] bool is_for_lanes(CohortRange const& range, CohortAnalysis const& analysis) {
  return range.count > 0 && analysis.options.curve == CurveColumns::none &&
         analysis.options.diagnostics == DiagnosticColumns::brief;
}

} // namespace

void simulate_cohorts(CohortRange const& range, std::vector<PatientRows<double>>& out, Isa isa) {
  out.resize(range.count);
  if (range.count == 1) return range.source.draw<double>(range.patients, {range.first}, out[0]);
  std::vector<PatientPointers> pointers;
  for (PatientRows<double>& rows : out) {
    range.source.resize(rows, range.patients);
    pointers.push_back({rows.covariates.data(), rows.treated.data(), rows.score.data(), rows.time.data(),
                        rows.event.data(), rows.measured.data(), rows.missing.data(), rows.late_entry.data(),
                        rows.treatment_start.data()});
  }
  run({range, pointers.data()}, isa);
}

void summarise_cohorts(CohortRange const& range, CohortAnalysis const& analysis, SummaryTable const& table,
                       CohortRows const& rows, std::vector<std::uint8_t>& irregular, Isa isa) {
  IPTWSIM_EXPECTS(is_for_lanes(range, analysis) && range.count <= rows.stride);
  IPTWSIM_EXPECTS(!table.options.bootstrap && !table.jackknife && !table.stacked);
  irregular.resize(range.count);
  ScoreSource const start{.start = std::vector<double>(analysis.model.size() + 1, 0.0)};
  run({range, analysis, start, table, rows, irregular.data()}, isa);
}

} // namespace iptwsim
