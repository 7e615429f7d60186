#pragma once
// What the rows of a cohort's answer are made from, resolved to positions once, so that no cohort needs a name.

#include <cstddef>
#include <vector>

#include "analysis/column.hpp"
#include "inference/bootstrap_test.hpp"
#include "inference/options.hpp"

namespace iptwsim {

/// Columns of the cohort's own numbers, of its replicates, and of what is found once a patient (jackknife, influence).
struct ColumnSets {
  std::vector<Column> full, replicate, patient;
};

/// A column of the cohort's own numbers.
struct SummarisedColumn {
  Quantity quantity;
  Statistic statistic;
  Method method;
  NullHypothesis null;
  std::size_t estimate; ///< the column of its estimate; itself, where it is one or has none
};

/// An estimate, with where its units stand.
struct SummarisedEstimate {
  std::size_t full;    ///< its column in the cohort
  std::size_t unit;    ///< among the columns of replicates or of patients
  std::size_t patient; ///< among the columns of patients
};

struct SummaryTable {
  InferenceOptions options;
  bool jackknife = false, stacked = false, bca = false; ///< what the options ask for
  std::vector<double> quantile = {};                    ///< of each level, Phi^-1((1 + level) / 2)
  std::vector<SummarisedColumn> full;
  std::vector<SummarisedEstimate> patient, replicate; ///< without tests, aliased columns and diagnostics
  std::vector<std::size_t> aliased;                   ///< columns of replicates that count aliased columns

  /// Every estimate of replicates and patients must be one of the cohort's.
  SummaryTable(InferenceOptions options_, ColumnSets const& columns);
};

} // namespace iptwsim
