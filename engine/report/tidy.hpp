#pragma once
// A result as tidy rows for programs: CSV or JSON, 17 significant digits, nothing lost.

#include <functional>
#include <string_view>

#include "results/document.hpp"

namespace iptwsim::report {

/// Takes a text piece by piece: of many scenarios it has hundreds of megabytes.
using Write = std::function<void(std::string_view)>;

/// scenario,endpoint,estimand,quantity,arm,time,statistic,method,value,mcse,status,level; NaN, Inf, -Inf.
void write_csv(results::Document const& document, Write const& write);

/// The same records; NaN and an absent time or level are null, infinities "Infinity" and "-Infinity".
void write_json(results::Document const& document, Write const& write);

} // namespace iptwsim::report
