#include "propensity/design.hpp"

#include <algorithm>
#include <cmath>

namespace iptwsim {

Design::Design(Cohort const& cohort)
    : rows(static_cast<Eigen::Index>(cohort.size()), cohort.covariates.cols() + 1),
      center(static_cast<std::size_t>(cohort.covariates.cols()) + 1, 0.0), scale(center.size(), 1.0),
      reach(center.size(), 1.0) {
  double const n = static_cast<double>(cohort.size());
  rows.col(0).setOnes();
  for (Eigen::Index j = 1; j < rows.cols(); ++j) {
    auto const column = cohort.covariates.col(j - 1);
    double total = 0, squares = 0, furthest = 0; // our own ordered sums: Eigen's change bits with the machine
    // From the first value: a constant column then has exactly scale 0, not the rounding of its mean.
    double const first = rows.rows() > 0 ? column(0) : 0;
    for (Eigen::Index i = 0; i < rows.rows(); ++i) total += column(i) - first;
    double const mean = first + total / n;
    for (Eigen::Index i = 0; i < rows.rows(); ++i) squares += (column(i) - mean) * (column(i) - mean);
    double const sd = std::sqrt(squares / n);
    double const divisor = sd > 0 ? sd : 1.0;
    for (Eigen::Index i = 0; i < rows.rows(); ++i) {
      rows(i, j) = (column(i) - mean) / divisor;
      furthest = std::max(furthest, std::fabs(rows(i, j)));
    }
    center[static_cast<std::size_t>(j)] = mean;
    scale[static_cast<std::size_t>(j)] = divisor;
    reach[static_cast<std::size_t>(j)] = furthest;
  }
}

std::vector<double> Design::to_data_scale(std::vector<double> const& standardised) const {
  std::vector<double> coefficients(standardised);
  for (std::size_t j = 1; j < coefficients.size(); ++j) {
    coefficients[j] /= scale[j];
    coefficients[0] -= coefficients[j] * center[j];
  }
  return coefficients;
}

} // namespace iptwsim
