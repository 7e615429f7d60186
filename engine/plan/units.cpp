#include "plan/units.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "math/dual.hpp"

namespace iptwsim {
namespace {

/// A NaN's sign and payload depend on the processor and the compiler; a result has one NaN.
double canonical(double x) { return std::isnan(x) ? std::numeric_limits<double>::quiet_NaN() : x; }

void evaluate_influence(UnitSource const& source, std::uint64_t first, std::size_t count, UnitValues& out) {
  using math::Dual;
  Analysis<Dual> analysis(source.prepared, source.layout.patient, source.scores);
  std::vector<Dual> const ones(source.prepared.cohort.size(), 1.0);
  std::vector<Dual> frequency = ones;
  ColumnWriter<double> slopes;
  for (std::size_t u = 0; u < count; ++u) {
    frequency[first + u].slope = 1;
    ColumnWriter<Dual> const& run = analysis.run(Copies<Dual>{ones, frequency});
    slopes.values.clear();
    slopes.statuses.clear();
    for (std::size_t c = 0; c < run.values.size(); ++c) {
      bool const finite = std::isfinite(run.values[c].value);
      slopes.put(finite ? run.values[c].slope : std::numeric_limits<double>::quiet_NaN(), run.statuses[c].value);
    }
    store_unit(slopes, u, count, out);
    frequency[first + u].slope = 0;
  }
}

} // namespace

std::shared_ptr<FixedScores const> known_scores(Cohort const& cohort) {
  if (cohort.known_score.empty()) return nullptr;
  FixedScores scores{.score = cohort.known_score, .complement = {}};
  for (double const e : scores.score) scores.complement.push_back(1 - e);
  return std::make_shared<FixedScores const>(std::move(scores));
}

ScoreSource cohort_scores(PreparedCohort const& prepared, std::shared_ptr<FixedScores const> known) {
  return {.start = std::vector<double>(prepared.design.columns(), 0.0), .fixed = std::move(known)};
}

LogisticFit<double> fit_cohort(PreparedCohort const& prepared, AnalysisOptions const& options,
                               std::shared_ptr<FixedScores const> const& known) {
  LogisticFit<double> fit;
  if (known) {
    fit.score = known->score;
    fit.complement = known->complement;
    return fit;
  }
  std::vector<double> const ones(prepared.cohort.size(), 1.0), zeros(prepared.design.columns(), 0.0);
  fit_propensity<double>(prepared, options, ones, zeros, fit);
  return fit;
}

ScoreSource unit_scores(PreparedCohort const& prepared, AnalysisLayout const& layout, LogisticFit<double> const& fit,
                        std::shared_ptr<FixedScores const> known) {
  if (known) return {.start = {}, .fixed = std::move(known)};
  bool const fitted = fit.status == static_cast<double>(Status::ok);
  std::vector<double> start = fitted ? fit.coefficients : std::vector<double>(fit.coefficients.size(), 0.0);
  if (layout.inference.bootstrap && !layout.inference.bootstrap->refit_propensity) {
    FixedScores scores{fit.score, fit.complement, static_cast<Status>(static_cast<int>(fit.status))};
    return {.start = std::move(start), .fixed = std::make_shared<FixedScores const>(std::move(scores))};
  }
  return replicate_scores(prepared, std::move(start));
}

void store_unit(ColumnWriter<double> const& columns, std::size_t unit, std::size_t units, UnitValues& out) {
  out.values.resize(columns.values.size() * units);
  out.statuses.resize(columns.values.size() * units);
  for (std::size_t c = 0; c < columns.values.size(); ++c) {
    out.values[c * units + unit] = canonical(columns.values[c]);
    out.statuses[c * units + unit] = static_cast<std::uint8_t>(columns.statuses[c]);
  }
}

void evaluate_units(UnitSource const& source, BlockKind kind, std::uint64_t first, std::size_t count, UnitValues& out) {
  out.values.clear();
  out.statuses.clear();
  switch (kind) {
  case BlockKind::replicates: {
    UnitRange const range{source.prepared, source.layout.replicate, source.scores, first, count};
    return bootstrap_units(range, source.address, source.layout.inference.bootstrap->resample, out);
  }
  case BlockKind::jackknife:
    return jackknife_units({source.prepared, source.layout.patient, source.scores, first, count}, out);
  case BlockKind::influence:
    return evaluate_influence(source, first, count, out);
  default:
    throw std::logic_error("a block that is not of one cohort's units");
  }
}

} // namespace iptwsim
