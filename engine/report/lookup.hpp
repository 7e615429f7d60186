#pragma once
// Finding numbers in a result by what they are.

#include <span>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "results/arrange.hpp"

namespace iptwsim::report {

/// The resolved config that the file holds.
nlohmann::json config_of(results::Document const& document);

/// What to find; an empty text matches a row without that key only.
struct Wanted {
  std::string endpoint = {}, estimand = {}, quantity = {}, arm = {}, statistic = "estimate", method = {};
  double time = std::numeric_limits<double>::quiet_NaN();  ///< NaN: any
  double level = std::numeric_limits<double>::quiet_NaN(); ///< NaN: any
};

bool matches(results::TextRow const& row, Wanted const& wanted);

/// The first row that matches, or nullptr.
results::TextRow const* find(std::span<results::TextRow const> rows, Wanted const& wanted);

/// The value of that row; NaN without one.
double value(std::span<results::TextRow const> rows, Wanted const& wanted);

/// Distinct values of a key among the rows of a quantity ("" for all), in order of appearance.
std::vector<std::string> distinct(std::span<results::TextRow const> rows, std::string results::TextRow::*key,
                                  std::string const& quantity = {});
std::vector<double> distinct_times(std::span<results::TextRow const> rows, std::string const& quantity);

} // namespace iptwsim::report
