#pragma once
// From slabs to the rows of the answer: estimates with their standard errors, tests and intervals, from the cohort's
// own slab and the replicates in plan order.
//
//   z = (estimate - null) / std_error, two-sided p; null is 1 for ratios, 0 otherwise; naive, robust, bootstrap
//   wald_robust limits for the log hazard ratio; bootstrap limits for every estimate that is bootstrapped
//   count: replicates by status, one row a status that occurred, for every bootstrapped estimate
// Edge cases: an estimate without a value has no Wald values: NaN with the estimate's status.

#include <span>
#include <vector>

#include "plan/experiment.hpp"
#include "plan/slab.hpp"
#include "results/row.hpp"

namespace iptwsim::results {

std::vector<Row> summarise(Experiment const& experiment, std::span<Slab const> slabs);

} // namespace iptwsim::results
