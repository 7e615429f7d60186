// Median survival and cumulative incidence among competing events, worked by hand.

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "estimators/cumulative_incidence.hpp"
#include "estimators/kaplan_meier.hpp"
#include "estimators/median.hpp"
#include "support/hand_cohort.hpp"
#include "support/random_cohort.hpp"

namespace iptwsim::test {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

constexpr auto competes = static_cast<Ending>(2);

double median(HandCohort const& cohort, Arm arm = control) {
  std::vector<double> curve;
  kaplan_meier(cohort.table(), arm, curve);
  return median_survival(cohort.order(), curve);
}

std::vector<double> incidence(HandCohort const& cohort, Arm arm = control) {
  auto const table = cohort.table();
  std::vector<double> curve, out;
  kaplan_meier(table, arm, curve);
  cumulative_incidence(table, arm, curve, out);
  return out;
}

TEST(Median, IsTheFirstTimeAtOrBelowOneHalf) {
  // 5/6, then 2 of the 5 left die at 3: 1/2, flat until 7.
  HandCohort const flat({{1, dies, control},
                         {3, dies, control},
                         {3, dies, control},
                         {4, leaves, control},
                         {7, dies, control},
                         {8, leaves, control}});
  EXPECT_EQ(median(flat), 3); // the beginning of the stretch, not its middle 5
  // 4/5 at 1, then 4/5 * 2/3 = 8/15 at 4, * 1/2 = 4/15 at 6.
  HandCohort const past(
      {{1, dies, control}, {2, leaves, control}, {4, dies, control}, {6, dies, control}, {9, leaves, control}});
  EXPECT_EQ(median(past), 6);
}

TEST(Median, RoundingDoesNotMoveIt) {
  // 9/10 * 8/9 * 7/8 * 6/7 * 5/6 = 1/2, however the product rounds.
  std::vector<Patient> ten;
  for (int i = 1; i <= 10; ++i) ten.push_back({static_cast<double>(i), i <= 5 || i > 7 ? dies : leaves, control});
  EXPECT_EQ(median(HandCohort(ten)), 5);
}

TEST(Median, OfAWeightedArm) {
  // Control: 1 of 4 dies at 1, 3 of 3 at 2. Treated: weights 3 of 5 at 1; the other arm's times do not matter.
  HandCohort const both(
      {{1, dies, control, 1}, {2, dies, control, 3}, {1.5, dies, treated, 3}, {5, leaves, treated, 2}});
  EXPECT_EQ(median(both, control), 2);
  EXPECT_EQ(median(both, treated), 1.5);
}

TEST(Median, IsNotReachedAboveOneHalf) {
  HandCohort const high({{1, dies, control}, {2, leaves, control}, {3, leaves, control}});
  EXPECT_TRUE(std::isnan(median(high)));
  EXPECT_TRUE(std::isnan(median(HandCohort({{1, leaves, control}}))));
}

TEST(Median, AtTimeZero) { EXPECT_EQ(median(HandCohort({{0, dies, control}, {3, leaves, control}})), 0); }

// Six patients: event and competing event tie at 2.
HandCohort const& six() {
  static HandCohort const cohort({{1, competes, control},
                                  {2, dies, control},
                                  {2, competes, control},
                                  {3, leaves, control},
                                  {4, dies, control},
                                  {5, leaves, control}});
  return cohort;
}

TEST(CumulativeIncidence, OfSixPatientsByHand) {
  // Event times 1, 2, 4. All-cause S: 5/6, 5/6 * 3/5 = 1/2, 1/2 * 1/2 = 1/4.
  // F: 0, 5/6 * 1/5 = 1/6, 1/6 + 1/2 * 1/2 = 5/12.
  EXPECT_THAT(incidence(six()), ElementsAre(0, DoubleEq(1.0 / 6), DoubleEq(5.0 / 12)));
  EXPECT_EQ(median(six()), 2); // of survival free of every cause
}

TEST(CumulativeIncidence, OfBothCausesAndSurvivalSumToOne) {
  HandCohort swapped = six();
  for (auto& event : swapped.endpoint.event) event = event == 0 ? 0 : event == 1 ? 2 : 1;
  auto const one = incidence(six()), other = incidence(swapped);
  // The other cause: 1/6, 1/6 + 5/6 * 1/5 = 1/3, 1/3.
  EXPECT_THAT(other, ElementsAre(DoubleEq(1.0 / 6), DoubleEq(1.0 / 3), DoubleEq(1.0 / 3)));
  std::vector<double> curve;
  kaplan_meier(six().table(), control, curve);
  for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(one[k] + other[k] + curve[k], 1, 1e-15);
}

TEST(CumulativeIncidence, CarriesWeightsAndCopies) {
  // At 1: 2 copies of weight 3 of 6 + 2 + 4 compete: S = 1/2. At 2: 2 of 6 die: F = 1/2 * 1/3.
  HandCohort const cohort({{1, competes, control, 3, 2}, {2, dies, control, 2}, {3, leaves, control, 4}});
  EXPECT_THAT(incidence(cohort), ElementsAre(0, DoubleEq(1.0 / 6)));
}

TEST(CumulativeIncidence, IsCarriedForwardWhereNobodyIsLeft) {
  HandCohort const cohort({{1, dies, control}, {2, leaves, control}, {3, dies, treated}});
  EXPECT_THAT(incidence(cohort), ElementsAre(0.5, 0.5));
  EXPECT_THAT(incidence(cohort, treated), ElementsAre(0, 1));
}

TEST(CumulativeIncidence, WithoutCompetingEventsIsOneMinusSurvival) {
  for (std::uint64_t index = 0; index < 20; ++index) {
    auto const random = random_cohort(index);
    TimeOrder const order(random.cohort.endpoints[0], random.cohort.treated);
    RiskTable<double> table;
    fill_risk_table<double>(order, random.counts, random.weights, table);
    for (std::size_t arm = 0; arm < 2; ++arm) {
      std::vector<double> curve, out;
      kaplan_meier(table, arm, curve);
      cumulative_incidence(table, arm, curve, out);
      for (std::size_t k = 0; k < curve.size(); ++k) EXPECT_NEAR(out[k], 1 - curve[k], 1e-14);
    }
  }
}

} // namespace
} // namespace iptwsim::test
