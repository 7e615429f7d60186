#pragma once
// What can be wrong with a time given the covariates, but for wishes that cannot be had, which only solving them tells
// (truth/conditional_calibration.hpp). Paths begin below `conditional`.

#include <vector>

#include "scenario/options.hpp"
#include "scenario/problem.hpp"

namespace iptwsim {

std::vector<OptionProblem> conditional_problems(ConditionalOptions const& options, SyntheticOptions const& patients);

} // namespace iptwsim
