#pragma once
// A result as tidy rows for programs: CSV or JSON, 17 significant digits, nothing lost.

#include <span>
#include <string>

#include "results/arrange.hpp"

namespace iptwsim::report {

/// scenario,endpoint,estimand,quantity,arm,time,statistic,method,value,mcse,status,level; NaN, Inf, -Inf.
std::string tidy_csv(std::span<results::TextRow const> rows);

/// The same records; NaN and an absent time or level are null, infinities "Infinity" and "-Infinity".
std::string tidy_json(std::span<results::TextRow const> rows);

} // namespace iptwsim::report
