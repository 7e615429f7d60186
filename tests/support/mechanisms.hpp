#pragma once
// Simulated patients for tests: a confounded cohort with every kind of covariate and term, and parts of it.

#include "scenario/mechanism.hpp"
#include "scenario/options.hpp"
#include "scenario/simulate.hpp"
#include "scenario/solved.hpp"

namespace iptwsim::test {

inline CovariateOptions normal(double mean, double sd) {
  return {.distribution = CovariateDistribution::normal, .mean = mean, .sd = sd};
}
inline CovariateOptions lognormal(double median, double sigma) {
  return {.distribution = CovariateDistribution::lognormal, .median = median, .sigma = sigma};
}
inline CovariateOptions bernoulli(double probability) {
  return {.distribution = CovariateDistribution::bernoulli, .probability = probability};
}
inline CovariateOptions categorical(std::vector<std::pair<std::string, double>> levels) {
  return {.distribution = CovariateDistribution::categorical, .levels = std::move(levels)};
}

/// Exponential with this rate; the treated arm has this hazard ratio.
inline OutcomeOptions exponential(double rate, double hazard_ratio, NamedNumbers dependence = {}) {
  return {.marginal = MarginalOptions{.control = {.distribution = SurvivalFamily::exponential, .rate = rate},
                                      .treated = {.hazard_ratio = hazard_ratio}},
          .dependence = std::move(dependence)};
}

/// The time to one cause: exponential with this rate; the treated arm has this hazard ratio.
inline ComponentOptions cause(double rate, double hazard_ratio, NamedNumbers dependence = {}) {
  return {.marginal = {.control = {.distribution = SurvivalFamily::exponential, .rate = rate},
                       .treated = {.hazard_ratio = hazard_ratio}},
          .dependence = std::move(dependence)};
}

/// Three causes on one patient: recurrence, death of the disease and other death, and the endpoints made of them.
inline SyntheticOptions three_causes() {
  SyntheticOptions options;
  options.n = 85;
  options.covariates = {{"age", normal(60, 10)}, {"size", lognormal(4.7, 0.5)}};
  options.treatment = {.prevalence = 0.6, .log_odds = {{"age", 0.03}, {"size", 0.2}}};
  options.components = {{"recurrence", cause(0.1, 0.4, {{"size", -0.4}})},
                        {"disease_death", cause(0.05, 0.5, {{"age", -0.1}, {"size", -0.3}})},
                        {"other_death", cause(0.03, 1, {{"age", -0.5}})}};
  options.endpoints = {{"os", {.minimum_of = {"disease_death", "other_death"}}},
                       {"rfs", {.minimum_of = {"recurrence", "disease_death", "other_death"}}},
                       {"dss", {.minimum_of = {"disease_death"}, .censored_by = {"other_death"}}},
                       {"cause", {.minimum_of = {"disease_death"}, .competing = {"other_death"}}}};
  options.censoring = {.accrual = 5, .follow_up = 3, .dropout_rate = 0.02};
  return options;
}

/// Two endpoints, correlated covariates of which one is categorical, powers, products, indicators and levels.
inline SyntheticOptions confounded() {
  SyntheticOptions options;
  options.n = 85;
  options.covariates = {{"age", normal(1, 2)},
                        {"size", lognormal(4.7, 0.5)},
                        {"stage", categorical({{"III", 0.2}, {"I", 0.3}, {"II", 0.5}})},
                        {"male", bernoulli(0.35)}};
  options.correlation = {CorrelationScale::latent, {{"age:size", 0.4}, {"stage:male", -0.3}}};
  options.treatment = {.prevalence = 0.612,
                       .log_odds = {{"age", 0.2},
                                    {"age^2", -0.1},
                                    {"log(size)", 0.8},
                                    {"size > 5", 0.5},
                                    {"stage:III", -1.0},
                                    {"stage:II", 0.3},
                                    {"age:male", 0.25}}};
  options.endpoints = {
      {"os", exponential(0.1, 0.5, {{"age", -0.3}, {"size", -0.3}, {"stage", 0.2}})},
      {"pfs",
       {.marginal = MarginalOptions{.control = {.distribution = SurvivalFamily::weibull, .shape = 1.5, .scale = 4},
                                    .treated = {.distribution = SurvivalFamily::weibull, .shape = 1.5, .scale = 5}},
        .dependence = {{"size", -0.5}}}}};
  options.censoring = {.accrual = 8, .follow_up = 2, .dropout_rate = 0.02};
  return options;
}

inline Mechanism mechanism_of(SyntheticOptions const& options) { return make_mechanism(options, solve(options)); }

} // namespace iptwsim::test
