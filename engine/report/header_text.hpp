#pragma once
// The head of the report: what was compared, on whom, with which weights, and what is wrong with the propensity model.

#include <span>
#include <string>

#include "results/arrange.hpp"

namespace iptwsim::report {

std::string header_text(results::Document const& document, std::span<results::TextRow const> rows);

/// Whether the config names competing events for an endpoint.
bool has_competing_events(results::Document const& document, std::string const& endpoint);

} // namespace iptwsim::report
