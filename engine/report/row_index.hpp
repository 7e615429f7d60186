#pragma once
// Finding one number among those of many scenarios.

#include <limits>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "results/arrange.hpp"

namespace iptwsim::report {

/// Everything that names a number.
struct Key {
  std::string scenario = {}, endpoint = {}, estimand = {}, quantity = {}, arm = {};
  double time = std::numeric_limits<double>::quiet_NaN(); ///< NaN: the number has none
  std::string statistic = {}, method = {};
  double level = std::numeric_limits<double>::quiet_NaN(); ///< NaN: the number has none
};

/// Over all rows but counts; the rows must outlive it.
class RowIndex {
public:
  explicit RowIndex(std::span<results::TextRow const> rows);

  /// nullptr when there is none.
  results::TextRow const* find(Key const& key) const;

  std::vector<std::string> const& scenarios() const { return scenarios_; }
  /// Endpoints with the estimands that they are compared under, in order of appearance.
  std::vector<std::pair<std::string, std::string>> const& comparisons() const { return comparisons_; }

private:
  std::unordered_map<std::string, results::TextRow const*> rows_;
  std::vector<std::string> scenarios_;
  std::vector<std::pair<std::string, std::string>> comparisons_;
};

} // namespace iptwsim::report
