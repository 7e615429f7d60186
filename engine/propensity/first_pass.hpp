#pragma once
// The first pass of Newton's method when all data sets start from the same coefficients (bootstrap replicates start
// from the cohort's): linear predictors and probabilities are then the same in all of them and are found once.

#include <cstdint>
#include <span>
#include <vector>

#include "propensity/design.hpp"

namespace iptwsim {

/// n values each, of one copy of a patient.
struct FirstPass {
  std::vector<double> linear_predictor, residual, curvature; ///< x_i' b, A_i - e_i, e_i (1 - e_i)

  FirstPass(Design const& design, std::vector<std::uint8_t> const& treated, std::span<double const> start);
};

} // namespace iptwsim
