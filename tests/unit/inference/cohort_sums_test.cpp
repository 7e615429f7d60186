// Partial sums of simulated cohorts: what each of them counts, that blocks make up the whole, that what is stored comes
// back.

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "cohorts.hpp"

namespace iptwsim::test {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr auto too_few = static_cast<std::uint8_t>(Status::too_few_replicates);

TEST(EstimateSums, CountEveryCohortAndSumTheFiniteOnes) {
  std::vector<double> const estimates{1, nan, 3, inf, -inf};
  EXPECT_EQ(sum_estimates(estimates, 4), (EstimateSums{5, {2, 2, 2}, {2, 5, 32}})); // squared errors 9 and 1
  EXPECT_EQ(sum_estimates(estimates, nan), (EstimateSums{5, {2, 2, 2}, {}}));
  EXPECT_EQ(sum_estimates(estimates, inf), (EstimateSums{5, {2, 2, 2}, {}}));
}

TEST(StandardErrorSums, AreOfCohortsWithAFiniteEstimate) {
  std::vector<double> const estimates{0, nan, inf, 0, 0}, errors{1, 7, 7, nan, 3};
  EXPECT_EQ(sum_standard_errors(errors, estimates), (StandardErrorSums{{2, 5, 32}}));
}

TEST(LimitSums, InfiniteLimitsCoverOnTheirSideAndHaveNoWidth) {
  std::vector<double> const lower{-inf, -inf, 1, 3, inf, -inf, nan, 0}, upper{2, 1, inf, inf, inf, inf, 9, nan};
  // [-Inf, 2] yes, [-Inf, 1] no, [1, Inf] yes, [3, Inf] no, [Inf, Inf] no, [-Inf, Inf] yes, no interval twice
  EXPECT_EQ(sum_limits({lower, upper}, 2), (LimitSums{8, 6, 3, {}}));
  EXPECT_EQ(sum_limits({lower, upper}, inf).covered, 4); // of a truth that is infinite itself
  EXPECT_EQ(sum_limits({lower, upper}, nan), (LimitSums{8, 6, 0, {}}));
}

TEST(LimitSums, LimitsThatTouchTheTruthCoverIt) {
  std::vector<double> const lower{1, 2, 2, 2.5}, upper{2, 2, 4, 3};
  EXPECT_EQ(sum_limits({lower, upper}, 2), (LimitSums{4, 4, 3, {4, 0.875, 2.1875}})); // widths 1 0 2 0.5
}

TEST(TestSums, RejectAtOneMinusTheLevelAndNeverWithTooFewReplicates) {
  std::vector<double> const p{0.05, 0.0500001, nan, 0, 0.01};
  std::vector<std::uint8_t> const statuses{0, 0, 4, 0, too_few};
  EXPECT_EQ(sum_tests({p, statuses}, 0.95), (TestSums{5, 4, 2}));
}

TEST(TestSums, SmallestBootstrapPValuesRejectWhereTheirRankIsOne) {
  // 2/(R+1) = 1 - level with R = 19, 39, 99, 199: 1 - 0.9 is a little less than 0.1 in doubles
  std::vector<double> const levels{0.9, 0.95, 0.98, 0.99}, replicates{19, 39, 99, 199};
  for (std::size_t i = 0; i < levels.size(); ++i) {
    std::vector<double> const p{2 / (replicates[i] + 1), 2 / replicates[i]};
    EXPECT_EQ(sum_tests({p, std::vector<std::uint8_t>(2, 0)}, levels[i]).rejected, 1) << levels[i];
  }
}

TEST(StatusSums, CountEveryStatus) {
  std::vector<std::uint8_t> const statuses{0, 4, 0, too_few, 0};
  StatusSums const sums = sum_statuses(statuses);
  EXPECT_EQ(sums.cohorts[0], 3);
  EXPECT_EQ(sums.cohorts[4], 1);
  EXPECT_EQ(sums.cohorts[too_few], 1);
  StatusSums const twice = merge(sums, sums);
  EXPECT_EQ(twice.cohorts[0], 6);
  EXPECT_EQ(twice.cohorts[1], 0);
}

TEST(CohortSums, OfBlocksAreThoseOfAllCohorts) {
  CohortTable const table = sixteen_cohorts();
  BlockOf const all{table, 0, table.size()};
  for (std::size_t const size : {1u, 3u, 5u, 8u, 15u, 16u, 99u}) {
    auto const estimates = sum_in_blocks(16, size, [&](std::size_t first, std::size_t n) {
      return BlockOf{table, first, n}.estimates(-0.5);
    });
    EXPECT_EQ(estimates.cohorts, 16);
    EXPECT_EQ(estimates.estimate.n, 16);
    EXPECT_NEAR(estimates.estimate.mean, all.estimates(-0.5).estimate.mean, 1e-15);
    EXPECT_NEAR(estimates.estimate.m2, all.estimates(-0.5).estimate.m2, 1e-14);
    EXPECT_NEAR(estimates.squared_error.mean, all.estimates(-0.5).squared_error.mean, 1e-16);
    EXPECT_NEAR(estimates.squared_error.m2, all.estimates(-0.5).squared_error.m2, 1e-15);
    auto const limits = sum_in_blocks(16, size, [&](std::size_t first, std::size_t n) {
      return BlockOf{table, first, n}.limits(-0.5);
    });
    EXPECT_EQ(limits.covered, all.limits(-0.5).covered);
    EXPECT_NEAR(limits.width.m2, all.limits(-0.5).width.m2, 1e-14);
    auto const tests = sum_in_blocks(16, size, [&](std::size_t first, std::size_t n) {
      return BlockOf{table, first, n}.tests(0.95);
    });
    EXPECT_EQ(tests, all.tests(0.95));
  }
}

TEST(CohortSums, OfNoCohortsAreEmpty) {
  auto const none = sum_in_blocks(0, 10, [](std::size_t, std::size_t) { return EstimateSums{1, {}, {}}; });
  EXPECT_EQ(none, EstimateSums{});
  EXPECT_EQ(merge_in_order<LimitSums>({}), LimitSums{});
}

/// The sums of blocks of five, of five blocks: 1..5, 6..10, 11..15, 16.
template <class Sum> auto blocks_of_five(Sum sum) {
  CohortTable const table = sixteen_cohorts();
  std::vector<decltype(sum(BlockOf{table, 0, 0}))> blocks;
  for (std::size_t first = 0; first < 16; first += 5) {
    blocks.push_back(sum(BlockOf{table, first, std::min<std::size_t>(5, 16 - first)}));
  }
  return blocks;
}

/// Stored as doubles, taken back and merged, they are to the last bit what the cohorts themselves give.
template <class Sum> void expect_same_bits(Sum sum) {
  auto const blocks = blocks_of_five(sum);
  using Sums = typename decltype(blocks_of_five(sum))::value_type;
  std::vector<Sums> stored;
  for (Sums const& block : blocks) {
    auto const doubles = flat(block);
    stored.push_back(from_flat<Sums>(doubles));
    EXPECT_EQ(stored.back(), block);
  }
  CohortTable const table = sixteen_cohorts();
  Sums const from_cohorts = sum_in_blocks(16, 5, [&](std::size_t first, std::size_t n) {
    return sum(BlockOf{table, first, n});
  });
  EXPECT_EQ(flat(merge_in_order<Sums>(stored)), flat(from_cohorts));
}

TEST(CohortSums, StoredAndTakenBackHaveTheSameBits) {
  expect_same_bits([](BlockOf const& block) { return block.estimates(-0.5); });
  expect_same_bits([](BlockOf const& block) { return block.standard_errors(); });
  expect_same_bits([](BlockOf const& block) { return block.limits(-0.5); });
  expect_same_bits([](BlockOf const& block) { return block.tests(0.95); });
  expect_same_bits([](BlockOf const& block) { return sum_statuses(block.part(block.table.statuses)); });
}

TEST(CohortSums, AreLaidOutInTheOrderOfTheirDeclaration) {
  EXPECT_EQ(flat(EstimateSums{1, {2, 3, 4}, {5, 6, 7}}), (std::array<double, 7>{1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(flat(StandardErrorSums{{1, 2, 3}}), (std::array<double, 3>{1, 2, 3}));
  EXPECT_EQ(flat(LimitSums{1, 2, 3, {4, 5, 6}}), (std::array<double, 6>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(flat(TestSums{1, 2, 3}), (std::array<double, 3>{1, 2, 3}));
  EXPECT_EQ(flat_size<StatusSums>, status_names.size());
}

TEST(CohortSums, MergedInAnotherOrderDifferByRoundingOnly) {
  auto blocks = blocks_of_five([](BlockOf const& block) { return block.estimates(-0.5); });
  EstimateSums const forward = merge_in_order<EstimateSums>(blocks);
  std::reverse(blocks.begin(), blocks.end());
  EstimateSums const backward = merge_in_order<EstimateSums>(blocks);
  EXPECT_EQ(forward.cohorts, backward.cohorts);
  EXPECT_NEAR(forward.estimate.mean, backward.estimate.mean, 1e-15);
  EXPECT_NEAR(forward.estimate.m2, backward.estimate.m2, 1e-14);
}

} // namespace
} // namespace iptwsim::test
