#pragma once
// A study on a cohort as an index space: blocks that can be counted before anything runs, and evaluate(block).
//
// The block size belongs to the plan, never to the machine: results must not depend on who computes them.

#include <memory>
#include <string>
#include <vector>

#include "analysis/analyse.hpp"
#include "analysis/column.hpp"
#include "analysis/diagnostics.hpp"
#include "analysis/prepared.hpp"
#include "config/study.hpp"
#include "plan/slab.hpp"
#include "resample/patients.hpp"

namespace iptwsim {

class Experiment {
public:
  static constexpr std::uint32_t units_per_block = 64;

  /// The cohort must be that of the study. Fits the propensity model once: replicates start from it.
  Experiment(Study study, Cohort cohort);

  Study const& study() const { return study_; }
  PreparedCohort const& prepared() const { return prepared_; }
  std::vector<Block> const& blocks() const { return blocks_; }

  /// Columns of the cohort's own slab: its estimands and the crude comparison, then diagnostics.
  std::vector<Column> const& full_columns() const { return full_columns_; }
  /// Columns of replicates: the estimands that the config asks for.
  std::vector<Column> const& replicate_columns() const { return replicate_columns_; }
  /// Columns of jackknife and influence units: those of replicates without the whole curve.
  std::vector<Column> const& patient_columns() const { return patient_columns_; }

  Slab evaluate(Block const& block) const;

private:
  ScoreSource replicate_source() const;
  Slab evaluate_full_sample(Block const& block) const;
  Slab evaluate_replicates(Block const& block) const;
  Slab evaluate_jackknife(Block const& block) const;
  Slab evaluate_influence(Block const& block) const;

  Study study_;
  PreparedCohort prepared_;
  AnalysisOptions full_options_, replicate_options_, patient_options_;
  std::shared_ptr<FixedScores const> known_; // scores from a column of the data
  LogisticFit<double> fit_;                  // of the cohort itself
  std::vector<ColumnValue> diagnostics_;
  std::vector<Column> full_columns_, replicate_columns_, patient_columns_;
  std::vector<Block> blocks_;
};

} // namespace iptwsim
