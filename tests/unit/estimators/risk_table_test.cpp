// What is at risk, dies and leaves at each event time, summed by hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/hand_cohort.hpp"

namespace iptwsim::test {
namespace {

using testing::ElementsAre;

// Event times of the cohort: 1, 2, 3. The last patient is not drawn (no copy, so weight 0): nobody dies at 3.
//                                    time ending  arm      weight copies
HandCohort const& sample() {
  static HandCohort const cohort({{1.0, dies, control, 2.0, 1},
                                  {2.0, leaves, treated, 0.5, 3},
                                  {2.0, dies, treated, 3.0, 2},
                                  {3.0, leaves, control, 4.0, 1},
                                  {0.5, leaves, control, 5.0, 1},
                                  {3.0, dies, treated, 0.0, 0}});
  return cohort;
}

TEST(RiskTable, SumsCopiesTimesWeights) {
  RiskTable<double> const table = sample().table();
  ASSERT_EQ(table.records.size(), 3U);
  EXPECT_THAT(table.raw_events, ElementsAre(1, 2));

  RiskRecord<double> const& first = table.records[0]; // t = 1: all but the patient who left at 1/2
  EXPECT_THAT(first.at_risk, ElementsAre(2 + 4, 3 * 0.5 + 2 * 3));
  EXPECT_THAT(first.deaths, ElementsAre(2, 0));
  EXPECT_THAT(first.squares_at_risk, ElementsAre(4 + 16, 3 * 0.25 + 2 * 9));
  EXPECT_THAT(first.squares_deaths, ElementsAre(4, 0));
  EXPECT_THAT(first.squares_leavers, ElementsAre(0, 0));
  EXPECT_EQ(first.raw_at_risk[0] + first.raw_at_risk[1], 1 + 3 + 2 + 1);
  EXPECT_THAT(first.raw_deaths, ElementsAre(1, 0));

  RiskRecord<double> const& second = table.records[1]; // t = 2
  EXPECT_THAT(second.at_risk, ElementsAre(4, 7.5));
  EXPECT_THAT(second.deaths, ElementsAre(0, 6));
  EXPECT_THAT(second.squares_deaths, ElementsAre(0, 18));
  EXPECT_THAT(second.squares_leavers, ElementsAre(0, 0.75));
  EXPECT_EQ(second.raw_at_risk[0] + second.raw_at_risk[1], 6);
  EXPECT_THAT(second.raw_deaths, ElementsAre(0, 2));

  RiskRecord<double> const& third = table.records[2]; // t = 3: an event time of the cohort, not of this replicate
  EXPECT_THAT(third.at_risk, ElementsAre(4, 0));
  EXPECT_THAT(third.deaths, ElementsAre(0, 0));
  EXPECT_THAT(third.squares_leavers, ElementsAre(16, 0));
  EXPECT_EQ(third.raw_at_risk[0] + third.raw_at_risk[1], 1);
  EXPECT_THAT(third.raw_deaths, ElementsAre(0, 0));
}

TEST(RiskTable, LastFollowUpIsThatOfThePatientsDrawn) {
  HandCohort const& cohort = sample();
  TimeOrder const order = cohort.order();
  EXPECT_EQ(last_follow_up<double>(order, cohort.counts, control), 3);
  EXPECT_EQ(last_follow_up<double>(order, cohort.counts, treated), 2); // the one followed to 3 is not drawn
  std::vector<double> const nobody(cohort.counts.size(), 0.0);
  EXPECT_EQ(last_follow_up<double>(order, nobody, control), -1);
}

TEST(RiskTable, TheTablesMemoryIsReusedWithoutTrace) {
  HandCohort const& cohort = sample();
  RiskTable<double> reused = HandCohort({{1, dies, control}, {2, dies, treated}}).table();
  fill_risk_table<double>(cohort.order(), cohort.counts, cohort.weights, reused);
  RiskTable<double> const fresh = cohort.table();
  ASSERT_EQ(reused.records.size(), fresh.records.size());
  for (std::size_t k = 0; k < fresh.records.size(); ++k) {
    EXPECT_EQ(reused.records[k].at_risk, fresh.records[k].at_risk);
    EXPECT_EQ(reused.records[k].raw_at_risk, fresh.records[k].raw_at_risk);
  }
  EXPECT_EQ(reused.raw_events, fresh.raw_events);
}

} // namespace
} // namespace iptwsim::test
