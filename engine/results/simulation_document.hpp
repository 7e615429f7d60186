#pragma once
// The result of a simulation as a Document: what was swept and solved, the performance measures, the cohorts where they
// are kept, provenance.

#include <span>

#include "plan/simulation.hpp"
#include "results/assemble.hpp"
#include "results/document.hpp"

namespace iptwsim::results {

/// `cohorts`: the slabs of that stage, in plan order; the earlier stages have been used.
Document assemble_simulation(Simulation const& simulation, std::span<Slab const> cohorts, Identity const& identity,
                             Provenance const& provenance);

} // namespace iptwsim::results
