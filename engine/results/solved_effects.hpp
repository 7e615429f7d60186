#pragma once
// What was solved of times that are given by the covariates, as arrays of the group of scenarios: of every endpoint
// that some scenario solves, NaN where a scenario has nothing to solve.

#include <cstdint>
#include <vector>

#include "plan/simulation.hpp"
#include "results/document.hpp"

namespace iptwsim::results {

void add_solved_effects(Simulation const& simulation, std::vector<std::uint32_t> const& scenarios, Group& group);

} // namespace iptwsim::results
