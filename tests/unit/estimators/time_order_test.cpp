// Who stands where in time: the order on which every estimator sweeps.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/hand_cohort.hpp"

namespace iptwsim::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(TimeOrder, TiedPatientsOfOneTimeStandInOneInterval) {
  TimeOrder const order = HandCohort({{2, dies, treated},
                                      {2, leaves, control},
                                      {2, dies, control},
                                      {1, leaves, treated},
                                      {5, dies, control},
                                      {3, leaves, treated},
                                      {7, leaves, control},
                                      {2, dies, treated}})
                              .order();
  ASSERT_EQ(order.event_times(), 2U);
  EXPECT_EQ(order.event_time(0), 2);
  EXPECT_EQ(order.event_time(1), 5);
  EXPECT_THAT(order.events(0, control), ElementsAre(2));
  EXPECT_THAT(order.events(0, treated), ElementsAre(0, 7));
  // Patient 1 is censored at the very time of the deaths: still at risk there, so in this interval. 5 leaves at 3.
  EXPECT_THAT(order.leavers(0, control), ElementsAre(1));
  EXPECT_THAT(order.leavers(0, treated), ElementsAre(5));
  EXPECT_THAT(order.events(1, control), ElementsAre(4));
  EXPECT_THAT(order.events(1, treated), IsEmpty());
  EXPECT_THAT(order.leavers(1, control), ElementsAre(6));
  EXPECT_THAT(order.leavers(1, treated), IsEmpty());
}

TEST(TimeOrder, LongestFollowedComesFirstByArm) {
  TimeOrder const order =
      HandCohort({{2, dies, treated}, {4, leaves, control}, {4, dies, control}, {9, leaves, treated}}).order();
  EXPECT_THAT(order.longest_first(control), ElementsAre(1, 2));
  EXPECT_THAT(order.longest_first(treated), ElementsAre(3, 0));
  EXPECT_EQ(order.time(3), 9);
}

TEST(TimeOrder, CountsEventTimesUpToATimeIncluded) {
  TimeOrder const order = HandCohort({{2, dies, treated}, {5, dies, control}, {6, leaves, control}}).order();
  EXPECT_EQ(order.event_times_until(0), 0U);
  EXPECT_EQ(order.event_times_until(1.999), 0U);
  EXPECT_EQ(order.event_times_until(2), 1U);
  EXPECT_EQ(order.event_times_until(4.999), 1U);
  EXPECT_EQ(order.event_times_until(5), 2U);
  EXPECT_EQ(order.event_times_until(1e9), 2U);
}

TEST(TimeOrder, APatientCensoredBeforeTheFirstEventIsNeverAtRiskAtOne) {
  HandCohort const cohort({{1, leaves, control}, {2, leaves, treated}, {3, leaves, control}, {10, dies, treated}});
  TimeOrder const order = cohort.order();
  ASSERT_EQ(order.event_times(), 1U);
  EXPECT_THAT(order.events(0, treated), ElementsAre(3));
  EXPECT_THAT(order.leavers(0, control), IsEmpty());
  EXPECT_THAT(order.leavers(0, treated), IsEmpty());
  EXPECT_EQ(cohort.table().records[0].raw_at_risk[0] + cohort.table().records[0].raw_at_risk[1], 1);
}

TEST(TimeOrder, AnEventAtTimeZeroIsAnEventTime) {
  TimeOrder const order = HandCohort({{0, dies, control}, {0, leaves, treated}, {1, leaves, treated}}).order();
  ASSERT_EQ(order.event_times(), 1U);
  EXPECT_EQ(order.event_time(0), 0);
  EXPECT_THAT(order.leavers(0, treated), ElementsAre(1, 2));
}

TEST(TimeOrder, WithoutEventsOrPatientsThereAreNoEventTimes) {
  TimeOrder const no_events = HandCohort({{1, leaves, control}, {2, leaves, treated}}).order();
  EXPECT_EQ(no_events.patients(), 2U);
  EXPECT_EQ(no_events.event_times(), 0U);
  EXPECT_EQ(no_events.event_times_until(100), 0U);
  TimeOrder const nobody = HandCohort({}).order();
  EXPECT_EQ(nobody.patients(), 0U);
  EXPECT_EQ(nobody.event_times(), 0U);
  EXPECT_THAT(nobody.longest_first(control), IsEmpty());
}

} // namespace
} // namespace iptwsim::test
