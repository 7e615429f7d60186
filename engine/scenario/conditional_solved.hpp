#pragma once
// What truth/conditional_calibration.hpp solves of times that are given by the covariates, as plain numbers, and back
// into the options.

#include <string>
#include <vector>

#include "scenario/options.hpp"

namespace iptwsim {

struct SolvedConditional {
  std::string endpoint = {};
  bool has_effect = false, has_shift = false; ///< which of the two the config asks for
  double effect = 0, effect_error = 0;        ///< log hazard ratio or log time ratio of treatment of a patient
  double shift = 0, shift_error = 0; ///< what every patient's log hazard ratio is moved by, or minus log time ratio
};

/// What there is to solve, in the order of the config; without numbers: no effect, no shift.
std::vector<SolvedConditional> conditional_wishes_of(SyntheticOptions const& options);

/// What is solved in the place of the wishes.
SyntheticOptions with_solved(SyntheticOptions options, std::vector<SolvedConditional> const& solved);

} // namespace iptwsim
