#pragma once
// A study on a cohort as an index space: blocks that can be counted before anything runs, and evaluate(block).
//
// The block size belongs to the plan, never to the machine: results must not depend on who computes them.

#include <memory>
#include <vector>

#include "analysis/analyse.hpp"
#include "analysis/prepared.hpp"
#include "config/study.hpp"
#include "plan/analysis_layout.hpp"
#include "plan/work.hpp"
#include "resample/patients.hpp"

namespace iptwsim {

class Experiment : public Work {
public:
  static constexpr std::uint32_t units_per_block = 64;

  /// The cohort must be that of the study. Fits the propensity model once: replicates start from it.
  Experiment(Study study, Cohort cohort);

  Study const& study() const { return study_; }
  AnalysisLayout const& layout() const { return layout_; }
  PreparedCohort const& prepared() const { return prepared_; }
  std::vector<Block> const& blocks() const override { return blocks_; }

  ColumnSets const& columns() const { return columns_; }
  /// Columns of the cohort's own slab: its estimands and the crude comparison, then diagnostics.
  std::vector<Column> const& full_columns() const { return columns_.full; }
  /// Columns of replicates: the estimands that the config asks for.
  std::vector<Column> const& replicate_columns() const { return columns_.replicate; }
  /// Columns of jackknife and influence units: those of replicates without the whole curve.
  std::vector<Column> const& patient_columns() const { return columns_.patient; }

  double cost(Block const& block) const override;
  Slab evaluate(Block const& block) const override;

private:
  Slab evaluate_full_sample(Block const& block) const;

  Study study_;
  CohortAddress address_;
  AnalysisLayout layout_;
  PreparedCohort prepared_;
  std::shared_ptr<FixedScores const> known_; // scores from a column of the data
  LogisticFit<double> fit_;                  // of the cohort itself
  ScoreSource scores_;                       // of its units
  ColumnSets columns_;
  std::vector<Block> blocks_;
};

} // namespace iptwsim
