#pragma once
// In words, how patients of a simulation are followed beyond what every one has (cohort.synthetic.late_entry,
// treatment_start, censoring.dropout_log_hazard), and where it breaks the assumptions of its analyses on purpose
// (cohort.synthetic.unmeasured, positivity, reliability and missing, and propensity.omit).

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "report/simulation_facts.hpp"

namespace iptwsim::report {

/// One phrase a key; none without them. `facts` knows the sweep.
std::vector<std::string> follow_up_words(nlohmann::json const& config, SimulationFacts const& facts);

/// One phrase a broken assumption; none where none is. `facts` knows the sweep.
std::vector<std::string> stress_words(nlohmann::json const& config, SimulationFacts const& facts);

} // namespace iptwsim::report
