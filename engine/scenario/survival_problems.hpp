#pragma once
// What can be wrong with one arm's survival options; problems_of(MarginalOptions) is the whole list. Paths begin below
// the arm, which is named in the messages where the rules of the arms differ.

#include <vector>

#include "scenario/outcome_options.hpp"
#include "scenario/problem.hpp"

namespace iptwsim {

/// Of an arm with a family of its own: the keys it needs, those it has no use for, wishes that it cannot reach.
std::vector<OptionProblem> family_problems(ArmSurvivalOptions const& options);

/// Of a list of times at which something changes and the list of its values.
std::vector<OptionProblem> change_problems(std::vector<double> const& from, std::vector<double> const& values,
                                           char const* values_key);

} // namespace iptwsim
