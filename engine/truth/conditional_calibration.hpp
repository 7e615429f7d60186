#pragma once
// Solving a time that is given by the covariates for what is wanted of the whole population:
//
//   treatment.marginal    the effect b of treatment on a patient, so that
//     hazard_ratio          the root of the Cox limit (truth/cox_limit.hpp) with c_a = P(A = a) is log equals; G = 1
//                           for limit: uncensored, the follow-up of the config for design
//     survival_difference   S_1(at) - S_0(at) = equals
//     rmst_difference       integral over [0, at] of S_1 - S_0 = equals
//   event_fraction        a move d of everybody's score (the baseline's hazard times e^d, or its time over e^d), so
//                         that sum_a P(A = a) integral of G f_a^{A = a} dt = event_fraction: the share of all
//                         patients, each treated as the treatment model has it, whose event is seen
//
// All are means over 16 random shifts of 2^12 Sobol points of their own, which no precision of a user changes; both
// wishes of an endpoint are solved together. The error of an answer is that of the mean over these shifts, over the
// slope, the other answer held.
//
// A wish that no effect or move between -32 and 32 reaches cannot be had.

#include <vector>

#include "scenario/problem.hpp"
#include "scenario/solved.hpp"

namespace iptwsim {

struct ConditionalCalibration {
  std::vector<SolvedConditional> solved = {}; ///< as conditional_wishes_of
  std::vector<OptionProblem> problems = {};   ///< paths begin below cohort.synthetic
};

/// For options without other problems; `solved` has the intercept and the components. Errors cost as much again.
ConditionalCalibration calibrate_conditional(SyntheticOptions const& options, Solved const& solved,
                                             bool with_errors = true);

/// Everything that these options leave to be solved for, which can all be had.
Solved solve_all(SyntheticOptions const& options);

/// What no solution reaches.
std::vector<OptionProblem> unreachable_wishes(SyntheticOptions const& options);

} // namespace iptwsim
