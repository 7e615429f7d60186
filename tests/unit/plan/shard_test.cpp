// Dealing: every block to one shard, earlier blocks to whoever needs them, costs even, and quick for a large sweep.

#include <algorithm>
#include <chrono>
#include <set>

#include <gtest/gtest.h>

#include "plan/shard.hpp"
#include "support/toy_work.hpp"

namespace iptwsim::test {
namespace {

std::vector<double> costs_of_blocks(Work const& work, std::uint32_t count) {
  std::vector<double> costs;
  for (std::uint32_t index = 1; index <= count; ++index) {
    double sum = 0;
    for (std::uint32_t const b : shard_blocks(work, {index, count})) sum += work.cost(work.blocks()[b]);
    costs.push_back(sum);
  }
  return costs;
}

TEST(Shard, EveryBlockOfTheLastStageIsDealtOnce) {
  ToyWork const work({{5, 1, 2}, {1, 40, 0}, {7, 0.5, 1}, {2, 3, 9}});
  std::uint32_t const last = work.stages().back();
  for (std::uint32_t count = 1; count <= 20; ++count) {
    std::multiset<std::uint32_t> dealt;
    std::set<std::uint32_t> earlier;
    for (std::uint32_t index = 1; index <= count; ++index) {
      auto const blocks = shard_blocks(work, {index, count});
      EXPECT_TRUE(std::is_sorted(blocks.begin(), blocks.end()));
      std::set<std::uint32_t> const mine(blocks.begin(), blocks.end());
      for (std::uint32_t const b : blocks) {
        if (b < last) earlier.insert(b);
        if (b >= last) dealt.insert(b);
        for (std::uint32_t const need : work.needs(work.blocks()[b])) EXPECT_TRUE(mine.contains(need));
      }
    }
    EXPECT_EQ(dealt.size(), 15U) << count;
    EXPECT_EQ(std::set<std::uint32_t>(dealt.begin(), dealt.end()).size(), 15U) << count;
    EXPECT_EQ(earlier.size(), 4U) << count;
  }
}

TEST(Shard, OneShardIsEverything) {
  ToyWork const work({{3, 1, 1}, {2, 1, 1}});
  EXPECT_EQ(shard_blocks(work, {1, 1}), (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6}));
}

TEST(Shard, CostsAreEvenNotCounts) {
  // By hand: 12 + 12 + 12, where counts would give 1 + 9, 10, 10.
  ToyWork const work({{1, 12, 0}, {12, 1, 0}, {24, 0.5, 0}});
  EXPECT_EQ(shard_starts(work, 3), (std::vector<std::uint32_t>{3, 4, 16, 40}));
  EXPECT_EQ(shard_costs(work, 3), (std::vector<double>{12, 12, 12}));
}

TEST(Shard, WhatAShardNeedsCountsOnceInEachShard) {
  // Two scenarios of 10 + 10 x 1. Two shards: one scenario each, 20; cut elsewhere one would pay both truths.
  ToyWork const two({{10, 1, 10}, {10, 1, 10}});
  EXPECT_EQ(shard_costs(two, 2), (std::vector<double>{20, 20}));
  // One scenario cut in five: each pays the truth.
  ToyWork const one(std::vector<ToyScenario>{{10, 1, 10}});
  EXPECT_EQ(shard_costs(one, 5), (std::vector<double>(5, 12.0)));
}

TEST(Shard, CostsAreThoseOfItsBlocks) {
  ToyWork const work({{5, 1, 2}, {1, 40, 3}, {7, 0.5, 1}, {2, 3, 9}});
  for (std::uint32_t count = 1; count <= 20; ++count) {
    EXPECT_EQ(shard_costs(work, count), costs_of_blocks(work, count)) << count;
  }
}

TEST(Shard, MoreShardsThanBlocksLeavesSomeEmpty) {
  ToyWork const work({{2, 1, 1}, {1, 1, 1}});
  EXPECT_EQ(shard_starts(work, 5), (std::vector<std::uint32_t>{2, 3, 4, 5, 5, 5}));
  EXPECT_TRUE(shard_blocks(work, {4, 5}).empty());
}

TEST(Shard, NoShardIsEmptyWhenThereAreBlocksForAll) {
  ToyWork const work({{5, 1, 0}});
  EXPECT_EQ(shard_starts(work, 4), (std::vector<std::uint32_t>{1, 3, 4, 5, 6}));
}

TEST(Shard, TheDearestIsNearTheBestPossible) {
  std::vector<ToyScenario> scenarios;
  for (std::uint32_t s = 0; s < 200; ++s) {
    scenarios.push_back({1 + s * 7919 % 13, 0.1 + s * 104729 % 97, 5.0 + s % 3});
  }
  ToyWork const work(scenarios);
  double total = 0, largest = 0;
  for (Block const& block : work.blocks()) {
    total += work.cost(block);
    largest = std::max(largest, work.cost(block) + 7);
  }
  for (std::uint32_t const count : {2U, 7U, 30U}) {
    auto const costs = shard_costs(work, count);
    double const dearest = *std::max_element(costs.begin(), costs.end());
    EXPECT_LE(dearest, 1.001 * (total / count + largest)) << count;
  }
}

TEST(Shard, ALargeSweepIsDealtAtOnce) { // 10,000 scenarios of 1,000 cohorts in blocks of 2
  std::vector<ToyScenario> scenarios;
  for (std::uint32_t s = 0; s < 10000; ++s) scenarios.push_back({500, 100.0 + s % 240, 1e4});
  ToyWork const work(scenarios);
  auto const start = std::chrono::steady_clock::now();
  EXPECT_EQ(shard_starts(work, 1000).size(), 1001U);
  double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  RecordProperty("seconds", std::to_string(seconds));
  EXPECT_LT(seconds, 30); // measured: below 1 s; a sanitizer or a busy machine takes longer
}

} // namespace
} // namespace iptwsim::test
