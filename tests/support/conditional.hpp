#pragma once
// Simulated patients whose time is given by one normal covariate, for tests.

#include "support/mechanisms.hpp"

namespace iptwsim::test {

/// Weibull, an interaction, frailty; the intercept of the treatment model is given.
inline SyntheticOptions one_covariate() {
  SyntheticOptions options;
  options.n = 85;
  options.covariates = {{"x", normal(0, 1)}};
  options.treatment = {.intercept = 0.2, .log_odds = {{"x", 0.6}}};
  ConditionalOptions model;
  model.baseline.distribution = SurvivalFamily::weibull;
  model.baseline.shape = 1.3;
  model.baseline.scale = 5;
  model.log_hazard_ratios = {{"x", 0.8}};
  model.treatment.log_hazard_ratio = -0.7;
  model.treatment.interactions = {{"x", 0.3}};
  model.frailty = FrailtyOptions{0.5};
  options.endpoints = {{"os", {.conditional = model}}};
  options.censoring = {.accrual = 3, .follow_up = 4};
  return options;
}

inline ConditionalOptions& model_of(SyntheticOptions& options) { return *options.endpoints[0].second.conditional; }

} // namespace iptwsim::test
