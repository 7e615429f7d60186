#pragma once
// A study on a cohort as an index space: blocks that can be counted before anything runs, and evaluate(block).
//
// The block size belongs to the plan, never to the machine: results must not depend on who computes them.

#include <string>
#include <vector>

#include "analysis/column.hpp"
#include "analysis/diagnostics.hpp"
#include "analysis/prepared.hpp"
#include "config/study.hpp"
#include "plan/slab.hpp"
#include "resample/patients.hpp"

namespace iptwsim {

class Experiment {
public:
  static constexpr std::uint32_t replicates_per_block = 64;

  /// The cohort must be that of the study. Fits the propensity model once: replicates start from it.
  Experiment(Study study, Cohort cohort);

  Study const& study() const { return study_; }
  PreparedCohort const& prepared() const { return prepared_; }
  std::vector<Block> const& blocks() const { return blocks_; }

  /// Columns of the cohort's own slab: its estimands and the crude comparison, then diagnostics.
  std::vector<Column> const& full_columns() const { return full_columns_; }
  /// Columns of replicates: the estimands that the config asks for.
  std::vector<Column> const& replicate_columns() const { return replicate_columns_; }

  Slab evaluate(Block const& block) const;

private:
  Slab evaluate_full_sample(Block const& block) const;
  Slab evaluate_replicates(Block const& block) const;

  Study study_;
  PreparedCohort prepared_;
  AnalysisOptions full_options_, replicate_options_;
  LogisticFit<double> fit_; // of the cohort itself
  std::vector<ColumnValue> diagnostics_;
  std::vector<Column> full_columns_, replicate_columns_;
  std::vector<Block> blocks_;
};

} // namespace iptwsim
