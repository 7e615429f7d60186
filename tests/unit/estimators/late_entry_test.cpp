// Late entry: who is at risk when, by hand, and every sum and estimate of random cohorts against the definition, risk
// set by risk set, {i : entry < t <= time}.

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/estimates.hpp"
#include "support/hand_cohort.hpp"
#include "support/late_cohort.hpp"
#include "support/near.hpp"

namespace iptwsim::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Events at 4 (control), 5 (treated) and 8 (control); patients 2 and 4 enter at an event time, 5 between two and 6 and
/// 7 are at risk at none.
HandCohort hand_cohort() {
  HandCohort cohort({{4, dies, control, 0.5},
                     {6, leaves, control, 2},
                     {8, dies, control, 1.5},
                     {5, dies, treated, 3},
                     {9, leaves, treated, 0.25},
                     {8, leaves, treated, 4},
                     {7, leaves, control, 9},
                     {3, leaves, treated, 9}});
  cohort.endpoint.entry = {0, 2, 4, 1, 5, 4.5, 5.5, 0};
  return cohort;
}

TEST(LateEntry, PatientsEnterAfterTheEventsOfTheirEntryTime) {
  TimeOrder const order = hand_cohort().order();
  ASSERT_EQ(order.event_times(), 3U);
  EXPECT_TRUE(order.has_entry());
  EXPECT_THAT(order.entrants(0, control), ElementsAre(2));
  EXPECT_THAT(order.entrants(0, treated), ElementsAre(5));
  EXPECT_THAT(order.entrants(1, control), IsEmpty());
  EXPECT_THAT(order.entrants(1, treated), ElementsAre(4));
  EXPECT_THAT(order.leavers(1, control), ElementsAre(1)); // not 6, who is at risk at no event time
  EXPECT_EQ(order.stays().size(), 6U);
  EXPECT_FALSE(HandCohort({{4, dies, control}}).order().has_entry());
}

TEST(LateEntry, RiskSetsByHand) {
  HandCohort const cohort = hand_cohort();
  TimeOrder const order = cohort.order();
  RiskTable<double> table;
  fill_risk_table<double>(order, cohort.counts, cohort.weights, table);
  EXPECT_THAT(table.records[0].at_risk, ElementsAre(2.5, 3));
  EXPECT_THAT(table.records[1].at_risk, ElementsAre(3.5, 7));
  EXPECT_THAT(table.records[2].at_risk, ElementsAre(1.5, 4.25));
  EXPECT_THAT(table.records[0].raw_at_risk, ElementsAre(2, 1));
  EXPECT_THAT(table.records[1].raw_at_risk, ElementsAre(2, 2));
  EXPECT_THAT(table.records[2].squares_at_risk, ElementsAre(2.25, 16.0625));
  std::vector<double> curve;
  kaplan_meier(table, control, curve);
  EXPECT_THAT(curve, ElementsAre(0.8, 0.8, 0)); // the last of those who are there dies
  kaplan_meier(table, treated, curve);
  EXPECT_THAT(curve, ElementsAre(1, testing::DoubleEq(4.0 / 7), testing::DoubleEq(4.0 / 7)));
}

/// Sums over one risk set, copies counted.
struct Set {
  std::array<double, 2> at_risk{}, deaths{}, squares{}, raw{}, raw_deaths{};
};

Set set_at(RandomCohort const& random, double t) {
  Endpoint const& endpoint = random.cohort.endpoints[0];
  Set set;
  for (std::size_t i = 0; i < endpoint.time.size(); ++i) {
    if (!(endpoint.entry[i] < t && t <= endpoint.time[i])) continue;
    std::size_t const arm = random.cohort.treated[i];
    double const copies = random.counts[i], once = copies * random.weights[i];
    set.at_risk[arm] += once;
    set.squares[arm] += once * random.weights[i];
    set.raw[arm] += copies;
    if (endpoint.time[i] != t || endpoint.event[i] != 1) continue;
    set.deaths[arm] += once;
    set.raw_deaths[arm] += copies;
  }
  return set;
}

RandomCohort usable(RandomCohort random) {
  for (std::size_t i = 0; i < random.counts.size(); ++i) {
    if (random.counts[i] == 0) random.weights[i] = 0;
  }
  return random;
}

/// U(b) of a Cox model by its definition.
double score(RandomCohort const& random, TimeOrder const& order, double b, Ties ties) {
  double const r = std::exp(b);
  double total = 0;
  for (std::size_t k = 0; k < order.event_times(); ++k) {
    Set const set = set_at(random, order.event_time(k));
    double const d = set.raw_deaths[0] + set.raw_deaths[1], dead = set.deaths[0] + set.deaths[1];
    if (d == 0) continue;
    double mean = 0;
    for (double l = 0; l < d; ++l) {
      double const c = ties == Ties::efron ? l / d : 0;
      double const control = set.at_risk[0] - c * set.deaths[0], treated = (set.at_risk[1] - c * set.deaths[1]) * r;
      mean += treated / (control + treated) / d;
    }
    total += set.deaths[1] - dead * mean;
  }
  return total;
}

TEST(LateEntry, SumsAreThoseOfTheirRiskSets) {
  for (std::uint64_t index = 0; index < random_cohorts; ++index) {
    RandomCohort const random = usable(late_cohort(index));
    TimeOrder const order(random.cohort.endpoints[0], random.cohort.treated);
    RiskTable<double> table;
    fill_risk_table<double>(order, random.counts, random.weights, table);
    std::array<double, 2> survival{1, 1};
    std::array<std::vector<double>, 2> curve;
    for (std::size_t arm = 0; arm < 2; ++arm) kaplan_meier(table, arm, curve[arm]);
    double u = 0, v = 0;
    for (std::size_t k = 0; k < order.event_times(); ++k) {
      Set const set = set_at(random, order.event_time(k));
      RiskRecord<double> const& record = table.records[k];
      for (std::size_t arm = 0; arm < 2; ++arm) {
        ASSERT_TRUE(same(record.at_risk[arm], set.at_risk[arm], 1e-13)) << index;
        ASSERT_TRUE(same(record.squares_at_risk[arm], set.squares[arm], 1e-13)) << index;
        ASSERT_EQ(record.raw_at_risk[arm], set.raw[arm]) << index;
        ASSERT_EQ(record.raw_deaths[arm], set.raw_deaths[arm]) << index;
        ASSERT_EQ(record.at_risk[arm] == 0, set.raw[arm] == 0) << index; // exactly nobody
        if (set.raw[arm] > 0) survival[arm] *= 1 - set.deaths[arm] / set.at_risk[arm];
        ASSERT_TRUE(same(curve[arm][k], survival[arm], 1e-13)) << index;
        ASSERT_EQ(curve[arm][k] == 0, survival[arm] == 0) << index;
      }
      double const d = set.raw_deaths[0] + set.raw_deaths[1], n = set.raw[0] + set.raw[1];
      double const total = set.at_risk[0] + set.at_risk[1];
      if (d == 0) continue;
      u += set.deaths[1] - set.at_risk[1] * (set.deaths[0] + set.deaths[1]) / total;
      if (n < 2) continue;
      v += d * (n - d) / (n * (n - 1)) *
           (set.at_risk[0] * set.at_risk[0] * set.squares[1] + set.at_risk[1] * set.at_risk[1] * set.squares[0]) /
           (total * total);
    }
    LogRank<double> const test = xie_liu_log_rank(table);
    if (std::isnan(test.z)) continue;
    ASSERT_TRUE(same(test.score, u)) << index;
    ASSERT_TRUE(same(test.standard_error * test.standard_error, v)) << index;
  }
}

// g_i = dU/dw_i by differences of the definition: the robust variance knows when each patient came.
TEST(LateEntry, TheMeatSumsTheSquaredDerivativesOfTheScore) {
  for (std::uint64_t index = 0; index < 60; ++index) {
    RandomCohort const random = usable(late_cohort(index));
    TimeOrder const order(random.cohort.endpoints[0], random.cohort.treated);
    RiskTable<double> table;
    fill_risk_table<double>(order, random.counts, random.weights, table);
    for (Ties const ties : {Ties::efron, Ties::breslow}) {
      double const b = 0.4, h = 1e-5;
      double meat = 0;
      for (std::size_t i = 0; i < random.weights.size(); ++i) {
        double const copies = random.counts[i];
        if (copies == 0) continue;
        RandomCohort more = random, less = random;
        more.weights[i] += h;
        less.weights[i] -= h;
        double const g = (score(more, order, b, ties) - score(less, order, b, ties)) / (2 * h) / copies; // of each copy
        meat += copies * random.weights[i] * random.weights[i] * g * g;
      }
      CoxScore<double> const at = cox_score(table, b, ties);
      ASSERT_NEAR(at.score, score(random, order, b, ties), 1e-9) << index;
      ASSERT_NEAR(at.meat, meat, 1e-6 * (1 + meat)) << index;
      double const slope = (score(random, order, b + h, ties) - score(random, order, b - h, ties)) / (2 * h);
      ASSERT_NEAR(at.information, -slope, 1e-6 * (1 + at.information)) << index;
    }
  }
}

TEST(LateEntry, AtZeroIsNone) {
  for (std::uint64_t index = 0; index < 60; ++index) {
    RandomCohort random = usable(random_cohort(index));
    Endpoint& endpoint = random.cohort.endpoints[0];
    for (double& time : endpoint.time) time += 1; // nobody leaves at 0
    Estimates const without = estimate(random.cohort, random.counts, random.weights, random_horizon);
    endpoint.entry.assign(endpoint.time.size(), 0.0);
    Estimates const with = estimate(random.cohort, random.counts, random.weights, random_horizon);
    for (std::size_t arm = 0; arm < 2; ++arm) ASSERT_EQ(with.curve[arm], without.curve[arm]) << index;
    for (std::size_t ties = 0; ties < 2; ++ties) {
      ASSERT_TRUE(same(with.cox[ties].log_hazard_ratio, without.cox[ties].log_hazard_ratio, 0)) << index;
      ASSERT_TRUE(same(with.cox[ties].robust_se, without.cox[ties].robust_se)) << index;
      ASSERT_TRUE(same(with.robust[ties].z, without.robust[ties].z)) << index;
    }
  }
}

} // namespace
} // namespace iptwsim::test
