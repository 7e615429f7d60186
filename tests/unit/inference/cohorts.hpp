#pragma once
// A stored table of sixteen simulated cohorts, and how blocks of them are summed.

#include <vector>

#include "inference/cohort_sums.hpp"

namespace iptwsim::test {

struct CohortTable {
  std::vector<double> estimates, standard_errors, lower, upper, p;
  std::vector<std::uint8_t> statuses = std::vector<std::uint8_t>(p.size(), 0);

  std::size_t size() const { return estimates.size(); }
  LimitValues limits() const { return {lower, upper}; }
};

/// Half-widths; limits are estimate -+ these.
inline std::vector<double> const half_widths{0.40, 0.45, 0.30, 0.04, 0.40, 0.41, 0.46, 0.36,
                                             0.38, 0.12, 0.52, 0.40, 0.36, 0.61, 0.44, 0.41};

inline CohortTable sixteen_cohorts() {
  CohortTable table{
      .estimates = {-0.41, -0.62, -0.18, -0.55, -0.93, -0.37, -0.71, 0.08, -0.49, -0.26, -0.84, -0.58, -0.33, -1.02,
                    -0.45, -0.67},
      .standard_errors = {0.21, 0.24, 0.19, 0.22, 0.28, 0.2, 0.23, 0.18, 0.21, 0.2, 0.26, 0.22, 0.2, 0.31, 0.21, 0.23},
      .lower = {},
      .upper = {},
      .p = {0.051, 0.01, 0.34, 0.05, 0.0009, 0.06, 0.002, 0.66, 0.02, 0.19, 0.001, 0.008, 0.1, 0.0008, 0.03, 0.004}};
  for (std::size_t i = 0; i < table.size(); ++i) {
    table.lower.push_back(table.estimates[i] - half_widths[i]);
    table.upper.push_back(table.estimates[i] + half_widths[i]);
  }
  return table;
}

/// Sums of cohorts first..first + count of a table.
struct BlockOf {
  CohortTable const& table;
  std::size_t first, count;

  template <class T> std::span<T const> part(std::vector<T> const& column) const {
    return std::span<T const>(column).subspan(first, count);
  }
  EstimateSums estimates(double truth) const { return sum_estimates(part(table.estimates), truth); }
  StandardErrorSums standard_errors() const {
    return sum_standard_errors(part(table.standard_errors), part(table.estimates));
  }
  LimitSums limits(double truth) const { return sum_limits({part(table.lower), part(table.upper)}, truth); }
  TestSums tests(double level) const { return sum_tests({part(table.p), part(table.statuses)}, level); }
};

} // namespace iptwsim::test
