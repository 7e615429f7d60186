#pragma once
// Bootstrap confidence intervals (Davison and Hinkley 1997, chapter 5), as R's boot::boot.ci computes them.
//
// t_1..t_R replicates that gave a value, t0 the estimate, conf the level, alpha = (1 -+ conf)/2:
//   normal      t0 - bias -+ z sd(t),  bias = mean(t) - t0, sd with R-1, z = Phi^-1((1+conf)/2)
//   percentile  q(alpha_lower), q(alpha_upper)
//   basic       2 t0 - q(alpha_upper), 2 t0 - q(alpha_lower)
// q(alpha), with rank (R+1) alpha = k + fraction: the order statistic t_(k) when the fraction is 0, t_(1) below the
// first, t_(R) above the last; else interpolation on the normal scale,
//   t_(k) + [Phi^-1(alpha) - Phi^-1(k/(R+1))] / [Phi^-1((k+1)/(R+1)) - Phi^-1(k/(R+1))] (t_(k+1) - t_(k)).
//
// Edge cases. NaN replicates are left out; R is the number left, 0 gives NaN with no_replicates. +-Inf (an infinite
// hazard ratio) is an ordered value and takes its rank: interpolation with an infinite end is that end; normal limits
// and the bootstrap SE are then NaN with non_finite_replicates. (R+1)(1-conf)/2 < 1: limits are the extreme order
// statistics and carry too_few_replicates: not to be used as tests.

#include <cstddef>
#include <span>
#include <vector>

#include "core/status.hpp"
#include "inference/options.hpp"

namespace iptwsim {

/// Replicates of one number, sorted once for all intervals.
class ReplicateSample {
public:
  explicit ReplicateSample(std::span<double const> replicates);

  std::size_t size() const { return sorted_.size(); } ///< R, without NaN
  std::size_t infinite() const { return infinite_; }  ///< how many of them are +-Inf
  std::span<double const> sorted() const { return sorted_; }
  double mean() const { return mean_; }                    ///< NaN with infinite replicates
  double standard_deviation() const { return deviation_; } ///< R-1; NaN with infinite replicates or R < 2
  Status moment_status() const;                            ///< ok, no_replicates or non_finite_replicates

private:
  std::vector<double> sorted_;
  std::size_t infinite_ = 0;
  double mean_, deviation_;
};

struct Interval {
  double lower, upper;
  Status status;
};

Interval bootstrap_interval(IntervalMethod method, ReplicateSample const& sample, double estimate, double level);

/// estimate -+ Phi^-1((1+level)/2) standard_error.
Interval wald_interval(double estimate, double standard_error, double level);

/// 2 (1 - Phi(|z|)); NaN for NaN.
double two_sided_p(double z);

} // namespace iptwsim
