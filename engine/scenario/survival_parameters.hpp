#pragma once
// A survival distribution from an arm's own family, with the parameters that survival and median stand for solved.
// Formulas: scenario/survival_arms.hpp.

#include <optional>

#include "scenario/outcome_options.hpp"
#include "scenario/survival_distribution.hpp"

namespace iptwsim {

/// The model of options that name a family and as many of its keys as it needs; parameters that cannot be reached come
/// out as numbers that are_usable refuses.
SurvivalModel own_model(ArmSurvivalOptions const& options);

/// Every parameter is a number, positive where it has to be.
bool are_usable(SurvivalModel const& model);

/// The distribution of such options.
SurvivalDistribution own_distribution(ArmSurvivalOptions const& options);

/// The time and survival that the options ask for: of survival, else of median, else none.
std::optional<SurvivalAtOptions> wanted_survival(ArmSurvivalOptions const& options);

/// The constant hazard ratio that brings the control arm to this survival.
double ratio_reaching(SurvivalAtOptions const& wanted, SurvivalDistribution const& control);

} // namespace iptwsim
