#pragma once
// The units of one cohort: bootstrap replicates, the cohort without one patient, derivatives with respect to one
// patient. Each is a function of the cohort, its address and the unit's number alone.

#include <cstdint>
#include <memory>
#include <vector>

#include "analysis/analyse.hpp"
#include "kernels/units.hpp"
#include "plan/analysis_layout.hpp"
#include "plan/slab.hpp"
#include "resample/patients.hpp"

namespace iptwsim {

/// A fitted cohort. Replicates start from its coefficients, unless these mean nothing, or keep its scores.
struct UnitSource {
  PreparedCohort const& prepared;
  AnalysisLayout const& layout;
  CohortAddress address;     ///< of the cohort's draws
  ScoreSource const& scores; ///< of every unit
};

/// Scores that the cohort came with, or none.
std::shared_ptr<FixedScores const> known_scores(Cohort const& cohort);

/// Where the score of the cohort itself comes from.
ScoreSource cohort_scores(PreparedCohort const& prepared, std::shared_ptr<FixedScores const> known);

/// The propensity model of the cohort itself, or the known scores without coefficients.
LogisticFit<double> fit_cohort(PreparedCohort const& prepared, AnalysisOptions const& options,
                               std::shared_ptr<FixedScores const> const& known);

/// Where the scores of its units come from; fit: the cohort's own.
ScoreSource unit_scores(PreparedCohort const& prepared, AnalysisLayout const& layout, LogisticFit<double> const& fit,
                        std::shared_ptr<FixedScores const> known);

/// Units first .. first + count - 1 of replicates, jackknife or influence (plan/slab.hpp). Reuses the memory of `out`.
void evaluate_units(UnitSource const& source, BlockKind kind, std::uint64_t first, std::size_t count, UnitValues& out);

/// Puts one unit's columns where UnitValues keeps them; their number fixes its size.
void store_unit(ColumnWriter<double> const& columns, std::size_t unit, std::size_t units, UnitValues& out);

} // namespace iptwsim
