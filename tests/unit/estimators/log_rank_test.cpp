// Both weighted log-rank tests by fractions.

#include <cmath>

#include <gtest/gtest.h>

#include "estimators/log_rank.hpp"
#include "support/hand_cohort.hpp"

namespace iptwsim::test {
namespace {

constexpr double tight = 1e-15;

double code(Status status) { return static_cast<double>(status); }

// One death in each arm at one time, 2 control and 3 treated at risk.
HandCohort const& tied() {
  static HandCohort const cohort(
      {{1, dies, control}, {2, leaves, control}, {1, dies, treated}, {2, leaves, treated}, {2, leaves, treated}});
  return cohort;
}

TEST(RobustLogRank, BreslowByFractions) {
  // E = 3/5, phi = 5, H = 2/5, HE = 6/25; U = 1 - 6/5. 25 g: -9 (control dies), 6 (treated dies), 6 (control survives),
  // -4 and -4 (treated survive); they sum to 25 U = -5. B = (81 + 36 + 36 + 16 + 16)/625.
  auto const ours = robust_log_rank(tied().table(), Ties::breslow);
  EXPECT_EQ(ours.status, code(Status::ok));
  EXPECT_NEAR(ours.score, -1.0 / 5, tight);
  EXPECT_NEAR(ours.standard_error, std::sqrt(185.0) / 25, tight);
  EXPECT_NEAR(ours.z, -5 / std::sqrt(185.0), tight);
}

TEST(RobustLogRank, EfronByFractions) {
  // E = 3/5, 5/8; phi = 5, 4. Sums over both terms: H = 9/20, HE = 221/800; with the dying's factors 1, 1/2: 13/40 and
  // 317/1600; mean E = 49/80. 1600 g: -663 (control dies), 417 (treated dies), 442 (control survives), -278 twice.
  auto const ours = robust_log_rank(tied().table(), Ties::efron);
  EXPECT_NEAR(ours.score, -9.0 / 40, tight);
  EXPECT_NEAR(ours.standard_error, std::sqrt(663.0 * 663 + 417 * 417 + 442 * 442 + 2 * 278 * 278) / 1600, tight);
}

TEST(XieLiuLogRank, ByFractions) {
  // U = 1 - 3 * 2/5; V = 2 * 3/(5 * 4) * (4 * 3 + 9 * 2)/25 = 9/25.
  auto const ours = xie_liu_log_rank(tied().table());
  EXPECT_EQ(ours.status, code(Status::ok));
  EXPECT_NEAR(ours.score, -1.0 / 5, tight);
  EXPECT_NEAR(ours.standard_error, 3.0 / 5, tight);
  EXPECT_NEAR(ours.z, -1.0 / 3, tight);
}

TEST(XieLiuLogRank, WeightsEnterSquaredCountsDoNot) {
  // N0 = 3, N1 = 2, Q0 = 5, Q1 = 3/2, D = 3, D1 = 1: U = 1 - 2 * 3/5; V = 3/10 * (9 * 3/2 + 4 * 5)/25 = 0.402.
  auto const ours = xie_liu_log_rank(HandCohort({{1, dies, control, 2},
                                                 {2, leaves, control, 1},
                                                 {1, dies, treated, 1},
                                                 {2, leaves, treated, 0.5},
                                                 {2, leaves, treated, 0.5}})
                                         .table());
  EXPECT_NEAR(ours.score, -0.2, tight);
  EXPECT_NEAR(ours.standard_error, std::sqrt(0.402), tight);
}

TEST(XieLiuLogRank, TheLastPatientAtRiskAddsNoVariance) {
  // t = 1: 1 of 2 dies, control: U = -1/2, V = 1 * 1/(2 * 1) * (1 + 1)/4 = 1/4. t = 2: n = 1, U adds 1 - 1, V adds 0.
  auto const ours = xie_liu_log_rank(HandCohort({{1, dies, control}, {2, dies, treated}}).table());
  EXPECT_EQ(ours.score, -0.5);
  EXPECT_EQ(ours.standard_error, 0.5);
  EXPECT_EQ(ours.z, -1);
}

TEST(LogRank, AnArmWithoutEventsIsAnOrdinaryCase) {
  // Control dies at 1, 1 control and 1 treated left: U = -1/3, V = 1 * 2/(3 * 2) * (4 * 1 + 1 * 2)/9 = 2/9.
  RiskTable<double> const table = HandCohort({{1, dies, control}, {2, leaves, control}, {2, leaves, treated}}).table();
  auto const xie_liu = xie_liu_log_rank(table);
  EXPECT_EQ(xie_liu.status, code(Status::ok));
  EXPECT_NEAR(xie_liu.z, -(1.0 / 3) / std::sqrt(2.0 / 9), tight);
  // E = 1/3, H = 1/3, HE = 1/9; 9 g: -3 + 1, 1, -2.
  auto const robust = robust_log_rank(table, Ties::efron);
  EXPECT_EQ(robust.status, code(Status::ok));
  EXPECT_NEAR(robust.z, -3 / std::sqrt(4.0 + 1 + 4), tight);
}

TEST(LogRank, HasNoValueWithoutEvents) {
  RiskTable<double> const table = HandCohort({{1, leaves, control}, {2, leaves, treated}}).table();
  for (auto const& ours : {robust_log_rank(table, Ties::efron), xie_liu_log_rank(table)}) {
    EXPECT_EQ(ours.status, code(Status::no_events));
    EXPECT_TRUE(std::isnan(ours.score));
    EXPECT_TRUE(std::isnan(ours.standard_error));
    EXPECT_TRUE(std::isnan(ours.z));
  }
}

TEST(LogRank, WithoutInformationThereIsNoTest) {
  // Everybody dies at once: Xie-Liu's d (n - d) is 0.
  auto const at_once = xie_liu_log_rank(HandCohort({{1, dies, control}, {1, dies, treated}}).table());
  EXPECT_EQ(at_once.status, code(Status::zero_denominator));
  EXPECT_TRUE(std::isnan(at_once.z));
}

/// U = 0 and B = 0 whatever the weights: all who are at risk die together.
void expect_no_test(HandCohort const& cohort) {
  TimeOrder const order = cohort.order();
  RiskTable<double> table;
  fill_risk_table<double>(order, cohort.counts, cohort.weights, table);
  for (Ties const ties : {Ties::efron, Ties::breslow}) {
    auto const ours = robust_log_rank(table, ties);
    EXPECT_EQ(ours.status, code(Status::zero_denominator));
    EXPECT_NEAR(ours.score, 0, 1e-12);
    EXPECT_EQ(ours.standard_error, 0);
    EXPECT_TRUE(std::isnan(ours.z)) << ours.z;
  }
}

TEST(RobustLogRank, WhereAllDieTogetherThereIsNoTest) {
  for (int n = 2; n <= 30; ++n) {
    std::vector<Patient> patients{{0.5, leaves, control, 2}, {0.25, dies, treated, 3, 0}};
    for (int i = 0; i < n; ++i) patients.push_back({1, dies, i % 3 == 0 ? treated : control, 1.0 / (3 + i)});
    expect_no_test(HandCohort(patients));
  }
  // With late entry twice: everybody at risk dies at 1, everybody who has come since then at 2.
  HandCohort late({{1, dies, control, 0.7},
                   {1, dies, treated, 1.0 / 3},
                   {1, dies, control, 0.1},
                   {2, dies, control, 0.3},
                   {2, dies, treated, 1.0 / 7},
                   {2, dies, treated, 0.9}});
  late.endpoint.entry = {0, 0.5, 0, 1, 1.5, 1};
  expect_no_test(late);
  late.endpoint.time[3] = 3; // who outlives the others makes it a test
  RiskTable<double> table;
  TimeOrder const order = late.order();
  fill_risk_table<double>(order, late.counts, late.weights, table);
  EXPECT_EQ(robust_log_rank(table, Ties::efron).status, code(Status::ok));
}

TEST(LogRank, ArmsNeverAtRiskTogetherCannotBeCompared) {
  // 1 to 60 treated die after control has left: whatever the rounding of w (1/w), there is no information.
  for (int n = 1; n <= 60; ++n) {
    for (double const weight : {1.0, 0.1, 1.0 / 3}) {
      std::vector<Patient> patients{{1, leaves, control, weight}};
      for (int i = 0; i < n; ++i) patients.push_back({2.0 + i / 2, dies, treated, weight});
      RiskTable<double> const table = HandCohort(patients).table();
      auto const efron = robust_log_rank(table, Ties::efron), breslow = robust_log_rank(table, Ties::breslow);
      for (auto const& ours : {efron, breslow, xie_liu_log_rank(table)}) {
        ASSERT_EQ(ours.status, code(Status::zero_denominator)) << n << " treated of weight " << weight;
        ASSERT_TRUE(std::isnan(ours.z));
        ASSERT_NEAR(ours.score, 0, 1e-12);
      }
    }
  }
}

} // namespace
} // namespace iptwsim::test
