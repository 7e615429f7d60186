#pragma once
// Components that are solved for: `survival_of` in an arm of component c asks for S_e(t) = wanted, the survival of
// endpoint e in that arm in the whole population. With s the component's own survival at t and q_d = Phi^-1(1 - S_d(t))
// of the other components of the endpoint's minimum, s is the root of
//
//   P(Z_c > Phi^-1(1 - s), Z_d > q_d for all other d) = wanted     (scenario/joint_latents.hpp)
//
// which grows with s from 0 to what the others alone leave. So a wish at or above that cannot be had: an endpoint does
// not survive longer than one whose components are among its own. What is solved takes the place of `survival: {at: t,
// equals: s}` in the arm, whatever the family. Competing and censoring causes have no part in S_e.
//
// The others have to be known: wishes that need each other's answers are refused. The error of s is that of the
// quadrature: the change of the left side on a grid of half the spacing, over its slope.

#include <string>
#include <vector>

#include "scenario/options.hpp"
#include "scenario/problem.hpp"

namespace iptwsim {

struct SolvedSurvival {
  std::string component;
  bool is_treated = false; ///< the arm
  double at = 0, survival = 0, error = 0;
};

/// What there is to solve, in the order of the config, control before treated; without numbers.
std::vector<SolvedSurvival> wishes_of(SyntheticOptions const& options);

struct Calibration {
  std::vector<SolvedSurvival> solved = {}; ///< as wishes_of
  std::vector<OptionProblem> problems = {};
};

/// For options whose components have no problems but what they are solved for.
Calibration calibrate(SyntheticOptions const& options);

/// What is solved in the place of the wishes.
SyntheticOptions with_solved(SyntheticOptions options, std::vector<SolvedSurvival> const& solved);

/// Any number in the place of the wish: everything but the number can be judged.
MarginalOptions with_placeholders(MarginalOptions marginal);

} // namespace iptwsim
