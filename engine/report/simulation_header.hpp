#pragma once
// What stands above the tables of a simulation: title, size, what was solved and how well the truth is known.

#include <string>

#include "results/document.hpp"

namespace iptwsim::report {

std::string simulation_header(results::Document const& document);

} // namespace iptwsim::report
