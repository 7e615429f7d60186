#pragma once
// What a reader needs beside the estimates, once for the cohort itself: the propensity model, the weights, the balance
// they reach and who is there. Columns like any other number; which there are does not depend on the data.
// Edge cases: an arm without patients leaves no balance, no overlap and no weights of its own: NaN, empty_arm.

#include <vector>

#include "analysis/block_support.hpp"
#include "analysis/column.hpp"
#include "analysis/prepared.hpp"
#include "propensity/logistic.hpp"

namespace iptwsim {

std::vector<Column> describe_diagnostics(CohortNames const& names, AnalysisOptions const& options);

/// Appends the values of describe_diagnostics() to `out`. fit: the cohort's own propensity fit (every count 1), or the
/// known scores without coefficients.
void compute_diagnostics(PreparedCohort const& prepared, AnalysisOptions const& options, LogisticFit<double> const& fit,
                         ColumnWriter<double>& out);

} // namespace iptwsim
