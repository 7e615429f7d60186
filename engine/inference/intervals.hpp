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
//   bca (Efron 1987)  q(alpha'), alpha' = Phi(w + (w + z_alpha)/(1 - a (w + z_alpha))), z_alpha = Phi^-1(alpha),
//     w = Phi^-1(#{t_i < t0}/R), acceleration a = sum L^3 / (6 (sum L^2)^1.5), L as in inference/influence.hpp
//
// Edge cases. NaN replicates are left out; R is the number left, 0 gives NaN with no_replicates. +-Inf (an infinite
// hazard ratio) is an ordered value and takes its rank: interpolation with an infinite end is that end; normal limits
// and the bootstrap SE are then NaN with non_finite_replicates. (R+1)(1-conf)/2 < 1: limits are the extreme order
// statistics and carry too_few_replicates: not to be used as tests; bca's adjusted ranks likewise. w or a not finite:
// NaN, bca_undefined. Limits centred on an estimate that is NaN: no_estimate.

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "core/status.hpp"
#include "inference/options.hpp"

namespace iptwsim {

/// Replicates of one number, sorted once for all intervals.
class ReplicateSample {
public:
  explicit ReplicateSample(std::span<double const> replicates, NonFinite non_finite = NonFinite::rank) {
    assign(replicates, non_finite);
  }

  /// Another number's replicates, in the same memory.
  void assign(std::span<double const> replicates, NonFinite non_finite);

  std::size_t size() const { return sorted_.size(); } ///< R, without NaN
  std::size_t infinite() const { return infinite_; }  ///< how many of them are +-Inf
  std::span<double const> sorted() const { return sorted_; }
  double mean() const { return mean_; }                    ///< NaN with infinite replicates
  double standard_deviation() const { return deviation_; } ///< R-1; NaN with infinite replicates or R < 2
  Status moment_status() const;                            ///< ok, or why there are no moments

private:
  std::vector<double> sorted_;
  std::size_t infinite_ = 0;
  double mean_ = 0, deviation_ = 0;
};

struct Interval {
  double lower, upper;
  Status status;
};

/// An estimate with its replicates. acceleration is needed by bca alone.
struct BootstrapEstimate {
  ReplicateSample const& sample;
  double value;
  double acceleration = std::numeric_limits<double>::quiet_NaN();
};

Interval bootstrap_interval(IntervalMethod method, BootstrapEstimate const& estimate, double level);

/// w of the header: how far the estimate lies from the replicates' median, on the normal scale; may be infinite.
double bias_correction(ReplicateSample const& sample, double estimate);

/// estimate -+ Phi^-1((1+level)/2) standard_error.
Interval wald_interval(double estimate, double standard_error, double level);

} // namespace iptwsim
