#pragma once
// Performance measures of an estimator over simulated cohorts, each with its Monte Carlo standard error (MCSE):
// T. P. Morris, I. R. White and M. J. Crowther, Statistics in Medicine 38, 2019, 2074-2102, table 6. Marked *: the
// paper gives no MCSE (or no measure).
//
// n cohorts have a finite estimate t_i, m their mean, q the truth, V_i = s_i^2 of the K cohorts with a standard error,
// sd() with n - 1 in the denominator.
//   measure                   value                          MCSE
//   mean                      m                              sd(t) / sqrt(n)
//   bias                      m - q                          sd(t) / sqrt(n)
//   relative_bias *           (m - q) / q                    MCSE(bias) / |q|
//   empirical_se              sd(t)                          sd(t) / sqrt(2 (n - 1))
//   mse                       mean of (t_i - q)^2            sd((t - q)^2) / sqrt(n)
//   model_se                  M = sqrt(mean of V_i)          sd(V) / (2 sqrt(K) M)
//   model_se_error            M / sd(t) - 1                  M / sd(t) sqrt(sd(V)^2 / (4 K M^4) + 1 / (2 (n - 1)))
//   coverage, power           share C of cohorts             sqrt(C (1 - C) / cohorts)
//   mean_width *              mean of the N widths           sd(width) / sqrt(N)
//   median_bias *             median - q                     e(1/2)
//   robust_empirical_se *     (q3 - q1) / 1.349              sqrt(e(1/4)^2 + e(3/4)^2 - 2/3 e(1/4) e(3/4)) / 1.349
// Quantiles are R's type 7 of all A estimates that are not NaN; e(p) is their standard error, from the 95% interval
// between order statistics, ranks by the normal limit of the binomial distribution and interpolated (for the median:
// J. W. McKean and R. M. Schrader, Communications in Statistics B 13, 1984, 751-773); two quartiles correlate by 1/3:
//   e(p) = [x(r + h) - x(r - h)] / (2 z),  r = 1 + (A - 1) p,  h = z sqrt(A p (1 - p)),  z = Phi^-1(0.975)
// It needs ranks within 1..A: 6 cohorts for the median, 14 for the quartiles. With fewer than 50 cohorts it is some 10
// to 40% too large.
// Shares and ratios are fractions: 0.95 is 95%. Rejections where the truth is the null value are the type I error.
//
// Denominators. coverage, bias_eliminated_coverage (of m instead of q) and power are over all cohorts: no interval does
// not cover, no test does not reject. With _defined they are over the cohorts with limits or a p-value. `cohorts` says
// how many a measure is taken over.
//
// Edge cases; what the sums make of infinite and missing values is in inference/cohort_sums.hpp. A value or MCSE that
// is not defined is NaN, and the status says why; a value may stand beside an undefined MCSE:
//   no_truth              the truth is NaN, or infinite, from which only coverage can be told
//   too_few_cohorts       n = 0; no MCSE, SD or quartiles of one; too few for e(p)
//   needs_cohorts         median_bias, robust_empirical_se, bias_eliminated_coverage from sums alone
//   zero_denominator      relative bias at truth 0; relative error of equal estimates; MCSE of a model SE of 0
//   non_finite_estimates  infinite quantiles of the estimates: no MCSE; of both signs: no value

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "analysis/column.hpp"
#include "inference/cohort_sums.hpp"

namespace iptwsim {

struct Truth {
  double value = std::numeric_limits<double>::quiet_NaN();
  double error = std::numeric_limits<double>::quiet_NaN(); ///< of its integration; 0 where it is exact
  Status status = Status::not_requested;
};

struct Measure {
  Statistic statistic;
  double value;
  double mcse;         ///< of the truth: its own error
  std::size_t cohorts; ///< the denominator; 0 for the truth
  Status status = Status::ok;
};

/// truth, mean, bias, relative_bias, median_bias, empirical_se, robust_empirical_se, mse. `estimates` are all cohorts'.
std::vector<Measure> estimate_measures(EstimateSums const& sums, Truth const& truth,
                                       std::optional<std::span<double const>> estimates = {});

/// model_se, model_se_error.
std::vector<Measure> standard_error_measures(StandardErrorSums const& sums, EstimateSums const& estimates);

/// coverage, coverage_defined, bias_eliminated_coverage, bias_eliminated_coverage_defined, mean_width. `limits` are all
/// cohorts'; the truth is the one that the sums were made with.
std::vector<Measure> limit_measures(LimitSums const& sums, Truth const& truth, EstimateSums const& estimates,
                                    std::optional<LimitValues> limits = {});

/// power, power_defined.
std::vector<Measure> test_measures(TestSums const& sums);

} // namespace iptwsim
