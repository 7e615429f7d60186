#pragma once
// Sums in a fixed order: from the first element to the last, one accumulator, no pairwise splitting. The order is part
// of the result's definition, so a sum does not depend on threads, lanes or the compiler.

#include <span>

namespace iptwsim::math {

/// ((x0 + x1) + x2) + ...; 0 for an empty span. Inf and NaN propagate.
double sum(std::span<double const> values);

/// The same order with the rounding errors collected apart (A. Neumaier, ZAMM 54, 1974, 39-51): the error no longer
/// grows with the length. Where the plain sum is not finite, that value is returned.
double compensated_sum(std::span<double const> values);

/// sum / n; NaN for an empty span.
double mean(std::span<double const> values);

/// sum_i (x_i - mean)^2 / (n - 1) in two passes, less (sum_i (x_i - mean))^2 / n for the rounding of the mean
/// (T. F. Chan, G. H. Golub and R. J. LeVeque, The American Statistician 37, 1983, 242-247). NaN for n < 2.
double sample_variance(std::span<double const> values);

} // namespace iptwsim::math
