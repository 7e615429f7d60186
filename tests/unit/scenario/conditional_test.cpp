// Times that are given by the covariates: the model by hand, its inverse, and what can be wrong with its options.

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "math/constants.hpp"
#include "scenario/conditional_survival.hpp"
#include "scenario/problems.hpp"
#include "support/conditional.hpp"

namespace iptwsim {
namespace {

using test::model_of;
using test::one_covariate;
using testing::ElementsAre;

ConditionalSurvival compiled(SyntheticOptions const& options) {
  return ConditionalSurvival(*options.endpoints[0].second.conditional, options.covariates);
}

TEST(ConditionalSurvival, ProportionalHazardsWithFrailtyByHand) {
  SyntheticOptions options = one_covariate();
  double const x = 1.5, t = 2;
  ConditionalSurvival const model = compiled(options);
  EXPECT_NEAR(model.score(0, &x), 1.2, 1e-15);
  EXPECT_NEAR(model.score(1, &x), 1.2 - 0.7 + 0.45, 1e-15);
  double const hazard = std::pow(2.0 / 5, 1.3) * std::exp(0.95);
  EXPECT_NEAR(model.survival(t, 0.95), std::pow(1 + 0.5 * hazard, -2), 1e-14);
  model_of(options).frailty.reset();
  EXPECT_NEAR(compiled(options).survival(t, 0.95), std::exp(-hazard), 1e-14);
  model_of(options).solved_shift = 0.3;
  EXPECT_NEAR(compiled(options).score(0, &x), 1.5, 1e-15);
}

TEST(ConditionalSurvival, AcceleratedTimesByHand) {
  SyntheticOptions options = one_covariate();
  ConditionalOptions& model = model_of(options);
  model.baseline = {};
  model.baseline.distribution = SurvivalFamily::log_logistic;
  model.baseline.shape = 2;
  model.baseline.scale = 3;
  model.log_hazard_ratios.clear();
  model.log_time_ratios = {{"x", 0.5}};
  model.treatment = {};
  model.treatment.log_time_ratio = 0.4;
  model.frailty.reset();
  ConditionalSurvival const given = compiled(options);
  EXPECT_TRUE(given.is_accelerated());
  double const x = 2;
  EXPECT_NEAR(given.score(1, &x), -1.4, 1e-15); // times are e^1.4 as long
  EXPECT_NEAR(given.survival(4.0, given.score(1, &x)), 1 / (1 + std::pow(4 / (3 * std::exp(1.4)), 2)), 1e-14);
}

TEST(ConditionalSurvival, TimesInvertTheSurvivalAndDensitiesAreItsSlope) {
  for (bool const is_accelerated : {false, true}) {
    for (double const variance : {0.0, 0.7, 3.0}) {
      for (SurvivalFamily const family : {SurvivalFamily::weibull, SurvivalFamily::log_logistic,
                                          SurvivalFamily::gompertz, SurvivalFamily::lognormal}) {
        SyntheticOptions options = one_covariate();
        ConditionalOptions& model = model_of(options);
        model.baseline = {};
        model.baseline.distribution = family;
        model.baseline.survival = SurvivalAtOptions{.at = 3, .equals = 0.6};
        if (family == SurvivalFamily::lognormal) {
          model.baseline.sigma = 0.8;
        } else {
          model.baseline.shape = 0.9;
        }
        if (is_accelerated) {
          model.log_hazard_ratios.clear();
          model.treatment = {};
          model.treatment.log_time_ratio = 0.4;
        }
        if (variance > 0) {
          model.frailty = FrailtyOptions{variance};
        } else {
          model.frailty.reset();
        }
        ConditionalSurvival const given = compiled(options);
        for (double const e : {1e-6, 0.1, 0.7, 4.0}) {
          for (double const score : {-1.5, 0.0, 2.0}) {
            double const t = given.time_of(e, score);
            if (t == math::infinity) { // e^(own hazard / shape), and its own hazard is e^12 / 3 without frailty
              EXPECT_TRUE(family == SurvivalFamily::log_logistic && e * variance == 12);
              continue;
            }
            EXPECT_NEAR(given.cumulative_hazard(t, score) / e, 1, 1e-10);
            double const step = 1e-5 * t, faster = std::exp(score);
            auto const point = given.at(given.baseline_at(is_accelerated ? t * faster : t), faster);
            EXPECT_NEAR(point.survival, std::exp(-e), 1e-12);
            double const slope = (given.survival(t - step, score) - given.survival(t + step, score)) / (2 * step);
            EXPECT_NEAR(point.density * t, slope * t, 1e-8);
          }
        }
      }
    }
  }
}

TEST(ConditionalSurvival, CuredPatientsNeverHaveTheEvent) {
  SyntheticOptions options = one_covariate();
  model_of(options).baseline.cured = 0.5;
  model_of(options).frailty.reset();
  ConditionalSurvival const given = compiled(options);
  EXPECT_EQ(given.time_of(0.70, 0.0), math::infinity); // beyond log 2
  EXPECT_LT(given.time_of(0.69, 0.0), math::infinity);
  EXPECT_LT(given.time_of(0.70, 0.1), math::infinity);
}

/// what (why), advice; each behind its path.
std::vector<std::string> told(SyntheticOptions const& options) {
  std::vector<std::string> lines;
  for (OptionProblem const& problem : problems_of(options)) {
    std::string line;
    for (std::string const& key : problem.path) line += (line.empty() ? "" : ".") + key;
    lines.push_back(line + ": " + problem.what + " (" + problem.why + "), " + problem.advice);
  }
  return lines;
}

TEST(ConditionalProblems, NoneOfAGoodModel) { EXPECT_THAT(told(one_covariate()), ElementsAre()); }

TEST(ConditionalProblems, OneScale) {
  SyntheticOptions options = one_covariate();
  model_of(options).log_time_ratios = {{"x", 1}};
  EXPECT_THAT(told(options),
              ElementsAre("endpoints.os.conditional.log_hazard_ratios: conditional has log hazard ratios "
                          "and log time ratios (either the hazard is multiplied, or time), write all of "
                          "them on one scale"));
  model_of(options).log_hazard_ratios.clear();
  EXPECT_THAT(
      told(options),
      ElementsAre("endpoints.os.conditional.treatment.log_hazard_ratio: treatment has a log hazard ratio beside "
                  "log time ratios (either the hazard is multiplied, or time), write log_time_ratio, or "
                  "log_hazard_ratios"));
}

TEST(ConditionalProblems, OneEffect) {
  SyntheticOptions options = one_covariate();
  model_of(options).treatment = {};
  EXPECT_THAT(
      told(options),
      ElementsAre("endpoints.os.conditional.treatment: treatment says no effect (no effect is an effect that has "
                  "to be chosen), write log_hazard_ratio: 0 for no effect, or log_hazard_ratio, log_time_ratio "
                  "or marginal for one"));
  model_of(options).treatment.log_hazard_ratio = 0;
  model_of(options).treatment.marginal = MarginalEffectOptions{};
  EXPECT_THAT(
      told(options),
      ElementsAre("endpoints.os.conditional.treatment.marginal: treatment has log_hazard_ratio and marginal (each "
                  "of them says the effect), take one of them out",
                  "endpoints.os.conditional.treatment.marginal: marginal wants nothing (one number is solved for "
                  "one wish), write one of hazard_ratio, survival_difference and rmst_difference"));
  model_of(options).treatment.log_hazard_ratio.reset();
  model_of(options).treatment.marginal = MarginalEffectOptions{.survival_difference = WantedDifferenceOptions{3, 1.5},
                                                               .rmst_difference = WantedDifferenceOptions{3, 0.1}};
  EXPECT_THAT(
      told(options),
      ElementsAre("endpoints.os.conditional.treatment.marginal: marginal wants 2 things (one number is solved for "
                  "one wish), write one of hazard_ratio, survival_difference and rmst_difference",
                  "endpoints.os.conditional.treatment.marginal.survival_difference.equals: a survival difference "
                  "of 1.5 is wanted (survival lies between 0 and 1), write a number between -1 and 1"));
}

TEST(ConditionalProblems, TermsAndBaselines) {
  SyntheticOptions options = one_covariate();
  model_of(options).log_hazard_ratios = {{"y", 1}};
  model_of(options).treatment.interactions = {{"log(x)", 1}};
  model_of(options).baseline.scale.reset();
  EXPECT_THAT(
      told(options),
      ElementsAre(
          "endpoints.os.conditional.baseline.distribution: distribution weibull has only shape (it needs two of "
          "shape, scale, survival and median), add another",
          "endpoints.os.conditional.log_hazard_ratios.y: log_hazard_ratios has \"y\", no covariate (the "
          "covariates are x), correct it, or add the covariate",
          "endpoints.os.conditional.treatment.interactions.log(x): interactions has \"log(x)\" (a normal "
          "covariate is not always above 0), give x a truncate: [LOW, HIGH] above 0, or use another "
          "distribution"));
  options = one_covariate();
  ConditionalOptions& model = model_of(options);
  model.log_hazard_ratios.clear();
  model.treatment = {};
  model.treatment.log_time_ratio = 0.4;
  model.baseline = {};
  model.baseline.distribution = SurvivalFamily::piecewise_exponential;
  model.baseline.from = {0, 2};
  model.baseline.rates = {0.1, 0};
  options.censoring = {};
  EXPECT_THAT(
      told(options),
      ElementsAre("endpoints.os.conditional.baseline.distribution: the baseline's hazard jumps under accelerated "
                  "failure time (it would jump at another time for each patient, which true values are not "
                  "integrated over), choose another distribution, or log_hazard_ratios"));
  model.treatment = {};
  model.treatment.log_hazard_ratio = 0.4;
  EXPECT_THAT(
      told(options),
      ElementsAre("endpoints.os.conditional.baseline: some patients never have the event (without censoring they "
                  "would be followed for ever), add follow_up or dropout_rate under censoring"));
}

TEST(ConditionalProblems, WhatIsSolvedUnderAFollowUpNeedsOneForAll) {
  SyntheticOptions options = one_covariate();
  options.censoring.dropout_rate = 0.1;
  options.censoring.dropout_log_hazard = {{"x", 0.5}};
  EXPECT_THAT(told(options), ElementsAre());
  model_of(options).treatment.log_hazard_ratio.reset();
  model_of(options).treatment.marginal =
      MarginalEffectOptions{.hazard_ratio = WantedHazardRatioOptions{0.6, CoxLimitKind::design}};
  model_of(options).event_fraction = 0.3;
  EXPECT_THAT(
      told(options),
      ElementsAre("endpoints.os.conditional.treatment.marginal.hazard_ratio.limit: the limit under the follow-up is "
                  "wanted beside dropout_log_hazard (drop-out that differs between patients has no part in it), write "
                  "limit: uncensored, or take dropout_log_hazard out",
                  "endpoints.os.conditional.event_fraction: event_fraction is wanted beside dropout_log_hazard "
                  "(drop-out that differs between patients has no part in it), take one of them out"));
  model_of(options).treatment.marginal->hazard_ratio->limit = CoxLimitKind::uncensored;
  model_of(options).event_fraction.reset();
  EXPECT_THAT(told(options), ElementsAre());
}

TEST(ConditionalProblems, StandsAlone) {
  SyntheticOptions options = one_covariate();
  options.endpoints[0].second.dependence = {{"x", 0.3}};
  options.endpoints[0].second.marginal = test::exponential(0.1, 0.5).marginal;
  EXPECT_THAT(
      told(options),
      ElementsAre("endpoints.os.marginal: endpoint \"os\" has marginal and conditional (conditional says all of "
                  "its time: a model given covariates and treatment), take one of them out",
                  "endpoints.os.dependence: endpoint \"os\" has dependence and conditional (conditional says all "
                  "of its time: a model given covariates and treatment), take one of them out"));
}

} // namespace
} // namespace iptwsim
