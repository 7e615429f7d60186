#pragma once
// Rows as labelled dense arrays and back. Each quantity is a group; each statistic an array over the keys that its rows
// use, with a second array `<statistic>_status`; cells without a row are NaN with status not_requested.
//
// Axes, slowest first: scenario, endpoint, estimand, arm | term | covariate, time, status, method, interval, level,
// replicate | cohort. Labels come in the order of their first key. Counts are integers over `status`, 0 by default.

#include <functional>
#include <string>
#include <vector>

#include "results/document.hpp"
#include "results/table.hpp"

namespace iptwsim::results {

/// Where the numbers of a table go.
struct Placement {
  std::string folder;          ///< "/estimates": groups are "/estimates/<quantity>"
  std::string where = {};      ///< ends the definition of each quantity: ", in every bootstrap replicate"
  std::string depth_axis = {}; ///< "replicate" or "cohort": the axis of a table's depth; empty when that is 1
  std::int64_t first = 1;      ///< its first number
  std::string counted = {};    ///< what an array `count` counts; empty: bootstrap replicates
};

/// One group a quantity.
std::vector<Group> arrange(Table const& table, Placement const& placement);

/// A row as read back: names instead of enumerators, so that a file of a later version can still be printed.
struct TextRow {
  std::string scenario = {}, endpoint = {}, estimand = {}, quantity = {}, arm = {};
  double time = std::numeric_limits<double>::quiet_NaN(); ///< NaN: the row has none
  std::string statistic = {}, method = {};
  double value = std::numeric_limits<double>::quiet_NaN();
  double mcse = std::numeric_limits<double>::quiet_NaN(); ///< NaN: the number has no Monte Carlo error
  std::string status = {};
  double level = std::numeric_limits<double>::quiet_NaN(); ///< NaN: the row has none
};

/// Every cell of the "/estimates" and "/performance" groups that was requested, group by group, one after the other: of
/// many scenarios there are millions.
void for_each_row(Document const& document, std::function<void(TextRow const&)> const& visit);

/// The same together, of the first `scenarios` scenarios.
std::vector<TextRow> rows_of(Document const& document, std::size_t scenarios = std::numeric_limits<std::size_t>::max());

} // namespace iptwsim::results
