#pragma once
// The first pass of Newton's method when all data sets start from the same coefficients (bootstrap replicates start
// from the cohort's): linear predictors and probabilities are then the same in all of them and are found once. And the
// patients as records in single precision, for the steps before the last (propensity/two_precisions.hpp).

#include <cstdint>
#include <span>
#include <vector>

#include "propensity/design.hpp"

namespace iptwsim {

struct FirstPass {
  /// n values each, of one copy of a patient.
  std::vector<double> linear_predictor, residual, curvature; ///< x_i' b, A_i - e_i, e_i (1 - e_i)

  /// By patient: columns 1 .. q - 1 of the design, 1 in the treated and -1 in control, residual, curvature; zeros up to
  /// a multiple of 8.
  std::vector<float> record;
  std::size_t record_size = 0, columns = 0; ///< columns: q

  FirstPass(Design const& design, std::vector<std::uint8_t> const& treated, std::span<double const> start);
};

} // namespace iptwsim
