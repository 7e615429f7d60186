#include "scenario/mechanism.hpp"

namespace iptwsim {

Mechanism::Mechanism(SyntheticOptions const& options, double intercept)
    : latent_(latent_correlation(options)), terms_(options.treatment.log_odds, options.covariates),
      intercept_(intercept), follow_up_(options.censoring),
      has_entry_(options.censoring.follow_up && options.censoring.accrual > 0),
      has_dropout_(options.censoring.dropout_rate.value_or(0) > 0), arm_sizes_(options.arms) {
  for (auto const& [name, covariate] : options.covariates) {
    covariate_names_.push_back(name);
    sources_.emplace_back(covariate);
  }
  for (auto const& [name, outcome] : options.endpoints) {
    endpoint_names_.push_back(name);
    arms_.push_back(make_arms(outcome.marginal));
  }
}

} // namespace iptwsim
