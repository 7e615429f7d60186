#pragma once
// One simulated cohort as if it had been read from a file: the study that analyses it to the same bits.

#include <string>

#include "config/scenarios.hpp"
#include "scenario/simulate.hpp"

namespace iptwsim {

/// The study of a scenario with the cohort in `csv` (scenario/simulate.hpp says its columns) and its draws' address.
Study study_of_cohort(Scenario const& scenario, SimulatedPatients const& patients, std::string const& csv,
                      std::uint64_t cohort);

} // namespace iptwsim
