// Work in stages: what is held is not computed again, a shard computes its own, a stop ends it between blocks.

#include <algorithm>
#include <atomic>
#include <mutex>
#include <numeric>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "plan/shard.hpp"
#include "run/execute.hpp"
#include "run/stop.hpp"
#include "support/toy_work.hpp"

namespace iptwsim::test {
namespace {

/// Keeps slabs by block; what is there at first is held.
class Memory : public SlabSink, public SlabSource {
public:
  std::map<std::uint32_t, Slab> slabs;

  void put(Slab slab) override { slabs[slab.block.index] = std::move(slab); }
  bool holds(std::uint32_t block) const override { return slabs.contains(block); }
  std::vector<Slab> read(std::uint32_t first, std::uint32_t last) override {
    std::vector<Slab> found;
    for (auto at = slabs.lower_bound(first); at != slabs.end() && at->first < last; ++at) found.push_back(at->second);
    return found;
  }
};

ToyWork toy() { return ToyWork({{3, 1, 1}, {5, 2, 1}, {1, 9, 1}}); }

std::vector<std::uint32_t> everything(Work const& work) {
  std::vector<std::uint32_t> all(work.blocks().size());
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

/// Which blocks are evaluated when those of `held` are there.
std::set<std::uint32_t> evaluated(std::vector<std::uint32_t> const& mine, Memory held, Memory& out) {
  ToyWork work = toy();
  std::mutex mutex;
  std::set<std::uint32_t> seen;
  work.on_evaluate = [&](Block const& block) {
    std::lock_guard const lock(mutex);
    EXPECT_TRUE(seen.insert(block.index).second) << "twice";
  };
  StopSignals const signals;
  EXPECT_EQ(execute(work, mine, held, out, {.threads = 3}), Outcome::complete);
  return seen;
}

TEST(Execute, StagesFollowEachOther) { // evaluating a cohort throws without its truth
  Memory out;
  auto const all = everything(toy());
  EXPECT_EQ(evaluated(all, {}, out).size(), 12U);
  EXPECT_EQ(out.slabs.size(), 12U);
  EXPECT_EQ(out.slabs.at(11).values.at(0), 201.0); // truth 200 of scenario 2, first cohort 1
}

TEST(Execute, WhatIsHeldIsNotComputedAgain) {
  Memory whole, rest, held;
  auto const all = everything(toy());
  evaluated(all, {}, whole);
  for (std::uint32_t const b : {0U, 2U, 5U, 10U}) held.slabs[b] = whole.slabs[b];
  EXPECT_EQ(evaluated(all, held, rest), (std::set<std::uint32_t>{1, 3, 4, 6, 7, 8, 9, 11}));
  for (auto const& [index, slab] : rest.slabs) EXPECT_EQ(slab.values, whole.slabs.at(index).values);
  EXPECT_TRUE(evaluated(all, whole, rest).empty());
}

TEST(Execute, AShardComputesItsBlocksAndWhatTheyNeed) {
  Memory whole;
  evaluated(everything(toy()), {}, whole);
  Memory all;
  for (std::uint32_t index = 1; index <= 4; ++index) {
    Memory out, others; // a neighbour's truth is on disk, too
    others.slabs[2] = whole.slabs[2];
    auto const mine = shard_blocks(toy(), {index, 4});
    for (std::uint32_t const b : evaluated(mine, others, out))
      EXPECT_TRUE(std::binary_search(mine.begin(), mine.end(), b));
    all.slabs.insert(out.slabs.begin(), out.slabs.end());
  }
  all.slabs[2] = whole.slabs[2];
  ASSERT_EQ(all.slabs.size(), whole.slabs.size());
  for (auto const& [index, slab] : all.slabs) EXPECT_EQ(slab.values, whole.slabs.at(index).values);
}

TEST(Execute, AStopLetsBlocksFinishAndStartsNoOther) {
  for (int const threads : {1, 4}) {
    ToyWork work(std::vector<ToyScenario>{{100, 1, 1}});
    StopSignals const signals;
    Memory out, nothing;
    std::atomic<int> begun = 0;
    work.on_evaluate = [&](Block const&) {
      if (++begun == 10) ask_to_stop(Stop::terminate);
    };
    EXPECT_EQ(execute(work, everything(work), nothing, out, {.threads = threads}), Outcome::stopped);
    EXPECT_EQ(out.slabs.size(), static_cast<std::size_t>(begun));
    EXPECT_LE(begun, 10 + threads);
  }
}

TEST(Execute, AStopAfterTheLastBlockIsNone) {
  ToyWork work(std::vector<ToyScenario>{{1, 1, 1}});
  StopSignals const signals;
  Memory out, nothing;
  work.on_evaluate = [](Block const& block) {
    if (block.index == 1) ask_to_stop(Stop::terminate);
  };
  EXPECT_EQ(execute(work, everything(work), nothing, out, {}), Outcome::complete);
}

TEST(Execute, TheDeadlineStopsIt) {
  ToyWork work(std::vector<ToyScenario>{{1000, 1, 1}});
  StopSignals const signals;
  Memory out, nothing;
  work.on_evaluate = [](Block const&) { std::this_thread::sleep_for(std::chrono::milliseconds(10)); };
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
  EXPECT_EQ(execute(work, everything(work), nothing, out, {.threads = 2, .deadline = deadline}), Outcome::stopped);
  EXPECT_EQ(stop_asked(), Stop::time_limit);
  EXPECT_GT(out.slabs.size(), 0U);
}

TEST(Execute, LongBlocksAreSaidWhileItStopsAndThenAbandoned) {
  ToyWork work(std::vector<ToyScenario>{{10, 1, 1}});
  StopSignals const signals;
  Memory out, nothing;
  std::atomic<bool> said = false, abandoned = false;
  work.on_evaluate = [&](Block const& block) {
    if (block.index != 3) return;
    ask_to_stop(Stop::user_signal);
    while (!abandoned) std::this_thread::sleep_for(std::chrono::milliseconds(1)); // a block that takes too long
  };
  ExecuteOptions options{.threads = 1};
  options.stopping = [&] { said = true; };
  options.abandon = [&] {
    EXPECT_TRUE(said);
    abandoned = true; // a run ends its process here
  };
  options.grace = std::chrono::milliseconds(20);
  EXPECT_EQ(execute(work, everything(work), nothing, out, options), Outcome::stopped);
  EXPECT_TRUE(abandoned);
}

TEST(Execute, CountsUnitsOfEachStage) {
  ToyWork work = toy();
  StopSignals const signals;
  Memory out, held;
  held.slabs[3] = {.block = work.blocks()[3]};
  std::vector<std::pair<std::uint64_t, std::uint64_t>> stages; // units to do, units done
  ExecuteOptions options{.threads = 2};
  options.stage_begins = [&](std::size_t stage, std::uint64_t units) {
    EXPECT_EQ(stage, stages.size());
    stages.emplace_back(units, 0);
  };
  options.progress = [&](std::uint64_t done) {
    EXPECT_GT(done, stages.back().second);
    stages.back().second = done;
  };
  execute(work, everything(work), held, out, options);
  EXPECT_EQ(stages, (std::vector<std::pair<std::uint64_t, std::uint64_t>>{{3, 3}, {16, 16}}));
}

} // namespace
} // namespace iptwsim::test
