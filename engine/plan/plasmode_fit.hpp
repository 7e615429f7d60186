#pragma once
// The times of a real cohort as a model, from which cohorts are simulated; maximum likelihood by Newton's method with
// steps halved until the likelihood does not fall. x_i: standardised columns of the covariates, d_i 1 for an event.
//
//   Weibull                 H(t | x) = e^(a + x'b) t^k         log L = sum d (a + x'b + log k + (k-1) log t) - H(t | x)
//   piecewise exponential   h(t | x) = rate_j e^(x'b) in piece j
//
// Columns that are constant or repeat others are left out of the model (the pivots of math/cholesky.hpp). A time of 0
// counts as half of the smallest time above 0.

#include <cstdint>
#include <optional>
#include <vector>

#include <Eigen/Core>

#include "scenario/conditional_options.hpp"
#include "scenario/plasmode_options.hpp"

namespace iptwsim {

struct OutcomeFit {
  BaselineOptions baseline = {};  ///< of a patient whose score is 0
  std::vector<double> score = {}; ///< x_i'b, without the last `unscored` columns
};

struct OutcomeFitOptions {
  PlasmodeBaseline baseline = PlasmodeBaseline::weibull;
  std::int64_t pieces = 5;
  int unscored = 0; ///< how many of the last columns are adjusted for, but no part of the score: their value is 0
};

/// event[i]: 0 or 1. None without events, or where the likelihood has no maximum.
std::optional<OutcomeFit> fit_outcome(Eigen::MatrixXd const& covariates, std::vector<double> const& time,
                                      std::vector<std::uint8_t> const& event, OutcomeFitOptions const& options);

} // namespace iptwsim
