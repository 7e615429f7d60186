#pragma once
// Simulated cohorts on lanes: included once an instruction set, by cohort_kernel_<isa>.cpp alone.

#include "analysis/diagnose.hpp"
#include "inference/own_rows.hpp"
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

/// Draws the cohorts of a range.
class CohortDraws {
public:
  explicit CohortDraws(CohortRange const& range) : range_(range), draws_(range.source, from(0)) {}

  /// Up to a register of them, the `at`-th first; fills up with that one. Returns how many there are.
  std::size_t draw(std::size_t at, PatientRows<Lanes>& rows) {
    draws_.draw(range_.patients, from(at), rows);
    return used(at);
  }

private:
  std::size_t used(std::size_t at) const {
    std::size_t const left = range_.count - at;
    return left < lane_count ? left : lane_count;
  }

  CohortLanes<Lanes> from(std::size_t at) const {
    CohortLanes<Lanes> cohorts;
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
      cohorts[lane] = {range_.first.seed, range_.first.group, range_.first.cohort + at + (lane < used(at) ? lane : 0)};
    }
    return cohorts;
  }

  CohortRange const& range_;
  SourceDraws<Lanes> draws_;
};

void simulate_patients(PatientJob const& job) {
  PatientRows<Lanes> rows;
  CohortDraws draws(job.range);
  for (std::size_t at = 0; at < job.range.count; at += lane_count) {
    std::size_t const used = draws.draw(at, rows);
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
  CohortDraws draws;
  PatientRows<Lanes> rows;
  std::vector<Lanes> model;
  LaneCohort<Lanes> cohort;
  Lanes not_finite{0.0}; ///< NaN in lanes with a covariate out of range
  std::size_t used = 0;

  explicit CohortBatch(CohortRange const& range) : draws(range) {}

  void load(CohortJob const& job, std::size_t at) {
    CohortRange const& range = job.range;
    std::vector<ModelColumn> const& columns = job.analysis.model;
    used = draws.draw(at, rows);
    range.source.show_as_seen(rows);
    not_finite = fill_model_columns(columns, range.patients, rows.covariates, model);
    cohort.assign({.patients = range.patients,
                   .covariates = columns.size(),
                   .endpoints = range.source.endpoints(),
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
    constexpr double least = 1e-30; // else squares of weights could overflow: estimators/lane_cox.hpp
    Lanes const regular = select((smallest > Lanes(least)) & (not_finite == Lanes(0.0)), Lanes(1.0), Lanes(0.0));
    for (std::size_t lane = 0; lane < used; ++lane) {
      irregular[lane] = get_lane(regular, static_cast<int>(lane)) == 0 || cohort.is_irregular(lane) ? 1 : 0;
    }
  }
};

/// Puts rows of cohorts at, at + 1, ..., one row after the other.
struct RowStore {
  CohortRows to;
  std::size_t used;

  RowStore(CohortRows const& rows, std::size_t at, std::size_t used_)
      : to{rows.values + at, rows.statuses + at, rows.stride}, used(used_) {}

  void put(std::size_t, Statistic, Method, detail::OwnValue<Lanes> const& row, double) {
    Lanes const value = with_one_nan(row.value);
    std::int32_t codes[lane_count];
    whole_parts(row.status, codes);
    std::memcpy(to.values, &value, used * sizeof(double));
    for (std::size_t lane = 0; lane < used; ++lane) to.statuses[lane] = static_cast<std::uint8_t>(codes[lane]);
    to.values += to.stride;
    to.statuses += to.stride;
  }
};

/// The rows that follow from the columns.
inline void store_rows(CohortJob const& job, std::size_t at, std::size_t used, ColumnWriter<Lanes> const& out) {
  IPTWSIM_EXPECTS(out.values.size() == job.table.full.size());
  RowStore store(job.rows, at, used);
  auto const own = [&out](std::size_t column) {
    return detail::OwnValue<Lanes>{with_one_nan(out.values[column]), out.statuses[column]};
  };
  detail::OwnRows<Lanes, decltype(own), RowStore>(job.table, own, store).put_columns();
}

void analyse_patients(CohortJob const& job) {
  AnalysisOptions const& options = job.analysis.options;
  std::size_t const n = job.range.patients;
  std::vector<Lanes> const ones(n, Lanes(1.0)), zeros(job.analysis.model.size() + 1, Lanes(0.0));
  std::span<Lanes const> const once(ones);
  CohortBatch batch(job.range);
  batch.load(job, 0);
  Analysis<Lanes, LaneCohort<Lanes>> analysis(batch.cohort, options, job.start);
  LogisticFit<Lanes> only_for_diagnostics;
  DiagnosticsRoom<Lanes> diagnostics;
  ColumnWriter<Lanes> out;
  for (std::size_t at = 0; at < job.range.count; at += lane_count) {
    if (at > 0) batch.load(job, at);
    out = analysis.run(once);
    if (!analysis.fits_propensity()) {
      fit_propensity(batch.cohort, options, once, std::span<Lanes const>(zeros), only_for_diagnostics);
    }
    auto const& fit = analysis.fits_propensity() ? analysis.propensity() : only_for_diagnostics;
    compute_diagnostics(
        batch.cohort, options, fit, ones, out, [](ColumnWriter<Lanes>&) {}, diagnostics);
    store_rows(job, at, batch.used, out);
    batch.find_irregular(fit, job.irregular + at);
  }
}

} // namespace iptwsim::IPTWSIM_ISA
