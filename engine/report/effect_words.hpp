#pragma once
// In words, what a time given by the covariates is solved for: cohort.synthetic.endpoints.NAME.conditional, its
// treatment.marginal and event_fraction.

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "report/simulation_facts.hpp"

namespace iptwsim::report {

/// Of an endpoint that something is solved for. `facts` knows the sweep.
std::string effect_wishes(nlohmann::json const& config, std::string const& endpoint, SimulationFacts const& facts);

} // namespace iptwsim::report
