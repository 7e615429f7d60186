#pragma once
// The sample quantile of R's quantile(type = 7), in R's own floating form:
//   index = 1 + (n - 1) p,  l = floor(index),  h = index - l,  q = (1 - h) x_(l) + h x_(l+1)
// with x_(1) <= x_(2) <= ... (R. J. Hyndman and Y. Fan, The American Statistician 50, 1996, 361-365). As in R there is
// no arithmetic where h = 0 or both values are equal, so an infinite value keeps its rank; between a finite and an
// infinite value the quantile is the infinite one, between -Inf and +Inf it is NaN.

#include <span>

namespace iptwsim::math {

/// `sorted` ascends and has no NaN, p is in [0, 1]. NaN for an empty span.
double quantile(std::span<double const> sorted, double p);

} // namespace iptwsim::math
