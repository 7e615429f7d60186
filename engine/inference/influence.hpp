#pragma once
// From influence values to a standard error and to the acceleration of BCa intervals.
//
// L_i = d theta / d f_i, f_i the patient's frequency carried through the whole analysis, propensity model included, and
// raw counts (tied deaths) held (README of tests/reference, section 7); found by forward differentiation
// (math/dual.hpp). stacked SE = sqrt(sum L_i^2), the stacked-estimating-equation sandwich (Stefanski and Boos 2002).
// Leaving patients out: t_(-i) the estimate without patient i; jackknife SE = sqrt((n-1)/n sum (t_(-i) - mean)^2)
// (Tukey 1958). BCa's influence values: n L_i, or (n-1)(t0 - t_(-i)); within arms those of the arm:
// n_a (L_i - mean of the arm), (n_a - 1)(t0 - t_(-i)), as R's boot. Acceleration a = sum L^3 / (6 (sum L^2)^1.5).
//
// Edge cases: a value that is not finite, or all influence 0, makes the result NaN.

#include <cstdint>
#include <span>
#include <vector>

#include "inference/options.hpp"

namespace iptwsim {

double stacked_standard_error(std::span<double const> influence);
double jackknife_standard_error(std::span<double const> left_out);

/// values: L_i under Acceleration::influence, t_(-i) under jackknife; treated: n arms, for within_arm.
std::vector<double> bca_influence(std::span<double const> values, double estimate, Acceleration kind,
                                  ResampleScheme scheme, std::vector<std::uint8_t> const& treated);

double acceleration(std::span<double const> influence);

} // namespace iptwsim
