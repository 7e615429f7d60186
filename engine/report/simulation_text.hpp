#pragma once
// A simulation as tables for people: what each test finds, how good each estimate is, what gave no value. Every figure
// has its Monte Carlo standard error in brackets. The file (show --format csv) holds more: every interval and level.

#include <string>

#include "results/document.hpp"

namespace iptwsim::report {

/// Whether a result is one of simulated cohorts.
bool is_simulation(results::Document const& document);

std::string simulation_report(results::Document const& document);

} // namespace iptwsim::report
