#pragma once
// Who made a result, where, when and how: everything that may differ between equal results.

#include <string>

#include "results/assemble.hpp"

namespace iptwsim::app {

results::Provenance provenance(std::string const& command_line, int threads);

} // namespace iptwsim::app
