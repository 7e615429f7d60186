#pragma once
// The answer of one cohort: its estimates with their standard errors, tests and limits, from the cohort's own numbers,
// the replicates, the cohorts without one patient and the influence values.
//
//   std_error  naive, robust (Cox), bootstrap (SD of the replicates), jackknife, stacked
//   z = (estimate - null) / std_error and its p by the alternative, for every standard error
//   p by inversion of each kind of bootstrap interval (inference/bootstrap_test.hpp)
//   limits  wald_robust, wald_stacked, wald_jackknife; the bootstrap intervals that the options ask for
//   counts  replicates by status, for every bootstrapped estimate and for the aliased columns of the propensity model
// The whole curve has percentile limits at the times of its grid and nothing else.
//
// Which rows there are, and their order, follows from options and columns alone: a thousand simulated cohorts are a
// thousand vectors of one length. Rows come in the order of: the cohort's columns, each with what it brings along; then
// jackknife and stacked standard errors; then what the replicates give.
// Edge cases: an estimate without a value has no Wald values: NaN with the estimate's status.

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "analysis/column.hpp"
#include "core/status.hpp"
#include "inference/intervals.hpp"
#include "inference/options.hpp"
#include "inference/summary_table.hpp"

namespace iptwsim {

/// The key of a row; level for limits, NaN for everything else.
struct RowKey {
  Column column;
  double level = std::numeric_limits<double>::quiet_NaN();
};

/// Replicates whose statuses are counted.
struct CountKey {
  Column column;           ///< statistic count, method none
  std::size_t rows_before; ///< so many rows of keys() come before it in a table
};

/// Some units of every column: column c of unit u is values[c * units + u], and its Status code.
struct UnitBlock {
  std::span<double const> values;
  std::span<std::uint8_t const> statuses;
  std::size_t units = 0;
};

/// What is known of a cohort. Blocks in the order of their units.
struct CohortNumbers {
  std::span<double const> values; ///< one a column of ColumnSets::full
  std::span<std::uint8_t const> statuses;
  std::span<UnitBlock const> replicates = {};                ///< columns of ColumnSets::replicate
  std::span<UnitBlock const> jackknife = {}, influence = {}; ///< columns of ColumnSets::patient; n units, or none
  std::vector<std::uint8_t> const& treated;                  ///< n arms 0/1
};

/// Where the rows go: as many values and statuses as keys(); counts[k * status_names.size() + s] replicates of
/// counted()[k] with status s.
struct SummaryRows {
  std::span<double> values;
  std::span<std::uint8_t> statuses;
  std::span<std::uint32_t> counts;
};

/// Memory that one cohort leaves to the next.
struct SummaryWorkspace {
  std::vector<double> units;
  ReplicateSample sample{{}};
};

class CohortSummary {
public:
  CohortSummary(InferenceOptions options, ColumnSets const& columns);

  std::vector<RowKey> const& keys() const { return keys_; }
  std::vector<CountKey> const& counted() const { return counted_; }

  /// What the rows are made from.
  SummaryTable const& table() const { return table_; }

  void evaluate(CohortNumbers const& numbers, SummaryRows const& rows, SummaryWorkspace& workspace) const;

private:
  SummaryTable table_;
  std::vector<RowKey> keys_;
  std::vector<CountKey> counted_;
};

} // namespace iptwsim
