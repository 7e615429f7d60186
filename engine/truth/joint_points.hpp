#pragma once
// What the components of an endpoint share, as points with weights (scenario/joint_latents.hpp): for the whole
// population a grid over the factors of their latents' correlation matrix, exact to about 1e-11; for tilted ones Sobol
// points over the covariates and, where components are correlated given these, over the factors of that correlation.
//
// A tilted population's weights h / sum h - 1 / n are what it differs by from the whole one, which is known: the
// difference is small and so is its error. Every point is evaluated at every time, so there are fewer than for single
// times: 2^(points_log2 - 6), at least 16.

#include <cstdint>
#include <vector>

#include "scenario/joint_latents.hpp"
#include "scenario/mechanism.hpp"
#include "weights/options.hpp"

namespace iptwsim {

struct JointPoints {
  LatentPoints whole;  ///< latents in the order events, competing, censoring
  LatentPoints tilted; ///< a population for each estimand; no points where these are the whole one
  bool is_whole = true;
};

struct JointPointOptions {
  int points_log2 = 16;
  std::uint64_t shift = 0;
};

JointPoints joint_points(Mechanism const& mechanism, std::size_t endpoint, std::vector<Estimand> const& tilted,
                         JointPointOptions const& options);

/// The components of an endpoint: events, competing, censoring.
std::vector<std::size_t> components_of(EndpointParts const& parts);

} // namespace iptwsim
