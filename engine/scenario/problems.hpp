#pragma once
// Everything that is wrong with simulated patients as a config describes them.

#include <vector>

#include "scenario/options.hpp"
#include "scenario/problem.hpp"

namespace iptwsim {

/// Problems of the covariates, their correlation, the treatment model, the endpoints and the follow-up, and of these
/// parts together. Paths begin below cohort.synthetic. Ranges of single fields are the reader's business.
std::vector<OptionProblem> problems_of(SyntheticOptions const& options);

/// Those of endpoints and of the components that they are made of.
std::vector<OptionProblem> endpoint_problems(SyntheticOptions const& options);

/// Those of who is treated and of how many patients there are.
std::vector<OptionProblem> assignment_problems(SyntheticOptions const& options);

} // namespace iptwsim
