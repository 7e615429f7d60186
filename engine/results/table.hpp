#pragma once
// Numbers of one or many scenarios by key, before they are arranged as labelled arrays.

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "analysis/column.hpp"
#include "core/status.hpp"
#include "results/row.hpp"

namespace iptwsim::results {

/// What a number of a scenario is.
struct CellKey {
  Column column;
  double level = std::numeric_limits<double>::quiet_NaN(); ///< of limits and of power
  Status counted = Status::ok;                             ///< of a count: the status that is counted

  /// A text that two keys share exactly when they are the same.
  std::string text() const;
};

/// The numbers of one scenario: values[k * depth + d] is number d (replicate or cohort) of key k, depth as many as
/// there are. Scenarios that share their keys should share the vector.
struct ScenarioNumbers {
  std::string scenario;
  std::shared_ptr<std::vector<CellKey> const> keys;
  std::vector<double> values;
  std::vector<std::uint8_t> statuses; ///< as values
  std::vector<double> mcse = {};      ///< as values; empty: there is no Monte Carlo error
};

/// Over the union of keys, in order of first appearance; a number that a scenario does not have is NaN with status
/// not_requested.
struct Table {
  std::vector<std::string> scenarios;
  std::vector<CellKey> keys;
  std::size_t depth = 1;
  std::vector<double> values;         ///< [(s * keys + k) * depth + d]
  std::vector<std::uint8_t> statuses; ///< as values
  std::vector<double> mcse;           ///< as values; empty when no scenario has any
};

/// Every scenario with at most `depth` numbers a key. Takes the numbers apart to save memory.
Table unite(std::vector<ScenarioNumbers> scenarios, std::size_t depth = 1);

/// One scenario from rows.
ScenarioNumbers numbers_of(std::string scenario, std::vector<Row> const& rows);

} // namespace iptwsim::results
