#pragma once
// The intercepts of models that generate patients. Of the treatment model, that at which a wanted share p is treated:
// the root b of
//
//   f(b) = E[ 1 / (1 + exp(-(b + eta(X)))) ] - p,   eta the terms of the model without the intercept.
//
// f increases. The expectation is the mean over a fixed set of points, 16 random shifts of 2^12 Sobol points
// (random/sobol.hpp), which no seed, sample size or precision of a user changes; on it |f| is at most 1e-10. With m_r
// the mean of shift r alone at the root and sd their standard deviation, the standard error of the root is
// sd / sqrt(16) / f'(b). Without terms b = log(p / (1 - p)), error 0. Terms beyond the range of doubles: NaN, no root.
// Patients whose treatment does not depend on the terms (`positivity`) count with their own probability. The models of
// missing values have theirs in the same way, from the share that is missing.

#include <optional>
#include <vector>

#include "scenario/options.hpp"

namespace iptwsim {

struct SolvedIntercept {
  double value = 0;
  double error = 0;                 ///< standard error of the value; 0 where nothing had to be integrated
  bool is_solved = false;           ///< whether the config left it to be solved for
  std::vector<double> missing = {}; ///< intercepts of the models of missing values, in the order of the config
};

/// For options without problems. The share is that of `prevalence` or of the arm totals. An intercept or a probability
/// of randomization that the config gives needs no solving.
SolvedIntercept solve_intercept(SyntheticOptions const& options);

/// What `positivity` leaves the intercept to solve, on the same points.
struct PositivityReach {
  double exempt;                ///< share of patients whose treatment depends on nothing else
  double least, most;           ///< shares of treated patients that no intercept goes beyond
  std::optional<double> wanted; ///< none where the intercept is given
};

/// For options with positivity, without other problems.
PositivityReach positivity_reach(SyntheticOptions const& options);

} // namespace iptwsim
