// Times that are given by the covariates in a config: what is read, what is written back, what cannot be had.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/dump.hpp"
#include "unit/config/synthetic.hpp"

namespace iptwsim {
namespace {

using testing::ElementsAre;
using testing::Pair;

/// The good config with this in the place of marginal and dependence.
std::string conditional_with(std::string const& conditional) {
  std::string text = test::synthetic_config;
  std::size_t const begin = text.find("        marginal:"), end = text.find("    censoring:");
  return text.replace(begin, end - begin, "        conditional: " + conditional + "\n");
}

TEST(ConditionalConfig, EveryKeyIsRead) {
  std::string const text = conditional_with(
      "{baseline: {distribution: weibull, shape: 1.2, median: 6, cured: 0.1}, log_hazard_ratios: {size: 0.2, "
      "stage:III: 0.7}, treatment: {marginal: {hazard_ratio: {equals: 0.7, limit: design}}, interactions: {mitoses: "
      "-0.3}}, frailty: {variance: 0.5}, event_fraction: 0.3}");
  Study const study = parse_study(text, "c.yaml");
  ConditionalOptions const& model = study.cohort.synthetic->endpoints.at(0).second.conditional.value();
  EXPECT_EQ(model.baseline.distribution, SurvivalFamily::weibull);
  EXPECT_EQ(model.baseline.median, 6);
  EXPECT_EQ(model.baseline.cured, 0.1);
  EXPECT_THAT(model.log_hazard_ratios, ElementsAre(Pair("size", 0.2), Pair("stage:III", 0.7)));
  EXPECT_EQ(model.treatment.marginal->hazard_ratio->equals, 0.7);
  EXPECT_EQ(model.treatment.marginal->hazard_ratio->limit, CoxLimitKind::design);
  EXPECT_THAT(model.treatment.interactions, ElementsAre(Pair("mitoses", -0.3)));
  EXPECT_EQ(model.frailty->variance, 0.5);
  EXPECT_EQ(model.event_fraction, 0.3);
  EXPECT_FALSE(model.is_accelerated());
  std::string const echo = dump_study(study);
  EXPECT_EQ(dump_study(parse_study(echo, "echo.json")), echo);
}

TEST(ConditionalConfig, TimeRatiosMakeItAccelerated) {
  std::string const text = conditional_with("{baseline: {distribution: lognormal, median: 6, sigma: 0.8}, "
                                            "log_time_ratios: {size: -0.2}, treatment: {log_time_ratio: 0.3}}");
  Study const study = parse_study(text, "c.yaml");
  EXPECT_TRUE(study.cohort.synthetic->endpoints.at(0).second.conditional->is_accelerated());
  std::string const echo = dump_study(study);
  EXPECT_EQ(dump_study(parse_study(echo, "echo.json")), echo);
}

TEST(ConditionalConfig, ReplacesMarginal) {
  EXPECT_EQ(
      test::synthetic_problems("        dependence:", "        conditional: {baseline: {distribution: "
                                                      "exponential, rate: 1}, treatment: {log_hazard_ratio: 0}}\n"
                                                      "        dependence:"),
      "c.yaml:14:11: endpoint \"os\" has marginal and conditional (conditional says all of its time: a model given "
      "covariates and treatment), take one of them out\n"
      "c.yaml:17:21: endpoint \"os\" has dependence and conditional (conditional says all of its time: a model "
      "given covariates and treatment), take one of them out");
}

TEST(ConditionalConfig, WhatIsNeeded) {
  EXPECT_EQ(
      test::problems_of(conditional_with("{treatment: {marginal: {hazard_ratio: {equals: 0.7}}}}")),
      "c.yaml:13:22: conditional lacks the key \"baseline\" (survival of an untreated patient whose terms are all "
      "0), add it\n"
      "c.yaml:13:60: hazard_ratio lacks the key \"limit\" (of a Cox model of treatment alone: uncensored, with "
      "every event seen; design, under the follow-up of censoring), add it");
  EXPECT_EQ(test::problems_of(conditional_with("{baseline: {distribution: exponential, rate: 1, hazard_ratio: 2}, "
                                               "treatment: {log_hazard_ratio: 0}, frailty: {variance: 11}}")),
            "c.yaml:13:70: unknown key \"hazard_ratio\" (baseline has distribution, rate, shape, scale, sigma, from, "
            "rates, survival, median, cured), it belongs under cohort.synthetic.components.NAME.marginal.control\n"
            "c.yaml:13:142: variance is 11 (out of range), write a number above 0 and of at most 10");
}

TEST(ConditionalConfig, WishesThatCannotBeHad) {
  EXPECT_THAT(test::problems_of(conditional_with(
                  "{baseline: {distribution: exponential, rate: 0.1}, treatment: {marginal: {survival_difference: {at: "
                  "5, equals: 0.5}}}}")),
              testing::StartsWith("c.yaml:13:117: a survival difference of 0.5 at 5 cannot be had (whatever the "
                                  "treatment effect on patients, it lies between -0.6065 and 0.3935), choose one "
                                  "between them"));
}

} // namespace
} // namespace iptwsim
