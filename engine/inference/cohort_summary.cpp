#include "inference/cohort_summary.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "inference/summary_evaluation.hpp"

namespace iptwsim {
namespace {

/// Lists the keys of the rows that an evaluation gives.
struct KeyList {
  ColumnSets const& columns;
  std::vector<RowKey>& keys;
  std::vector<CountKey>& counted;

  void put(std::size_t column, Statistic statistic, Method method, detail::SummaryValue const&, double level) {
    RowKey key{columns.full[column], level};
    key.column.statistic = statistic;
    key.column.method = method;
    keys.push_back(std::move(key));
  }
  void put_counts(std::size_t column, std::span<UnitBlock const>) {
    CountKey key{columns.replicate[column], keys.size()};
    key.column.statistic = Statistic::count;
    key.column.method = Method::none;
    counted.push_back(std::move(key));
  }
};

/// Writes values where the caller wants them.
struct RowWriter {
  SummaryRows const& rows;
  std::size_t next = 0, next_count = 0;

  void put(std::size_t, Statistic, Method, detail::SummaryValue const& value, double) {
    rows.values[next] = value.value;
    rows.statuses[next++] = static_cast<std::uint8_t>(value.status);
  }
  void put_counts(std::size_t column, std::span<UnitBlock const> blocks) {
    auto const counts = rows.counts.subspan(status_names.size() * next_count++, status_names.size());
    std::fill(counts.begin(), counts.end(), 0U);
    for (UnitBlock const& block : blocks) {
      for (std::uint8_t const status : block.statuses.subspan(column * block.units, block.units)) ++counts[status];
    }
  }
};

} // namespace

CohortSummary::CohortSummary(InferenceOptions options, ColumnSets const& columns)
    : table_(std::move(options), columns) {
  std::vector<double> const nothing(columns.full.size(), std::numeric_limits<double>::quiet_NaN());
  std::vector<std::uint8_t> const statuses(columns.full.size());
  std::vector<std::uint8_t> const nobody;
  CohortNumbers const numbers{.values = nothing, .statuses = statuses, .treated = nobody};
  SummaryWorkspace workspace;
  KeyList list{columns, keys_, counted_};
  detail::SummaryEvaluation(table_, numbers, workspace, list).run();
}

void CohortSummary::evaluate(CohortNumbers const& numbers, SummaryRows const& rows, SummaryWorkspace& workspace) const {
  IPTWSIM_EXPECTS(numbers.values.size() == table_.full.size() && numbers.statuses.size() == table_.full.size());
  IPTWSIM_EXPECTS(rows.values.size() == keys_.size() && rows.statuses.size() == keys_.size());
  IPTWSIM_EXPECTS(rows.counts.size() == counted_.size() * status_names.size());
  RowWriter writer{rows};
  detail::SummaryEvaluation(table_, numbers, workspace, writer).run();
}

} // namespace iptwsim
