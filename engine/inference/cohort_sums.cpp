#include "inference/cohort_sums.hpp"

#include <cmath>
#include <utility>
#include <vector>

namespace iptwsim {
namespace {

math::Moments moments_of_finite(std::vector<double> values) {
  std::erase_if(values, [](double x) { return !std::isfinite(x); });
  return math::moments(values);
}

} // namespace

EstimateSums sum_estimates(std::span<double const> estimates, double truth) {
  std::vector<double> squares;
  for (double const t : estimates) squares.push_back((t - truth) * (t - truth));
  return {.cohorts = static_cast<double>(estimates.size()),
          .estimate = moments_of_finite({estimates.begin(), estimates.end()}),
          .squared_error = moments_of_finite(std::move(squares))};
}

StandardErrorSums sum_standard_errors(std::span<double const> standard_errors, std::span<double const> estimates) {
  IPTWSIM_EXPECTS(standard_errors.size() == estimates.size());
  std::vector<double> variances;
  for (std::size_t i = 0; i < standard_errors.size(); ++i) {
    if (std::isfinite(estimates[i])) variances.push_back(standard_errors[i] * standard_errors[i]);
  }
  return {moments_of_finite(std::move(variances))};
}

LimitSums sum_limits(LimitValues const& limits, double truth) {
  IPTWSIM_EXPECTS(limits.lower.size() == limits.upper.size());
  LimitSums sums{.cohorts = static_cast<double>(limits.lower.size())};
  std::vector<double> widths;
  for (std::size_t i = 0; i < limits.lower.size(); ++i) {
    double const lower = limits.lower[i], upper = limits.upper[i];
    if (std::isnan(lower) || std::isnan(upper)) continue;
    sums.defined += 1;
    if (lower <= truth && truth <= upper) sums.covered += 1;
    widths.push_back(upper - lower);
  }
  sums.width = moments_of_finite(std::move(widths));
  return sums;
}

TestSums sum_tests(TestValues const& tests, double level) {
  IPTWSIM_EXPECTS(tests.p.size() == tests.statuses.size());
  IPTWSIM_EXPECTS(level > 0 && level < 1);
  TestSums sums{.cohorts = static_cast<double>(tests.p.size())};
  double const largest = (1 - level) * (1 + 1e-9);
  for (std::size_t i = 0; i < tests.p.size(); ++i) {
    if (std::isnan(tests.p[i])) continue;
    sums.defined += 1;
    bool const usable = static_cast<Status>(tests.statuses[i]) != Status::too_few_replicates;
    if (usable && tests.p[i] <= largest) sums.rejected += 1;
  }
  return sums;
}

StatusSums sum_statuses(std::span<std::uint8_t const> statuses) {
  StatusSums sums;
  for (std::uint8_t const status : statuses) sums.cohorts.at(status) += 1;
  return sums;
}

EstimateSums merge(EstimateSums const& a, EstimateSums const& b) {
  return {a.cohorts + b.cohorts, merge(a.estimate, b.estimate), merge(a.squared_error, b.squared_error)};
}

StandardErrorSums merge(StandardErrorSums const& a, StandardErrorSums const& b) {
  return {merge(a.variance, b.variance)};
}

LimitSums merge(LimitSums const& a, LimitSums const& b) {
  return {a.cohorts + b.cohorts, a.defined + b.defined, a.covered + b.covered, merge(a.width, b.width)};
}

TestSums merge(TestSums const& a, TestSums const& b) {
  return {a.cohorts + b.cohorts, a.defined + b.defined, a.rejected + b.rejected};
}

StatusSums merge(StatusSums const& a, StatusSums const& b) {
  StatusSums sums = a;
  for (std::size_t s = 0; s < sums.cohorts.size(); ++s) sums.cohorts[s] += b.cohorts[s];
  return sums;
}

} // namespace iptwsim
