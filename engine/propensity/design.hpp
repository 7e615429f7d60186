#pragma once
// The design matrix of the propensity model, standardised once per cohort.
//
// Column 0 is the intercept; column j >= 1 is (x_j - center_j) / scale_j with the cohort's own mean and standard
// deviation (scale 1 for a constant column). Fitted probabilities do not depend on it, but the information matrix is
// then well conditioned for ages beside dummies. Replicates keep the cohort's centers and scales.

#include <vector>

#include <Eigen/Core>

#include "cohort/cohort.hpp"

namespace iptwsim {

struct Design {
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  RowMajor rows;                     ///< n x q, q = p + 1; row-major: a patient's covariates are neighbours
  std::vector<double> center, scale; ///< q each; 0 and 1 for the intercept
  std::vector<double> reach;         ///< q; max_i |rows(i, j)|, bounds how far a step can move a linear predictor

  explicit Design(Cohort const& cohort);

  std::size_t patients() const { return static_cast<std::size_t>(rows.rows()); }
  std::size_t columns() const { return static_cast<std::size_t>(rows.cols()); }
  double const* row(std::size_t i) const { return rows.data() + i * columns(); }

  /// Coefficients of the standardised columns -> coefficients of the covariates as they are in the data.
  std::vector<double> to_data_scale(std::vector<double> const& standardised) const;
};

} // namespace iptwsim
