// Bootstrap intervals of nine replicates, worked by hand.

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "inference/bootstrap_test.hpp"
#include "inference/intervals.hpp"

namespace iptwsim::test {
namespace {

using testing::ElementsAre;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Sorted 1 2 4 8 9 11 15 20 30: R = 9, so rank (R + 1) alpha = 10 alpha.
std::vector<double> const nine{9, 1, 30, 4, 2, 20, 11, 8, 15};

Interval interval(IntervalMethod method, std::vector<double> const& replicates, double level, double estimate = 10) {
  ReplicateSample const sample(replicates);
  return bootstrap_interval(method, {sample, estimate}, level);
}

void expect(Interval const& ours, double lower, double upper, Status status) {
  if (std::isnan(lower)) {
    EXPECT_TRUE(std::isnan(ours.lower)) << ours.lower;
  } else {
    EXPECT_DOUBLE_EQ(ours.lower, lower);
  }
  if (std::isnan(upper)) {
    EXPECT_TRUE(std::isnan(ours.upper)) << ours.upper;
  } else {
    EXPECT_DOUBLE_EQ(ours.upper, upper);
  }
  EXPECT_EQ(ours.status, status);
}

TEST(Percentile, AnIntegerRankIsAnOrderStatistic) {
  expect(interval(IntervalMethod::percentile, nine, 0.6), 2, 20, Status::ok); // ranks 2 and 8
  expect(interval(IntervalMethod::percentile, nine, 0.4), 4, 15, Status::ok); // ranks 3 and 7
}

TEST(Percentile, BetweenRanksInterpolatesOnTheNormalScale) {
  // Ranks 2.5 and 7.5. Phi^-1 of 0.2, 0.25, 0.3: -0.8416212335729142, -0.6744897501960817, -0.5244005127080407.
  double const share = (0.8416212335729142 - 0.6744897501960817) / (0.8416212335729142 - 0.5244005127080407);
  auto const ours = interval(IntervalMethod::percentile, nine, 0.5);
  EXPECT_NEAR(ours.lower, 2 + share * (4 - 2), 1e-14);
  EXPECT_NEAR(ours.upper, 15 + (1 - share) * (20 - 15), 1e-13);
  EXPECT_EQ(ours.status, Status::ok);
}

TEST(Percentile, BeyondTheFirstAndLastRankAreTheExtremes) {
  expect(interval(IntervalMethod::percentile, nine, 0.95), 1, 30, Status::too_few_replicates); // ranks 1/4, 9.75
  expect(interval(IntervalMethod::percentile, nine, 0.85), 1, 30, Status::too_few_replicates);
  expect(interval(IntervalMethod::basic, nine, 0.95), 2 * 10 - 30, 2 * 10 - 1, Status::too_few_replicates);
}

TEST(Percentile, RankOneIsEnough) {
  // (R + 1)(1 - level)/2 is 1 here; (1 - 0.8)/2 * 10 in floating point is a little less.
  expect(interval(IntervalMethod::percentile, nine, 0.8), 1, 30, Status::ok);
  std::vector<double> nineteen(19);
  for (std::size_t i = 0; i < 19; ++i) nineteen[i] = static_cast<double>(i);
  expect(interval(IntervalMethod::percentile, nineteen, 0.9), 0, 18, Status::ok);
}

TEST(Percentile, OneReplicateIsBothLimits) {
  expect(interval(IntervalMethod::percentile, {3}, 0.95), 3, 3, Status::too_few_replicates);
}

TEST(Basic, MirrorsThePercentileLimits) {
  expect(interval(IntervalMethod::basic, nine, 0.6), 2 * 10 - 20, 2 * 10 - 2, Status::ok);
}

TEST(Normal, IsCentredOnTheBiasCorrectedEstimate) {
  // 1 .. 9: mean 5, sd^2 = 60/8; estimate 4: bias 1, centre 3.
  std::vector<double> const replicates{5, 1, 9, 2, 8, 3, 7, 4, 6};
  auto const ours = interval(IntervalMethod::normal, replicates, 0.95, 4);
  double const half = 1.959963984540054 * std::sqrt(7.5);
  EXPECT_NEAR(ours.lower, 3 - half, 1e-14);
  EXPECT_NEAR(ours.upper, 3 + half, 1e-14);
  EXPECT_EQ(ours.status, Status::ok);
}

TEST(Normal, OneReplicateHasNoSpread) {
  auto const ours = interval(IntervalMethod::normal, {3}, 0.95);
  EXPECT_TRUE(std::isnan(ours.lower) && std::isnan(ours.upper));
  EXPECT_NE(ours.status, Status::ok);
}

TEST(InfiniteReplicates, TakeTheirRank) {
  // Sorted -Inf 2 4 8 9 11 15 Inf Inf.
  std::vector<double> const replicates{9, -inf, inf, 4, 2, inf, 11, 8, 15};
  ReplicateSample const sample(replicates);
  EXPECT_EQ(sample.size(), 9U);
  EXPECT_EQ(sample.infinite(), 3U);
  expect(interval(IntervalMethod::percentile, replicates, 0.4), 4, 15, Status::ok);
  expect(interval(IntervalMethod::percentile, replicates, 0.6), 2, inf, Status::ok);
  expect(interval(IntervalMethod::basic, replicates, 0.6), -inf, 18, Status::ok);
  // Ranks 2.5 and 7.5: the upper neighbours are 15 and Inf. Ranks 1.5 and 8.5: -Inf and 2, Inf and Inf.
  EXPECT_EQ(interval(IntervalMethod::percentile, replicates, 0.5).upper, inf);
  expect(interval(IntervalMethod::percentile, replicates, 0.7), -inf, inf, Status::ok);
}

TEST(InfiniteReplicates, HaveNoNormalIntervalAndNoStandardError) {
  std::vector<double> const replicates{1, 2, inf, 3};
  ReplicateSample const sample(replicates);
  EXPECT_TRUE(std::isnan(sample.mean()));
  EXPECT_TRUE(std::isnan(sample.standard_deviation()));
  EXPECT_EQ(sample.moment_status(), Status::non_finite_replicates);
  expect(interval(IntervalMethod::normal, replicates, 0.95), nan, nan, Status::non_finite_replicates);
}

TEST(InfiniteReplicates, OfOneSignOnlyAreThatInfinity) {
  expect(interval(IntervalMethod::percentile, std::vector<double>(99, inf), 0.9), inf, inf, Status::ok);
  // Everything on one side: between -Inf and +Inf the wider end is taken.
  std::vector<double> split(10, -inf);
  split.insert(split.end(), 9, inf); // R + 1 = 20, alpha 0.525: ranks 9.5 and 10.5
  expect(interval(IntervalMethod::percentile, split, 0.05), -inf, inf, Status::ok);
}

TEST(NanReplicates, AreLeftOut) {
  std::vector<double> with_nan = nine;
  with_nan.insert(with_nan.begin() + 3, nan);
  with_nan.push_back(nan);
  EXPECT_EQ(ReplicateSample(with_nan).size(), 9U);
  for (IntervalMethod const method : {IntervalMethod::normal, IntervalMethod::basic, IntervalMethod::percentile}) {
    auto const without = interval(method, nine, 0.6);
    expect(interval(method, with_nan, 0.6), without.lower, without.upper, without.status);
  }
}

TEST(NanReplicates, OnlyGiveNoInterval) {
  for (auto const& replicates : {std::vector<double>{}, std::vector<double>{nan, nan}}) {
    EXPECT_EQ(ReplicateSample(replicates).moment_status(), Status::no_replicates);
    for (IntervalMethod const method : {IntervalMethod::normal, IntervalMethod::basic, IntervalMethod::percentile}) {
      expect(interval(method, replicates, 0.95), nan, nan, Status::no_replicates);
    }
  }
}

TEST(UndefinedEstimate, ALimitThatIsNotANumberHasAReason) {
  // The estimate is the centre of the basic and normal intervals: without one there is nothing to be "ok".
  for (IntervalMethod const method : {IntervalMethod::normal, IntervalMethod::basic}) {
    auto const no_estimate = interval(method, nine, 0.6, nan);
    EXPECT_TRUE(std::isnan(no_estimate.lower));
    EXPECT_NE(no_estimate.status, Status::ok);
  }
  // 2 Inf - Inf
  auto const undetermined = interval(IntervalMethod::basic, std::vector<double>(9, inf), 0.6, inf);
  EXPECT_TRUE(std::isnan(undetermined.lower));
  EXPECT_NE(undetermined.status, Status::ok);
}

TEST(Wald, IsTheEstimateAndItsStandardErrors) {
  auto const ours = wald_interval(1, 2, 0.95);
  EXPECT_NEAR(ours.lower, 1 - 2 * 1.959963984540054, 1e-14);
  EXPECT_NEAR(ours.upper, 1 + 2 * 1.959963984540054, 1e-14);
}

TEST(TwoSidedP, OfTheNormalDistribution) {
  EXPECT_EQ(normal_p(0, Alternative::two_sided), 1);
  EXPECT_NEAR(normal_p(1.959963984540054, Alternative::two_sided), 0.05, 1e-16);
  EXPECT_EQ(normal_p(-3, Alternative::two_sided), normal_p(3, Alternative::two_sided));
  EXPECT_NEAR(normal_p(10, Alternative::two_sided), 1.5239706048320995e-23, 1e-37);
  EXPECT_EQ(normal_p(inf, Alternative::two_sided), 0);
  EXPECT_TRUE(std::isnan(normal_p(nan, Alternative::two_sided)));
}

} // namespace
} // namespace iptwsim::test
