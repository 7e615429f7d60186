#pragma once
// Simulated cohorts on lanes: included once an instruction set, by cohort_kernel_<isa>.cpp alone.

#include "analysis/diagnose.hpp"
#include "kernels/cohort_job.hpp"
#include "kernels/store.hpp"

namespace iptwsim {

template <> struct WordsOf<IPTWSIM_ISA::Lanes> {
  using type = IPTWSIM_ISA::LaneWords;
  static type of(std::uint64_t const* words) {
    IPTWSIM_ISA::Bits bits{};
    for (int lane = 0; lane < IPTWSIM_ISA::lane_count; ++lane) bits[lane] = words[lane];
    return bits;
  }
};

} // namespace iptwsim

namespace iptwsim::IPTWSIM_ISA {

/// Lane `lane` of n numbers.
inline void take_lane(std::vector<Lanes> const& from, int lane, double* to) {
  double const* const numbers = reinterpret_cast<double const*>(from.data()) + lane;
  for (std::size_t i = 0; i < from.size(); ++i) to[i] = numbers[i * lane_count];
}

/// Draws up to a register of cohorts, the `at`-th first; fills up with that one. Returns how many there are.
inline std::size_t draw_cohorts(CohortRange const& range, std::size_t at, PatientRows<Lanes>& rows) {
  std::size_t const left = range.count - at, used = left < lane_count ? left : lane_count;
  CohortLanes<Lanes> cohorts;
  for (std::size_t lane = 0; lane < lane_count; ++lane) {
    cohorts[lane] = {range.first.seed, range.first.group, range.first.cohort + at + (lane < used ? lane : 0)};
  }
  simulate_rows(range.mechanism, range.patients, cohorts, rows);
  return used;
}

void simulate_patients(PatientJob const& job) {
  PatientRows<Lanes> rows;
  for (std::size_t at = 0; at < job.range.count; at += lane_count) {
    std::size_t const used = draw_cohorts(job.range, at, rows);
    for (std::size_t lane = 0; lane < used; ++lane) {
      PatientPointers const& to = job.patients[at + lane];
      int const from = static_cast<int>(lane);
      take_lane(rows.covariates, from, to.covariates);
      take_lane(rows.treated, from, to.treated);
      take_lane(rows.score, from, to.score);
      take_lane(rows.time, from, to.time);
      take_lane(rows.event, from, to.event);
      take_lane(rows.measured, from, to.measured);
      take_lane(rows.missing, from, to.missing);
      take_lane(rows.late_entry, from, to.late_entry);
      take_lane(rows.treatment_start, from, to.treatment_start);
    }
  }
}

/// A register of cohorts, drawn and ready to be analysed.
struct CohortBatch {
  PatientRows<Lanes> rows;
  std::vector<Lanes> model;
  LaneCohort<Lanes> cohort;
  Lanes not_finite{0.0}; ///< NaN in lanes with a covariate out of range
  std::size_t used = 0;

  void load(CohortJob const& job, std::size_t at) {
    CohortRange const& range = job.range;
    std::vector<ModelColumn> const& columns = job.analysis.model;
    used = draw_cohorts(range, at, rows);
    not_finite = fill_model_columns(columns, range.patients, rows.covariates, model);
    cohort.assign({.patients = range.patients,
                   .covariates = columns.size(),
                   .endpoints = range.mechanism.endpoints(),
                   .treated = rows.treated.data(),
                   .covariate = model.data(),
                   .time = rows.time.data(),
                   .event = rows.event.data()},
                  job.analysis.options.estimators);
  }

  /// 1 in the lanes whose cohorts must be analysed alone.
  void find_irregular(LogisticFit<Lanes> const& fit, std::uint8_t* irregular) const {
    Lanes smallest(1.0);
    for (std::size_t i = 0; i < fit.score.size(); ++i) {
      smallest = minimum(smallest, minimum(fit.score[i], fit.complement[i]));
    }
    Lanes const regular = select((smallest > Lanes(0.0)) & (not_finite == Lanes(0.0)), Lanes(1.0), Lanes(0.0));
    for (std::size_t lane = 0; lane < used; ++lane) {
      irregular[lane] = get_lane(regular, static_cast<int>(lane)) == 0 || cohort.is_irregular(lane) ? 1 : 0;
    }
  }
};

void analyse_patients(CohortJob& job) {
  AnalysisOptions const& options = job.analysis.options;
  std::size_t const n = job.range.patients;
  std::vector<Lanes> const ones(n, Lanes(1.0)), zeros(job.analysis.model.size() + 1, Lanes(0.0));
  std::span<Lanes const> const once(ones);
  CohortBatch batch;
  batch.load(job, 0);
  Analysis<Lanes, LaneCohort<Lanes>> analysis(batch.cohort, options, job.start);
  LogisticFit<Lanes> only_for_diagnostics;
  ColumnWriter<Lanes> out;
  for (std::size_t at = 0; at < job.range.count; at += lane_count) {
    if (at > 0) batch.load(job, at);
    out = analysis.run(once);
    if (!analysis.fits_propensity()) {
      fit_propensity(batch.cohort, options.model, once, std::span<Lanes const>(zeros), only_for_diagnostics);
    }
    auto const& fit = analysis.fits_propensity() ? analysis.propensity() : only_for_diagnostics;
    compute_diagnostics(batch.cohort, options, fit, ones, out, [](ColumnWriter<Lanes>&) {});
    if (at == 0) job.make_room(job, out.values.size());
    store({job.values, job.statuses, job.range.count}, at, batch.used, out);
    batch.find_irregular(fit, job.irregular + at);
  }
}

} // namespace iptwsim::IPTWSIM_ISA
