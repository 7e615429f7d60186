#include "inference/summary_table.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "inference/hypothesis.hpp"
#include "math/normal.hpp"

namespace iptwsim {
namespace {

struct ColumnOrder {
  static auto parts(Column const& c) {
    return std::tie(c.endpoint, c.estimand, c.arm, c.time, c.quantity, c.statistic, c.method);
  }
  bool operator()(Column const& a, Column const& b) const { return parts(a) < parts(b); }
};
using Positions = std::map<Column, std::size_t, ColumnOrder>;

Positions positions_of(std::vector<Column> const& columns) {
  Positions positions;
  for (std::size_t c = 0; c < columns.size(); ++c) positions.emplace(columns[c], c); // the first of equal ones
  return positions;
}

template <class T> bool contains(std::vector<T> const& all, T wanted) {
  return std::find(all.begin(), all.end(), wanted) != all.end();
}

bool is_estimate(Column const& column) {
  return column.statistic == Statistic::estimate && column.quantity != Quantity::log_rank && !column.estimand.empty();
}

} // namespace

SummaryTable::SummaryTable(InferenceOptions options_, ColumnSets const& columns)
    : options(std::move(options_)), jackknife(contains(options.variance, VarianceMethod::jackknife)),
      stacked(contains(options.variance, VarianceMethod::stacked)),
      bca(options.bootstrap && contains(options.bootstrap->intervals, IntervalMethod::bca)) {
  for (double const level : options.level) quantile.push_back(math::normal_quantile((1 + level) / 2));
  Positions const own = positions_of(columns.full), of_patients = positions_of(columns.patient);
  for (std::size_t c = 0; c < columns.full.size(); ++c) {
    Column column = columns.full[c];
    SummarisedColumn entry{column.quantity, column.statistic, column.method,
                           null_hypothesis(column.quantity, options.alternative, options.null), c};
    if (column.statistic == Statistic::std_error && is_comparison(column.quantity)) {
      column.statistic = Statistic::estimate;
      column.method = Method::none;
      entry.estimate = own.at(column);
    }
    full.push_back(entry);
  }
  for (std::size_t c = 0; c < columns.patient.size(); ++c) {
    Column const& column = columns.patient[c];
    if (is_estimate(column)) patient.push_back({own.at(column), c, c});
  }
  if (!options.bootstrap) return;
  for (std::size_t c = 0; c < columns.replicate.size(); ++c) {
    Column const& column = columns.replicate[c];
    if (column.quantity == Quantity::propensity_aliased) aliased.push_back(c);
    if (!is_estimate(column)) continue;
    bool const curve = column.quantity == Quantity::survival_curve; // has no units a patient
    replicate.push_back({own.at(column), c, bca && !curve ? of_patients.at(column) : 0});
  }
}

} // namespace iptwsim
