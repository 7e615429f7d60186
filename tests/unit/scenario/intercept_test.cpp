#include <cmath>

#include <gtest/gtest.h>

#include "support/mechanisms.hpp"

namespace iptwsim {
namespace {

using namespace test;

SyntheticOptions treated_by(AssignmentOptions treatment) {
  SyntheticOptions options;
  options.n = 10;
  options.covariates = {{"x", normal(0, 1)}, {"c", categorical({{"a", 0.2}, {"b", 0.8}})}};
  options.treatment = std::move(treatment);
  options.endpoints = {{"os", exponential(1, 1)}};
  return options;
}

TEST(SolveIntercept, NeedsNoPointsWithoutTerms) {
  SolvedIntercept const share = solve_intercept(treated_by({.prevalence = 0.2}));
  EXPECT_DOUBLE_EQ(share.value, std::log(0.25));
  EXPECT_EQ(share.error, 0);
  EXPECT_TRUE(share.is_solved);
  EXPECT_EQ(solve_intercept(treated_by({.randomized = 0.5})).value, 0);
  SolvedIntercept const given = solve_intercept(treated_by({.intercept = -1.25, .log_odds = {{"x", 1}}}));
  EXPECT_EQ(given.value, -1.25);
  EXPECT_EQ(given.error, 0);
  EXPECT_FALSE(given.is_solved);
  SyntheticOptions arms = treated_by({});
  arms.n.reset();
  arms.arms = {33, 52};
  EXPECT_NEAR(solve_intercept(arms).value, std::log(52.0 / 33.0), 1e-15);
}

// Python: scipy 1.10.1, brentq (xtol 1e-14) of quad over x in [-12, 12], level b by its probability
TEST(SolveIntercept, AgreesWithQuadrature) {
  struct Case {
    double prevalence, x, b, intercept;
  };
  for (Case const& c : {Case{0.3, 1.0, 0.0, -1.0184006519909765}, Case{0.612, 2.5, -1.0, 1.6755375509070332},
                        Case{0.02, 0.5, 1.5, -5.338850061758215}}) {
    SolvedIntercept const solved =
        solve_intercept(treated_by({.prevalence = c.prevalence, .log_odds = {{"x", c.x}, {"c:b", c.b}}}));
    EXPECT_LT(std::fabs(solved.value - c.intercept), 4.5 * solved.error) << c.prevalence;
    EXPECT_LT(solved.error, 1e-3);
    EXPECT_GT(solved.error, 0);
  }
}

TEST(SolveIntercept, OfArmsIsThatOfTheirShare) {
  SyntheticOptions arms = treated_by({.log_odds = {{"x", 1}}});
  arms.n.reset();
  arms.arms = {70, 30};
  SolvedIntercept const share = solve_intercept(treated_by({.prevalence = 0.3, .log_odds = {{"x", 1}}}));
  EXPECT_EQ(solve_intercept(arms).value, share.value);
  EXPECT_EQ(solve_intercept(arms).error, share.error);
}

TEST(SolveIntercept, IsTheSameForEverySampleSizeAndOutcome) {
  SyntheticOptions options = confounded();
  double const value = solve_intercept(options).value;
  options.n = 1000;
  options.endpoints.resize(1);
  options.censoring = {};
  EXPECT_EQ(solve_intercept(options).value, value);
}

TEST(SolveIntercept, IsFoundForExtremeTerms) {
  for (double const b : {30.0, 1000.0}) {
    SolvedIntercept const solved = solve_intercept(treated_by({.prevalence = 0.7, .log_odds = {{"x", b}}}));
    EXPECT_NEAR(solved.value / b, 0.5244, 0.01); // x > -0.5244 in 70 %
  }
}

TEST(SolveIntercept, IsNaNWhereTermsOverflow) {
  SolvedIntercept const solved = solve_intercept(treated_by({.prevalence = 0.7, .log_odds = {{"x^9", 1e307}}}));
  EXPECT_TRUE(std::isnan(solved.value));
  EXPECT_TRUE(std::isnan(solved.error));
}

} // namespace
} // namespace iptwsim
