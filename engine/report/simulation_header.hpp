#pragma once
// What stands above the tables of a simulation: title, size, propensity model and weights.

#include <string>

#include "report/simulation_facts.hpp"

namespace iptwsim::report {

std::string simulation_header(SimulationFacts const& facts);

} // namespace iptwsim::report
