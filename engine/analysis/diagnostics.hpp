#pragma once
// What a reader needs beside the estimates, once for the cohort itself: the propensity model, the weights, the balance
// they reach and who is there. Columns like any other number.

#include <string>
#include <vector>

#include "analysis/column.hpp"
#include "analysis/prepared.hpp"
#include "core/status.hpp"
#include "propensity/logistic.hpp"

namespace iptwsim {

struct ColumnValue {
  Column column;
  double value;
  Status status;
};

/// fit: the cohort's own propensity fit (every count 1), or known scores without coefficients. One entry a number.
std::vector<ColumnValue> compute_diagnostics(PreparedCohort const& prepared, AnalysisOptions const& options,
                                             LogisticFit<double> const& fit);

} // namespace iptwsim
