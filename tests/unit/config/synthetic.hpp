#pragma once
// A good config of simulated cohorts, to spoil.

#include <string>

#include "unit/config/problems.hpp"

namespace iptwsim::test {

inline constexpr char const* synthetic_config = R"(seed: 7
cohort:
  synthetic:
    n: 85
    covariates:
      size: {distribution: lognormal, median: 4.7, sigma: 0.5}
      mitoses: {distribution: bernoulli, probability: 0.35}
      stage: {distribution: categorical, levels: {I: 0.5, II: 0.3, III: 0.2}}
    correlation: {pairs: {size:mitoses: 0.3}}
    treatment: {prevalence: 0.6, log_odds: {size: 0.25, "stage:III": 0.5}}
    endpoints:
      os:
        marginal:
          control: {distribution: weibull, shape: 1.0, survival: {at: 5, equals: 0.719}}
          treated: {hazard_ratio: 0.2}
        dependence: {size: -0.3, mitoses: -0.3}
    censoring: {accrual: 8, follow_up: 2, dropout_rate: 0.02}
propensity:
  terms: [size, stage]
estimators:
  rmst: {tau: 5}
simulation: {cohorts: 1000}
)";

inline std::string synthetic_with(std::string const& from, std::string const& to) {
  std::string text = synthetic_config;
  std::size_t const at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

inline std::string synthetic_problems(std::string const& from, std::string const& to) {
  return problems_of(synthetic_with(from, to));
}

} // namespace iptwsim::test
