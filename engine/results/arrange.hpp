#pragma once
// Rows as labelled dense arrays and back. Each quantity is a group; each statistic an array over the keys that its rows
// use, with a second array `<statistic>_status`; cells without a row are NaN with status not_requested.
//
// Axes, slowest first: scenario, endpoint, estimand, arm | term | covariate, time, status, method, interval, level,
// replicate. Labels come in the order of their first row. Counts of replicates are integers over `status`, 0 by
// default.

#include <span>
#include <string>
#include <vector>

#include "results/document.hpp"
#include "results/row.hpp"

namespace iptwsim::results {

/// "/estimates/<quantity>" groups.
std::vector<Group> arrange_rows(std::string const& scenario, std::span<Row const> rows);

/// One replicated column: all replicates in order.
struct ReplicatedColumn {
  Column column;
  std::vector<double> values;
  std::vector<std::uint8_t> statuses;
};

/// "/replicates/<quantity>" groups; every column has the same number of replicates.
std::vector<Group> arrange_replicates(std::string const& scenario, std::span<ReplicatedColumn const> columns);

/// A row as read back: names instead of enumerators, so that a file of a later version can still be printed.
struct TextRow {
  std::string scenario = {}, endpoint = {}, estimand = {}, quantity = {}, arm = {};
  double time = std::numeric_limits<double>::quiet_NaN(); ///< NaN: the row has none
  std::string statistic = {}, method = {};
  double value = std::numeric_limits<double>::quiet_NaN();
  std::string status = {};
  double level = std::numeric_limits<double>::quiet_NaN(); ///< NaN: the row has none
};

/// Every cell of the "/estimates" groups that was requested, group by group.
std::vector<TextRow> rows_of(Document const& document);

} // namespace iptwsim::results
