#pragma once
// Why a number is what it is. Every estimate, standard error and interval limit carries one of these;
// a value that is not defined is NaN beside a status that says why, never a made-up number.
// The codes are stored in result files: append, never renumber (engine/results/FORMAT.md).

#include <array>
#include <cstdint>
#include <string_view>

namespace iptwsim {

enum class Status : std::uint8_t {
  ok = 0,
  not_requested = 1,       ///< the config of this scenario did not ask for it
  beyond_follow_up = 2,    ///< value carried forward from the arm's last follow-up time, as R does
  no_events_control = 3,   ///< log hazard ratio is +Inf; Wald values NaN
  no_events_treated = 4,   ///< log hazard ratio is -Inf; Wald values NaN
  no_events = 5,           ///< no event in either arm
  empty_arm = 6,           ///< no patient in one arm
  separation = 7,          ///< the propensity model separates the arms: no finite maximum likelihood estimate
  not_converged = 8,       ///< an iteration did not reach its tolerance
  monotone_likelihood = 9, ///< log hazard ratio is +-Inf although both arms have events: their risk sets do not overlap
  too_few_replicates = 10, ///< (R+1)(1-level)/2 < 1: the limits are extreme order statistics, not used as tests
  non_finite_replicates = 11, ///< an infinite replicate: normal limits and bootstrap SE are not defined
  no_replicates = 12,         ///< no replicate gave a value
  zero_denominator = 13,      ///< a constant covariate, a survival of 0 in a ratio, a test without information
  aliased = 14,               ///< a column of the propensity model that others already say; left out, as R's glm does
  no_estimate = 15,           ///< the cohort itself has no estimate to centre limits on
  not_reached = 16,           ///< the curve stays above 1/2: no median
  bca_undefined = 17,         ///< z0 or the acceleration of a BCa interval is not finite
  not_defined_for_bayesian = 18, ///< a test on raw counts under fractional frequencies
  not_differentiable = 19,   ///< a median is a step function: no influence values, and the jackknife fails (Efron 1979)
  no_truth = 20,             ///< a performance measure without a (finite) true value to measure from
  too_few_cohorts = 21,      ///< too few simulated cohorts gave a value for this measure or for its Monte Carlo error
  needs_cohorts = 22,        ///< a performance measure that sums over cohorts cannot give; the cohorts were not kept
  non_finite_estimates = 23, ///< so many estimates are infinite that their quantiles are, too
  no_spline = 24,            ///< a spline of the propensity model has too few distinct values for its knots
};

inline constexpr std::array<std::string_view, 25> status_names{
    "ok",
    "not_requested",
    "beyond_follow_up",
    "no_events_control",
    "no_events_treated",
    "no_events",
    "empty_arm",
    "separation",
    "not_converged",
    "monotone_likelihood",
    "too_few_replicates",
    "non_finite_replicates",
    "no_replicates",
    "zero_denominator",
    "aliased",
    "no_estimate",
    "not_reached",
    "bca_undefined",
    "not_defined_for_bayesian",
    "not_differentiable",
    "no_truth",
    "too_few_cohorts",
    "needs_cohorts",
    "non_finite_estimates",
    "no_spline",
};

constexpr std::string_view name(Status status) { return status_names[static_cast<std::size_t>(status)]; }

} // namespace iptwsim
