#pragma once
// A tidy row: one number with its key, its Status and, for limits, its level. The summary makes rows, the result file
// stores them as labelled arrays (results/arrange.hpp), tables are printed from them.

#include <limits>
#include <string>
#include <vector>

#include "analysis/column.hpp"
#include "core/status.hpp"

namespace iptwsim::results {

struct Row {
  Column column;
  double value = std::numeric_limits<double>::quiet_NaN();
  Status status = Status::ok; ///< for a count: the status that is counted
  double level = std::numeric_limits<double>::quiet_NaN();
};

} // namespace iptwsim::results
