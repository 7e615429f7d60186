#pragma once
// In words, where the patients of cohorts come from that are drawn from a real one: cohort.plasmode.

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "report/simulation_facts.hpp"

namespace iptwsim::report {

/// Empty for other cohorts. `facts` knows the sweep.
std::string plasmode_words(nlohmann::json const& config, SimulationFacts const& facts);

} // namespace iptwsim::report
