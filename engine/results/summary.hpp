#pragma once
// From slabs to the rows of the answer: estimates with their standard errors, tests and intervals, from the cohort's
// own slab, the replicates, the cohorts without one patient and the influence values, in plan order.
//
//   std_error  naive, robust (Cox), bootstrap (SD of the replicates), jackknife, stacked
//   z = (estimate - null) / std_error and its p by the config's alternative, for every standard error
//   p by inversion of each kind of bootstrap interval (inference/bootstrap_test.hpp)
//   limits  wald_robust, wald_stacked, wald_jackknife; the bootstrap intervals that the config asks for
//   count  replicates by status, one row a status that occurred, for every bootstrapped estimate
// The whole curve has percentile limits at the times of its grid and nothing else.
// Edge cases: an estimate without a value has no Wald values: NaN with the estimate's status.

#include <span>
#include <vector>

#include "plan/experiment.hpp"
#include "plan/slab.hpp"
#include "results/row.hpp"

namespace iptwsim::results {

std::vector<Row> summarise(Experiment const& experiment, std::span<Slab const> slabs);

} // namespace iptwsim::results
