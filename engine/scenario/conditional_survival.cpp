#include "scenario/conditional_survival.hpp"

#include "core/error.hpp"
#include "scenario/survival_parameters.hpp"

namespace iptwsim {

ConditionalSurvival::ConditionalSurvival(ConditionalOptions const& options, NamedCovariates const& covariates)
    : baseline_(own_distribution(options.baseline)), terms_(options.log_ratios(), covariates),
      interactions_(options.treatment.interactions, covariates),
      effect_(options.is_accelerated() ? options.treatment.log_time_ratio.value_or(0)
                                       : options.treatment.log_hazard_ratio.value_or(0)),
      shift_(options.solved_shift), frailty_(options.frailty ? options.frailty->variance : 0),
      sign_(options.is_accelerated() ? -1 : 1) {
  IPTWSIM_EXPECTS(!options.is_to_solve());
}

} // namespace iptwsim
