#include "scenario/survival_arms.hpp"

#include "core/error.hpp"
#include "scenario/survival_parameters.hpp"

namespace iptwsim {
namespace {

SurvivalDistribution treated_arm(ArmSurvivalOptions const& options, SurvivalDistribution const& control) {
  if (options.distribution) return own_distribution(options);
  if (options.hazard_ratios) {
    return control.with_hazard_ratios(options.hazard_ratios->from, options.hazard_ratios->values);
  }
  double const ratio =
      options.hazard_ratio ? *options.hazard_ratio : ratio_reaching(*wanted_survival(options), control);
  return control.with_hazard_ratios({0}, {ratio});
}

} // namespace

ArmSurvival make_arms(MarginalOptions const& options) {
  IPTWSIM_EXPECTS(problems_of(options).empty());
  SurvivalDistribution const control = own_distribution(options.control);
  return {.control = control,
          .treated = treated_arm(options.treated, control),
          .is_changed_hazard = !options.treated.distribution};
}

} // namespace iptwsim
