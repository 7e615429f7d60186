#include "propensity/design.hpp"

namespace iptwsim {

Design::Design(Cohort const& cohort)
    : rows(static_cast<Eigen::Index>(cohort.size()), cohort.covariates.cols() + 1),
      center(static_cast<std::size_t>(cohort.covariates.cols()) + 1, 0.0), scale(center.size(), 1.0),
      reach(center.size(), 1.0) {
  std::size_t const n = cohort.size(), q = center.size();
  rows.col(0).setOnes();
  for (std::size_t j = 1; j < q; ++j) { // our own ordered sums: Eigen's change bits with the machine
    double const* const column = cohort.covariates.data() + (j - 1) * n;
    StandardisedColumns<double, 1> const standardised(column, n, rows.data() + j, q);
    center[j] = standardised.center[0];
    scale[j] = standardised.scale[0];
    reach[j] = standardised.reach[0];
  }
}

std::vector<double> Design::to_data_scale(std::vector<double> const& standardised) const {
  std::vector<double> coefficients;
  iptwsim::to_data_scale(*this, standardised, coefficients);
  return coefficients;
}

} // namespace iptwsim
