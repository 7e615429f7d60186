// Components that are solved for: against closed forms and nested quadrature, and wishes that cannot be had.

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "scenario/problems.hpp"
#include "scenario/solved.hpp"
#include "support/mechanisms.hpp"
#include "support/problems_text.hpp"

namespace iptwsim {
namespace {

using namespace test;
using testing::HasSubstr;

SurvivalOfOptions wish(std::string endpoint, double at, double equals) {
  return {.endpoint = std::move(endpoint), .at = at, .equals = equals};
}

/// Weibull through the point that its survival is at.
ArmSurvivalOptions weibull(double at, double equals) {
  return {.distribution = SurvivalFamily::weibull, .shape = 1.3, .survival = SurvivalAtOptions{at, equals}};
}
ArmSurvivalOptions weibull(SurvivalOfOptions wish) {
  return {.distribution = SurvivalFamily::weibull, .shape = 1.3, .survival_of = std::move(wish)};
}

/// Overall survival in both arms by other deaths, of which those of the disease are known; then recurrence.
SyntheticOptions published() {
  SyntheticOptions options = three_causes();
  options.components[0].second = {
      .marginal = {.control = weibull(wish("rfs", 5, 0.5)), .treated = {.hazard_ratio = 0.4}},
      .dependence = {{"size", -0.4}}};
  options.components[1].second = {.marginal = {.control = weibull(5, 0.8), .treated = {.hazard_ratio = 0.5}},
                                  .dependence = {{"age", -0.3}, {"size", -0.2}}};
  options.components[2].second = {
      .marginal = {.control = weibull(wish("os", 5, 0.7)), .treated = {.survival_of = wish("os", 4, 0.8)}},
      .dependence = {{"age", -0.5}}};
  options.component_correlation = {.pairs = {{"recurrence:disease_death", 0.5}}};
  return options;
}

TEST(Calibration, IndependentComponentsAreQuotients) {
  SyntheticOptions options = published();
  options.component_correlation.reset();
  for (auto& [name, component] : options.components) component.dependence.clear();
  Solved const solved = solve_without_intercept(options);
  ASSERT_EQ(solved.survivals.size(), 3U);
  EXPECT_EQ(solved.survivals[0].component, "recurrence");
  EXPECT_NEAR(solved.survivals[0].survival, 0.5 / 0.7, 1e-14);
  EXPECT_NEAR(solved.survivals[1].survival, 0.7 / 0.8, 1e-14);
  EXPECT_FALSE(solved.survivals[1].is_treated);
  EXPECT_TRUE(solved.survivals[2].is_treated);
  // disease death in the treated arm at 4: S_control(4)^0.5, Weibull of shape 1.3 through 0.8 at 5
  double const disease = std::exp(0.5 * std::log(0.8) * std::pow(0.8, 1.3));
  EXPECT_NEAR(solved.survivals[2].survival, 0.8 / disease, 1e-14);
}

// scipy: brentq on nested quad of the normal density with correlations 0.15 (age: -0.3 times -0.5) and 0.5.
TEST(Calibration, DependentComponentsAgainstNestedQuadrature) {
  Solved const solved = solve_without_intercept(published());
  EXPECT_NEAR(solved.survivals[1].survival, 0.8626695264369884, 1e-11);
  EXPECT_NEAR(solved.survivals[0].survival, 0.6457653572068921, 1e-11);
  for (SolvedSurvival const& one : solved.survivals) EXPECT_LT(one.error, 1e-10);
}

TEST(Calibration, SolvedComponentsHaveTheirFamilyAndRatio) {
  SyntheticOptions const options = published();
  ASSERT_TRUE(problems_of(options).empty());
  Solved const solved = solve_without_intercept(options);
  Mechanism const mechanism = make_mechanism(options, solved);
  EXPECT_NEAR(mechanism.arms(0).control.survival(5.0), solved.survivals[0].survival, 1e-14);
  EXPECT_NEAR(mechanism.arms(2).treated.survival(4.0), solved.survivals[2].survival, 1e-14);
  double const ratio =
      mechanism.arms(2).treated.cumulative_hazard(1.0) / mechanism.arms(2).control.cumulative_hazard(1.0);
  EXPECT_NEAR(mechanism.arms(2).treated.cumulative_hazard(7.0) / mechanism.arms(2).control.cumulative_hazard(7.0),
              ratio, 1e-12 * ratio);
  Solved const again = solved_of(options, numbers_of(solve(options)));
  EXPECT_EQ(again.survivals[2].survival, solved.survivals[2].survival);
  EXPECT_EQ(again.survivals[2].at, 4);
  EXPECT_EQ(again.intercept.value, solve_intercept(with_solved(options, solved.survivals)).value);
}

template <class Change> std::string told(Change change) {
  SyntheticOptions options = published();
  change(options);
  return text_of(problems_of(options));
}

TEST(Calibration, WishesThatCannotBeHad) {
  using Options = SyntheticOptions;
  EXPECT_EQ(told([](Options&) {}), "");
  EXPECT_EQ(
      told([](Options& o) { o.components[0].second.marginal.control.survival_of->equals = 0.75; }),
      "components.recurrence.marginal.control.survival_of: survival 0.75 of rfs at 5 in the control arm cannot be "
      "had (disease_death and other_death alone leave 0.7, the survival of os, and recurrence can only lower it), "
      "choose less than 0.7, or let disease_death and other_death happen less often");
  EXPECT_THAT(told([](Options& o) { o.components[2].second.marginal.treated.survival_of->equals = 0.99; }),
              HasSubstr("survival 0.99 of os at 4 in the treated arm cannot be had (disease_death alone leaves"));
  EXPECT_EQ(told([](Options& o) { o.components[1].second.marginal.control = weibull(wish("os", 5, 0.65)); }),
            "components.recurrence.marginal.control.survival_of: recurrence (control), disease_death (control), "
            "other_death (control), other_death (treated) wait for one another (a component is solved for the survival "
            "of an endpoint whose other components are known), let one of them be known, or ask for an endpoint with "
            "fewer components");
  EXPECT_EQ(told([](Options& o) { o.components[0].second.marginal.control.survival_of->endpoint = "os"; }),
            "components.recurrence.marginal.control.survival_of: recurrence is to be solved for the survival of \"os\" "
            "(recurrence is not in its minimum_of), choose from rfs");
  EXPECT_THAT(told([](Options& o) { o.components[0].second.marginal.control.survival_of->endpoint = "pfs"; }),
              HasSubstr("survival_of has \"pfs\", no endpoint"));
  EXPECT_THAT(told([](Options& o) {
                o.components[0].second.marginal.control.survival = SurvivalAtOptions{5, 0.9};
              }),
              HasSubstr("the control arm has survival and survival_of"));
  EXPECT_THAT(told([](Options& o) { o.components[0].second.marginal.control.scale = 2; }),
              HasSubstr("components.recurrence.marginal.control"));
  EXPECT_THAT(told([](Options& o) {
                o.endpoints[0].second = exponential(0.1, 1);
                o.endpoints[0].second.marginal->treated = {.survival_of = wish("os", 4, 0.8)};
                for (int arm = 0; arm < 2; ++arm) o.components[2].second.marginal = cause(1, 1).marginal;
              }),
              HasSubstr("endpoint \"os\" has survival_of"));
}

// A median before the time at which survival is solved to be above 1/2: the family cannot have both.
TEST(Calibration, FamiliesThatCannotReachTheAnswer) {
  EXPECT_THAT(
      told([](SyntheticOptions& o) {
        o.components[2].second.marginal.control = {
            .distribution = SurvivalFamily::weibull, .survival_of = wish("os", 5, 0.7), .median = 2};
      }),
      HasSubstr("components.other_death.marginal.control.survival_of: other_death would need survival 0.86267 at "
                "5"));
}

} // namespace
} // namespace iptwsim
