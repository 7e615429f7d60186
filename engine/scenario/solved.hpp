#pragma once
// Everything about a generating mechanism that a config leaves to be solved for: the intercept of the treatment model
// and components that are calibrated. Solved once, kept as plain numbers, put back into the options.

#include <span>
#include <vector>

#include "scenario/calibration.hpp"
#include "scenario/conditional_solved.hpp"
#include "scenario/intercept.hpp"
#include "scenario/mechanism.hpp"

namespace iptwsim {

struct Solved {
  SolvedIntercept intercept = {};
  std::vector<SolvedSurvival> survivals = {}; ///< of components, in the order of the config, control before treated
  std::vector<SolvedConditional> conditional = {}; ///< of endpoints that are given by the covariates
};

/// For options without problems. What is solved of times given by the covariates has no effect and no shift yet:
/// truth/conditional_calibration.hpp has the whole.
Solved solve(SyntheticOptions const& options);

/// All but the intercept, which is 0: for what does not depend on how many are treated.
Solved solve_without_intercept(SyntheticOptions const& options);

/// The mechanism of these options with what was solved for them.
Mechanism make_mechanism(SyntheticOptions const& options, Solved const& solved);

/// As numbers, and back for the same options: intercept, its error, whether it was solved; intercepts of missing
/// values; of each survival its value and error; of each time given by the covariates its effect, shift, their errors.
std::vector<double> numbers_of(Solved const& solved);
Solved solved_of(SyntheticOptions const& options, std::span<double const> numbers);

} // namespace iptwsim
