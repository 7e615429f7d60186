#pragma once
// The tables of a simulation. In brackets: Monte Carlo standard errors. A number that is not there is `-`.

#include <string>

#include "report/simulation_view.hpp"

namespace iptwsim::report {

/// Patients, events and effective patients of a cohort by arm, averaged (simulation_averages.cpp).
std::string averages_table(SimulationView const& view);

/// How often each test rejects; `*` where the truth is what is tested, so that the share is the type I error.
std::string power_table(SimulationView const& view, std::string const& endpoint, std::string const& estimand);

/// Truth, bias, standard errors and coverage of one quantity.
std::string estimate_table(SimulationView const& view, std::string const& endpoint, std::string const& estimand,
                           Compared const& what);

/// What components were solved for, if any (simulation_meanings.cpp).
std::string solved_table(SimulationView const& view);
/// What times given by the covariates were solved for, if any (simulation_effects.cpp).
std::string solved_effects_table(SimulationView const& view);

/// Of an endpoint that other causes censor, three true survivals and which of them bias refers to; else nothing
/// (simulation_meanings.cpp).
std::string meanings_table(SimulationView const& view, std::string const& endpoint, std::string const& estimand);

} // namespace iptwsim::report
