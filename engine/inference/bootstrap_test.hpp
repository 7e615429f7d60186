#pragma once
// p-values by inversion of bootstrap intervals: the smallest 1 - level whose interval excludes the null value.
//
// With q(alpha) the quantile of the replicates as the interval interpolates it (inference/intervals.hpp) and null value
// v, let up = sup{alpha : q(alpha) <= v} and down = inf{alpha : q(alpha) >= v}:
//   percentile  two-sided 2 min(up, 1 - down); greater: up; less: 1 - down
//   basic       the same at 2 t0 - v with the sides exchanged
//   bca         up and down mapped back through the adjustment, alpha = Phi(u/(1 + a u) - w), u = Phi^-1(.) - w
//   normal      z = (t0 - bias - v) / sd(t)
// Order statistics cannot say less than 1/(R+1) on a side: never below 2/(R+1) two-sided, 1/(R+1) one-sided; at most 1.
// Edge cases as of the intervals: no replicates, infinite replicates under normal, bca undefined: NaN and that status.

#include "inference/intervals.hpp"
#include "inference/options.hpp"

namespace iptwsim {

struct TestValue {
  double p;
  Status status;
};

struct NullHypothesis {
  double value = 0;
  Alternative alternative = Alternative::two_sided;
};

TestValue bootstrap_p(IntervalMethod method, BootstrapEstimate const& estimate, NullHypothesis const& null);

/// Wald: two-sided 2 (1 - Phi(|z|)), greater 1 - Phi(z), less Phi(z); NaN for NaN.
double normal_p(double z, Alternative alternative);

} // namespace iptwsim
