#pragma once
// One pass over the Sobol points of one shift: everything that true values need of the covariates.

#include <cstdint>
#include <vector>

#include "math/constants.hpp"
#include "scenario/mechanism.hpp"
#include "truth/tilted_latent.hpp"
#include "weights/options.hpp"

namespace iptwsim {

struct PointOptions {
  int points_log2 = 16;
  std::uint64_t shift = 0;
  bool needs_share = false;
};

struct PointSums {
  std::vector<TiltedLatent> components; ///< of those that are an endpoint alone, with a population for each estimand
  double treated_share = math::not_a_number; ///< mean of e; NaN where there was no need of points
};

/// Where e is the same for everybody, or no component depends on covariates, no point is evaluated unless needs_share:
/// all populations are the whole one.
PointSums sum_points(Mechanism const& mechanism, std::vector<Estimand> const& tilted, PointOptions const& options);

} // namespace iptwsim
