#pragma once
// The performance measures of everything that a cohort's answer holds (inference/cohort_summary.hpp): which sums a
// block of simulated cohorts leaves behind, and the rows that come of them (formulas: inference/performance.hpp).
//
// Per key of the answer: an estimate gives its measures and the count of cohorts by status; a standard error, limits of
// one method and level, and a p-value at each level give theirs. z and the scores of log-rank tests give none: their
// p-values do. replicate_count: bootstrap replicates by status, over all cohorts.
// Quantities that have no true value (balance, weights, coefficients) have no rows that would need one.

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "inference/cohort_summary.hpp"
#include "inference/performance.hpp"

namespace iptwsim {

/// The answers of some cohorts: key k of cohort c is values[k * cohorts + c], with its Status code.
struct CohortTable {
  std::span<double const> values;
  std::span<std::uint8_t const> statuses;
  std::size_t cohorts = 0;
};

struct PerformanceRow {
  Column column; ///< its statistic is the measure
  double level = std::numeric_limits<double>::quiet_NaN();
  Status counted = Status::ok; ///< of a count: the status that is counted
  double value = std::numeric_limits<double>::quiet_NaN();
  double mcse = std::numeric_limits<double>::quiet_NaN();
  Status status = Status::ok;
};

/// True values by key of the answer; nothing where a quantity has no true value.
using Truths = std::vector<std::optional<Truth>>;

class PerformanceTable {
public:
  PerformanceTable(std::vector<RowKey> const& keys, std::vector<CountKey> const& counted, std::vector<double> levels);

  /// How many doubles hold the sums of a block.
  std::size_t size() const { return size_; }

  /// Sums of one block. replicate_counts: [counted x statuses], summed over the block's cohorts.
  std::vector<double> sum(CohortTable const& cohorts, std::span<double const> replicate_counts,
                          Truths const& truths) const;

  /// `sums` becomes its own cohorts followed by those of `later`.
  void merge(std::span<double> sums, std::span<double const> later) const;

  /// `cohorts` are all of them, where they are kept.
  std::vector<PerformanceRow> rows(std::span<double const> sums, Truths const& truths,
                                   std::optional<CohortTable> const& cohorts) const;

private:
  enum class Kind { estimate, standard_error, limits, test };
  struct Item {
    Kind kind;
    std::size_t key;      ///< of the number; of limits: the lower
    std::size_t estimate; ///< key of the estimate that it is about
    double level;
    std::size_t offset; ///< of its sums
  };
  void add_rows(Item const& item, std::span<double const> sums, Truths const& truths,
                std::optional<CohortTable> const& cohorts, std::vector<PerformanceRow>& rows) const;
  template <class Visit> static void visit_sums(Kind kind, Visit visit);

  std::vector<RowKey> keys_;
  std::vector<CountKey> counted_;
  std::vector<Item> items_;
  std::size_t size_ = 0, replicate_offset_ = 0;
};

} // namespace iptwsim
