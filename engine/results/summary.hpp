#pragma once
// From slabs to the rows of a real cohort's answer (inference/cohort_summary.hpp), in plan order. Replicates are
// counted by status in one row a status that occurred, after the rows of their estimate.

#include <span>
#include <vector>

#include "plan/experiment.hpp"
#include "plan/slab.hpp"
#include "results/row.hpp"

namespace iptwsim::results {

std::vector<Row> summarise(Experiment const& experiment, std::span<Slab const> slabs);

} // namespace iptwsim::results
