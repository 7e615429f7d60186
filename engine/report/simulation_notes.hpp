#pragma once
// What stands below the tables of a simulation: cohorts and bootstrap replicates without an estimate or with one to
// read with care, by reason, and how the tables are to be read.

#include <string>

#include "report/simulation_view.hpp"

namespace iptwsim::report {

std::string cohort_notes(SimulationView const& view);
std::string replicate_notes(SimulationView const& view);
std::string reading_notes(SimulationView const& view);

} // namespace iptwsim::report
