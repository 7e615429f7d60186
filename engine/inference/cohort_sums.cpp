#include "inference/cohort_sums.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "math/constants.hpp"

namespace iptwsim {
namespace {

/// Of value(i), i < n, where it is finite.
template <class Value> math::Moments moments_of_finite(std::size_t n, Value value) {
  return math::moments_of([&](auto visit) {
    for (std::size_t i = 0; i < n; ++i) {
      if (double const x = value(i); std::isfinite(x)) visit(x);
    }
  });
}

} // namespace

EstimateSums sum_estimates(std::span<double const> estimates, double truth) {
  auto const estimate = [&](std::size_t i) { return estimates[i]; };
  auto const squared_error = [&](std::size_t i) { return (estimates[i] - truth) * (estimates[i] - truth); };
  return {.cohorts = static_cast<double>(estimates.size()),
          .estimate = moments_of_finite(estimates.size(), estimate),
          .squared_error = moments_of_finite(estimates.size(), squared_error)};
}

StandardErrorSums sum_standard_errors(std::span<double const> standard_errors, std::span<double const> estimates) {
  IPTWSIM_EXPECTS(standard_errors.size() == estimates.size());
  return {moments_of_finite(estimates.size(), [&](std::size_t i) {
    double const variance = standard_errors[i] * standard_errors[i];
    return std::isfinite(estimates[i]) ? variance : math::not_a_number;
  })};
}

LimitSums sum_limits(LimitValues const& limits, double truth) {
  IPTWSIM_EXPECTS(limits.lower.size() == limits.upper.size());
  LimitSums sums{.cohorts = static_cast<double>(limits.lower.size())};
  for (std::size_t i = 0; i < limits.lower.size(); ++i) {
    double const lower = limits.lower[i], upper = limits.upper[i];
    if (std::isnan(lower) || std::isnan(upper)) continue;
    sums.defined += 1;
    if (lower <= truth && truth <= upper) sums.covered += 1;
  }
  sums.width = moments_of_finite(limits.lower.size(), [&](std::size_t i) { return limits.upper[i] - limits.lower[i]; });
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
  auto const ok = std::count(statuses.begin(), statuses.end(), std::uint8_t{0}); // nearly all
  sums.cohorts[0] = static_cast<double>(ok);
  for (std::size_t i = 0; ok < std::ssize(statuses) && i < statuses.size(); ++i) {
    if (statuses[i] != 0) sums.cohorts.at(statuses[i]) += 1;
  }
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
