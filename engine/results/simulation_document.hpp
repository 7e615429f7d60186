#pragma once
// The result of a simulation as a Document: what was swept and solved, the performance measures, the cohorts where they
// are kept, provenance.

#include "plan/simulation.hpp"
#include "results/assemble.hpp"
#include "results/document.hpp"

namespace iptwsim::results {

/// The earlier stages have been used. Cohorts that are not there are left out, and scenarios without any.
Document assemble_simulation(Simulation const& simulation, SlabSource& cohorts, Identity const& identity,
                             Provenance const& provenance);

} // namespace iptwsim::results
