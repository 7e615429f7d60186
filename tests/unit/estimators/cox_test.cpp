// The Cox model on cohorts whose score equation is linear or quadratic in r = e^b.

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "estimators/cox.hpp"
#include "support/hand_cohort.hpp"

namespace iptwsim::test {
namespace {

double const root2 = std::sqrt(2.0);
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double tight = 1e-14;

CoxFit<double> fit(std::vector<Patient> const& patients, Ties ties = Ties::efron) {
  return fit_cox(HandCohort(patients).table(), ties);
}

double code(Status status) { return static_cast<double>(status); }

void expect_no_wald_values(CoxFit<double> const& fit) {
  EXPECT_TRUE(std::isnan(fit.naive_se));
  EXPECT_TRUE(std::isnan(fit.robust_se));
}

// A treated death with 2 against 2 at risk, then a control death with 2 control and 1 treated at risk:
//   U = 1 - 2r/(2 + 2r) - r/(2 + r) = 0   <=>   2 + r = r + r^2   <=>   r = sqrt 2.
// With E1 = r/(1 + r) = 2 - sqrt 2 and E2 = 1 - E1:  I = 2 E1 (1 - E1) = 6 sqrt 2 - 8.
std::vector<Patient> const untied{{1, dies, treated}, {2, dies, control}, {3, leaves, control}, {3, leaves, treated}};

TEST(Cox, SolvesAQuadraticScoreEquation) {
  for (Ties const ties : {Ties::efron, Ties::breslow}) { // without ties the rules agree
    auto const ours = fit(untied, ties);
    EXPECT_EQ(ours.status, code(Status::ok));
    EXPECT_NEAR(ours.log_hazard_ratio, std::log(2.0) / 2, tight);
    EXPECT_NEAR(ours.naive_se, 1 / std::sqrt(6 * root2 - 8), tight);
  }
}

TEST(Cox, RobustStandardErrorIsTheSumOfSquaredDerivatives) {
  // 1/phi1 = (sqrt 2 - 1)/2, 1/phi2 = (2 - sqrt 2)/2, E1/phi1 = E2/phi2 = (3 sqrt 2 - 4)/2; g sums to U = 0:
  double const died_treated = 1 - root2 / 2;   // (1 - E1)(1 - r/phi1)
  double const died_control = 2 * root2 - 3;   // -E2 + E1/phi1 + E2/phi2
  double const left_control = 3 * root2 - 4;   // E1/phi1 + E2/phi2
  double const left_treated = 6 - 4.5 * root2; // -r [(1 - E1)/phi1 + (1 - E2)/phi2]
  double const information = 6 * root2 - 8;
  double const meat = died_treated * died_treated + died_control * died_control + left_control * left_control +
                      left_treated * left_treated;
  EXPECT_NEAR(fit(untied).robust_se, std::sqrt(meat) / information, tight);
}

TEST(Cox, WeightsEnterTheRiskSetsAndTheDeaths) {
  // Treated weigh 2: U = 2 (1 - 4r/(2 + 4r)) - 2r/(2 + 2r) = 0  <=>  2 r^2 - r - 2 = 0  <=>  r = (1 + sqrt 17)/4.
  auto const ours = fit({{1, dies, treated, 2}, {2, dies, control}, {3, leaves, control}, {3, leaves, treated, 2}});
  double const r = (1 + std::sqrt(17.0)) / 4;
  EXPECT_NEAR(ours.log_hazard_ratio, std::log(r), tight);
  double const first = 2 * r / (1 + 2 * r), second = r / (1 + r);
  EXPECT_NEAR(ours.naive_se, 1 / std::sqrt(2 * first * (1 - first) + second * (1 - second)), tight);
}

// One death in each arm at the same time, 2 control and 3 treated at risk.
std::vector<Patient> const tied{
    {1, dies, control}, {2, leaves, control}, {1, dies, treated}, {2, leaves, treated}, {2, leaves, treated}};

TEST(Cox, BreslowCountsTheWholeRiskSetForEachTiedDeath) {
  // U = 1 - 2 * 3r/(2 + 3r) = 0  <=>  r = 2/3; E = 1/2, I = 2 E (1 - E) = 1/2.
  auto const ours = fit(tied, Ties::breslow);
  EXPECT_NEAR(ours.log_hazard_ratio, std::log(2.0 / 3), tight);
  EXPECT_NEAR(ours.naive_se, root2, tight);
  // phi = 4, H = D/phi = 1/2, HE = 1/4: g = -1/4 and 1/3 (deaths), 1/4 and twice -1/6 (survivors); B = 7/24.
  EXPECT_NEAR(ours.robust_se, std::sqrt(7.0 / 6), tight);
}

TEST(Cox, EfronTakesTheTiedDeathsOutOneByOne) {
  // U = 1 - 3r/(2 + 3r) - (5/2)r/(3/2 + (5/2)r) = 0  <=>  2/(2 + 3r) = 5r/(3 + 5r)  <=>  r^2 = 2/5.
  auto const ours = fit(tied, Ties::efron);
  EXPECT_NEAR(ours.log_hazard_ratio, std::log(0.4) / 2, tight);
  double const r = std::sqrt(0.4), e = 3 * r / (2 + 3 * r);
  EXPECT_NEAR(ours.naive_se, 1 / std::sqrt(2 * e * (1 - e)), tight);
}

TEST(Cox, CopiesOfADeathAreTiedDeaths) {
  auto const copies =
      fit({{1, dies, control, 1, 2}, {1, dies, treated}, {2, leaves, treated, 1, 3}, {3, leaves, control}});
  auto const rows = fit({{1, dies, control},
                         {1, dies, control},
                         {1, dies, treated},
                         {2, leaves, treated},
                         {2, leaves, treated},
                         {2, leaves, treated},
                         {3, leaves, control}});
  EXPECT_NEAR(copies.log_hazard_ratio, rows.log_hazard_ratio, tight);
  EXPECT_NEAR(copies.naive_se, rows.naive_se, tight);
  EXPECT_NEAR(copies.robust_se, rows.robust_se, tight);
}

TEST(Cox, FindsAHazardRatioFarFromOne) {
  // A tie of one death an arm, 1000001 control and 2 treated at risk:
  //   U = 1 - 2 * 2r/(1000001 + 2r) = 0  <=>  2r = 1000001.
  auto const ours =
      fit({{1, dies, treated, 1}, {1, dies, control, 1}, {2, leaves, control, 1e6}, {2, leaves, treated, 1}},
          Ties::breslow);
  EXPECT_EQ(ours.status, code(Status::ok));
  EXPECT_NEAR(ours.log_hazard_ratio, std::log(1000001.0 / 2), 1e-13);
}

TEST(Cox, IsInfiniteWhenAnArmHasNoEvent) {
  auto const none_in_control = fit({{1, dies, treated}, {2, leaves, control}, {3, leaves, treated}});
  EXPECT_EQ(none_in_control.log_hazard_ratio, infinity);
  EXPECT_EQ(none_in_control.status, code(Status::no_events_control));
  expect_no_wald_values(none_in_control);
  auto const none_in_treated = fit({{1, dies, control}, {2, leaves, control}, {3, leaves, treated}});
  EXPECT_EQ(none_in_treated.log_hazard_ratio, -infinity);
  EXPECT_EQ(none_in_treated.status, code(Status::no_events_treated));
  expect_no_wald_values(none_in_treated);
}

TEST(Cox, IsInfiniteWhenTheArmsAreNotAtRiskTogetherWhenOneOfThemDies) {
  // Every treated patient is dead before the first control dies: the likelihood grows with b for ever.
  auto const plus = fit({{1, dies, treated}, {2, dies, treated}, {3, dies, control}, {4, leaves, control}});
  EXPECT_EQ(plus.log_hazard_ratio, infinity);
  EXPECT_EQ(plus.status, code(Status::monotone_likelihood));
  expect_no_wald_values(plus);
  auto const minus = fit({{1, dies, control}, {2, dies, control}, {3, dies, treated}, {4, leaves, treated}});
  EXPECT_EQ(minus.log_hazard_ratio, -infinity);
  EXPECT_EQ(minus.status, code(Status::monotone_likelihood));
  expect_no_wald_values(minus);
}

TEST(Cox, SaysNothingWhereTheLikelihoodIsFlat) {
  // Control has left before the first death: no value of b is better than another.
  auto const flat = fit({{1, leaves, control}, {2, leaves, control}, {3, dies, treated}, {4, dies, treated}});
  EXPECT_TRUE(std::isnan(flat.log_hazard_ratio));
  EXPECT_NE(flat.status, code(Status::ok));
  expect_no_wald_values(flat);
  EXPECT_EQ(flat.robust_status, flat.status);
}

TEST(Cox, HasNoRobustErrorWhereAllDieTogether) {
  auto const ours = fit({{1, dies, control, 0.1}, {1, dies, treated, 1.0 / 3}, {1, dies, treated, 0.7}});
  EXPECT_EQ(ours.status, code(Status::ok));
  EXPECT_NEAR(ours.log_hazard_ratio, 0, 1e-14);
  EXPECT_GT(ours.naive_se, 0);
  EXPECT_TRUE(std::isnan(ours.robust_se));
  EXPECT_EQ(ours.robust_status, code(Status::zero_denominator));
  // Somebody who outlives them makes it an ordinary case.
  auto const outlived = fit({{1, dies, control}, {1, dies, treated}, {2, leaves, treated}});
  EXPECT_GT(outlived.robust_se, 0);
  EXPECT_EQ(outlived.robust_status, code(Status::ok));
}

TEST(Cox, HasNoValueWithoutEvents) {
  auto const ours = fit({{1, leaves, control}, {2, leaves, treated}});
  EXPECT_TRUE(std::isnan(ours.log_hazard_ratio));
  EXPECT_EQ(ours.status, code(Status::no_events));
  expect_no_wald_values(ours);
  // Events of patients who were not drawn are no events.
  auto const not_drawn = fit({{1, dies, control, 0, 0}, {2, leaves, treated}, {3, leaves, control}});
  EXPECT_EQ(not_drawn.status, code(Status::no_events));
}

} // namespace
} // namespace iptwsim::test
