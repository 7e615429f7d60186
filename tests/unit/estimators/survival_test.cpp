// Weighted Kaplan-Meier curves and the area under them, worked by hand.

#include <gtest/gtest.h>

#include "estimators/kaplan_meier.hpp"
#include "estimators/rmst.hpp"
#include "support/hand_cohort.hpp"

namespace iptwsim::test {
namespace {

double survival(HandCohort const& cohort, Arm arm, double t) {
  std::vector<double> curve;
  kaplan_meier(cohort.table(), arm, curve);
  return survival_at(curve, cohort.order().event_times_until(t));
}

double restricted_mean(HandCohort const& cohort, Arm arm, double tau) {
  std::vector<double> curve;
  kaplan_meier(cohort.table(), arm, curve);
  return rmst(curve, RmstWidths(cohort.order(), tau));
}

// Control: 8 at risk at 1, of which 1 dies: 7/8. 5 at risk at 3, of which 3 die: 7/8 * 2/5 = 7/20.
// Treated: the death at 2 is the last of those at risk (weight 1/2 of 1/2): 0.
HandCohort const& weighted() {
  static HandCohort const cohort({{1, dies, control, 1},
                                  {2, leaves, control, 2},
                                  {3, dies, control, 3},
                                  {4, leaves, control, 2},
                                  {1, leaves, treated, 7},
                                  {2, dies, treated, 0.5}});
  return cohort;
}

TEST(KaplanMeier, MultipliesTheSharesThatSurvive) {
  EXPECT_EQ(survival(weighted(), control, 0), 1);
  EXPECT_EQ(survival(weighted(), control, 0.999), 1);
  EXPECT_EQ(survival(weighted(), control, 1), 7.0 / 8); // right-continuous: the death at 1 counts at 1
  EXPECT_EQ(survival(weighted(), control, 2.5), 7.0 / 8);
  EXPECT_NEAR(survival(weighted(), control, 3), 7.0 / 20, 1e-16);
}

TEST(KaplanMeier, IsExactlyZeroAfterTheLastOfAnArmDies) {
  EXPECT_EQ(survival(weighted(), treated, 1.5), 1);
  EXPECT_EQ(survival(weighted(), treated, 2), 0);
  EXPECT_EQ(survival(weighted(), treated, 3), 0);
  // Weights that no binary fraction holds: nobody is left over.
  HandCohort const thirds({{1, dies, control, 1.0 / 3}, {1, dies, control, 0.1}, {1, dies, control, 0.7}});
  EXPECT_EQ(survival(thirds, control, 1), 0);
}

TEST(KaplanMeier, ADeathAtTimeZeroCountsAtZero) {
  // 1 of 1 + 2 + 1 + 1 dies at 0: 4/5; then 1 of the 2 left dies at 2: 2/5.
  HandCohort const cohort(
      {{0, dies, control, 1}, {0, leaves, control, 2}, {2, dies, control, 1}, {5, leaves, control, 1}});
  EXPECT_DOUBLE_EQ(survival(cohort, control, 0), 4.0 / 5);
  EXPECT_DOUBLE_EQ(survival(cohort, control, 2), 2.0 / 5);
}

TEST(KaplanMeier, DeathsComeBeforeCensoringsOfTheSameTime) {
  HandCohort const cohort({{2, leaves, control}, {2, dies, control}, {2, leaves, control}, {3, dies, control}});
  EXPECT_EQ(survival(cohort, control, 2), 3.0 / 4); // 1 of 4, not 1 of 2
}

TEST(KaplanMeier, IsCarriedForwardBeyondTheLastFollowUp) {
  EXPECT_EQ(survival(weighted(), control, 1000), survival(weighted(), control, 3));
}

TEST(KaplanMeier, CopiesAreRows) {
  // Control of weighted() with two copies of the first death: N = 9, S(1) = 7/9.
  HandCohort const cohort(
      {{1, dies, control, 1, 2}, {2, leaves, control, 2}, {3, dies, control, 3}, {4, leaves, control, 2}});
  EXPECT_DOUBLE_EQ(survival(cohort, control, 1), 7.0 / 9);
  EXPECT_DOUBLE_EQ(survival(cohort, control, 3), 7.0 / 9 * 2 / 5);
}

TEST(KaplanMeier, IsOneWithoutEvents) {
  HandCohort const cohort({{1, leaves, control}, {2, leaves, treated}});
  EXPECT_EQ(survival(cohort, control, 5), 1);
  EXPECT_EQ(restricted_mean(cohort, control, 5), 5);
}

TEST(Rmst, IsTheAreaUnderTheSteps) {
  // Control: 1 on [0, 1), 7/8 on [1, 3), 7/20 from 3. The treated arm's event at 2 splits a step, not the area.
  EXPECT_EQ(restricted_mean(weighted(), control, 0.5), 0.5);
  EXPECT_EQ(restricted_mean(weighted(), control, 1), 1);
  EXPECT_DOUBLE_EQ(restricted_mean(weighted(), control, 1.5), 1 + 7.0 / 16);
  EXPECT_DOUBLE_EQ(restricted_mean(weighted(), control, 2), 1 + 7.0 / 8);
  EXPECT_DOUBLE_EQ(restricted_mean(weighted(), control, 3), 1 + 7.0 / 4);
  EXPECT_DOUBLE_EQ(restricted_mean(weighted(), control, 4), 1 + 7.0 / 4 + 7.0 / 20);
}

TEST(Rmst, CarriesTheCurveForwardToTheHorizon) {
  EXPECT_DOUBLE_EQ(restricted_mean(weighted(), control, 10), 1 + 7.0 / 4 + 7 * 7.0 / 20);
  EXPECT_DOUBLE_EQ(restricted_mean(weighted(), treated, 10), 2); // S is 0 from 2 on
}

TEST(Rmst, ADeathAtTimeZeroLowersTheWholeCurve) {
  HandCohort const cohort({{0, dies, control}, {5, leaves, control}});
  EXPECT_EQ(restricted_mean(cohort, control, 3), 1.5);
}

} // namespace
} // namespace iptwsim::test
