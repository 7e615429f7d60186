// What is wrong with a whole scenario: the parts' own problems with their place, and what parts say together.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "scenario/problems.hpp"
#include "support/mechanisms.hpp"
#include "support/problems_text.hpp"

namespace iptwsim {
namespace {

using namespace test;
using testing::HasSubstr;

template <class Change> std::string told(Change change) {
  SyntheticOptions options = confounded();
  change(options);
  return text_of(problems_of(options));
}

TEST(SyntheticProblems, NoneOfAGoodScenario) {
  EXPECT_EQ(told([](SyntheticOptions&) {}), "");
  EXPECT_EQ(told([](SyntheticOptions& o) {
              o.n.reset();
              o.arms = {33, 52};
              o.treatment.prevalence.reset();
            }),
            "");
  EXPECT_EQ(told([](SyntheticOptions& o) { o.treatment = {.randomized = 0.5}; }), "");
  EXPECT_EQ(told([](SyntheticOptions& o) {
              o.n.reset();
              o.arms = {20, 20};
              o.treatment = {.randomized = 0.5};
            }),
            "");
  EXPECT_EQ(told([](SyntheticOptions& o) {
              o.covariates.clear(), o.correlation.reset(), o.treatment = {.prevalence = 0.3},
                                                           o.endpoints = {{"os", exponential(1, 1)}};
            }),
            "");
}

TEST(SyntheticProblems, OfThePartsHaveTheirPlace) {
  EXPECT_THAT(told([](SyntheticOptions& o) { o.covariates[1].second.sigma.reset(); }), HasSubstr("covariates.size"));
  EXPECT_THAT(told([](SyntheticOptions& o) {
                o.correlation->pairs = {{"age:sise", 0.1}};
              }),
              HasSubstr("correlation.pairs.age:sise: "));
  EXPECT_THAT(told([](SyntheticOptions& o) {
                o.endpoints[0].second.dependence = {{"sise", 0.1}};
              }),
              testing::AllOf(HasSubstr("endpoints.os.dependence.sise: "), HasSubstr("\"size\"")));
  EXPECT_THAT(told([](SyntheticOptions& o) { o.endpoints[1].second.marginal->control.scale.reset(); }),
              HasSubstr("endpoints.pfs.marginal.control"));
  EXPECT_THAT(told([](SyntheticOptions& o) { o.censoring.follow_up.reset(); }), HasSubstr("censoring.accrual: "));
  EXPECT_THAT(told([](SyntheticOptions& o) {
                o.treatment.log_odds = {{"sise", 1}};
              }),
              HasSubstr("treatment.log_odds.sise: log_odds has \"sise\", no covariate"));
}

TEST(SyntheticProblems, OfTheNumberOfPatients) {
  EXPECT_EQ(told([](SyntheticOptions& o) { o.n.reset(); }),
            ": there is no n (a cohort has a size), add n, or arms: {control: N0, treated: N1}");
  EXPECT_EQ(told([](SyntheticOptions& o) {
              o.arms = {33, 52}, o.treatment.prevalence.reset();
            }),
            "n: n stands beside arms (the arms have 85 patients together), take one of them out");
  EXPECT_THAT(told([](SyntheticOptions& o) {
                o.arms = {16777215, 1}, o.n.reset(), o.treatment.prevalence.reset();
              }),
              HasSubstr("arms: the arms have 16777216 patients together (a cohort has at most 16777215)"));
}

TEST(SyntheticProblems, OfTheShareOfTreatedPatients) {
  EXPECT_EQ(told([](SyntheticOptions& o) { o.treatment = {}; }),
            "treatment: treatment does not say how many are treated (a share of treated patients, or the log odds of "
            "one, is needed), add prevalence, intercept or randomized, or arms beside it");
  EXPECT_EQ(told([](SyntheticOptions& o) { o.treatment.intercept = 1; }),
            "treatment.intercept: intercept stands beside prevalence (each of them says how many are treated), leave "
            "one of them");
  EXPECT_EQ(told([](SyntheticOptions& o) { o.treatment = {.prevalence = 0.5, .randomized = 0.5}; }),
            "treatment.randomized: randomized stands beside prevalence (each of them says how many are treated), leave "
            "one of them");
  EXPECT_EQ(
      told([](SyntheticOptions& o) {
        o.arms = {1, 1}, o.n.reset();
      }),
      "treatment.prevalence: prevalence stands beside arms (each of them says how many are treated), leave one of "
      "them");
  EXPECT_EQ(told([](SyntheticOptions& o) { o.treatment.randomized = 0.5, o.treatment.prevalence.reset(); }),
            "treatment.log_odds: log_odds stands beside randomized (a randomized treatment depends on nothing), take "
            "one of them out");
  EXPECT_EQ(
      told([](SyntheticOptions& o) {
        o.arms = {30, 10}, o.n.reset(), o.treatment = {.randomized = 0.5};
      }),
      "treatment.randomized: randomized is 0.5 and 0.25 of the arms is treated (the arms fix the share of treated "
      "patients), take one of them out");
}

TEST(SyntheticProblems, OfEndlessLives) {
  auto const without_end = [](SyntheticOptions& o) { o.censoring = {}; };
  EXPECT_EQ(told(without_end), "");
  auto const cured = [](SyntheticOptions& o) { o.endpoints[0].second.marginal->control.cured = 0.25; };
  EXPECT_EQ(told(cured), "");
  EXPECT_EQ(told([&](SyntheticOptions& o) { without_end(o), cured(o); }),
            "endpoints.os.marginal.control: 0.25 of the control arm never have the event (without censoring they would "
            "be followed for ever), add follow_up or dropout_rate under censoring");
  EXPECT_EQ(told([&](SyntheticOptions& o) {
              without_end(o);
              o.endpoints[0].second.marginal->treated.hazard_ratio = 0;
            }),
            "endpoints.os.marginal.treated: 1 of the treated arm never have the event (without censoring they would be "
            "followed for ever), add follow_up or dropout_rate under censoring");
  EXPECT_EQ(told([&](SyntheticOptions& o) {
              cured(o);
              o.censoring = {.dropout_rate = 0.1};
            }),
            "");
}

TEST(SyntheticProblems, OfNames) {
  EXPECT_EQ(
      told([](SyntheticOptions& o) { o.covariates.emplace_back("os_time", bernoulli(0.5)); }),
      "covariates.os_time: a covariate is called \"os_time\" (a data set written to a CSV has a column of endpoint "
      "\"os\" of this name), call it differently");
  EXPECT_THAT(told([](SyntheticOptions& o) { o.covariates.emplace_back("treatment", bernoulli(0.5)); }),
              HasSubstr("a column of the treatment of this name"));
}

TEST(SyntheticProblems, AreAllTold) {
  std::string const all = told([](SyntheticOptions& o) {
    o.n.reset();
    o.treatment = {.log_odds = {{"sise", 1}, {"rcs(age, 4)", 1}}};
    o.censoring.dropout_shape = 2, o.censoring.dropout_rate.reset();
    o.covariates[0].second.sd.reset();
  });
  for (char const* const part :
       {"covariates.age", "there is no n", "treatment: ", "sise", "rcs", "censoring.dropout_shape"}) {
    EXPECT_THAT(all, HasSubstr(part));
  }
}

} // namespace
} // namespace iptwsim
