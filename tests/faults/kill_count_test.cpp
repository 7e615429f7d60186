// kill -9 a hundred times at random moments, counting every block: what is lost, and so computed again, is what came
// after the last flush, and that is young. The child shares its counts as it goes; its parts are real ones.

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <new>
#include <random>
#include <thread>

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "results/part_folder.hpp"
#include "results/part_set.hpp"
#include "run/execute.hpp"
#include "run/flusher.hpp"
#include "unit/results/sample_slabs.hpp"
#include "unit/results/scratch_folder.hpp"

namespace iptwsim::test {
namespace {

using namespace results;
using Clock = std::chrono::steady_clock;

constexpr std::uint32_t all_blocks = 40000;
constexpr int kills = 100;
constexpr std::chrono::milliseconds interval(20);

/// What outlives a killed child.
struct Counts {
  std::array<std::atomic<std::int64_t>, all_blocks> finished; ///< when, in ns; 0: not in this life
  std::array<std::atomic<std::uint32_t>, all_blocks> order;   ///< in which they were given to the flusher, from 1
  std::array<std::atomic<bool>, all_blocks> written;          ///< its part is in place
  std::atomic<std::int64_t> longest_write;                    ///< in ns
};

std::int64_t now() { return Clock::now().time_since_epoch().count(); }

class CountingSink : public SlabSink {
public:
  CountingSink(SlabSink& sink, Counts& counts) : sink_(sink), counts_(counts) {}
  void put(Slab slab) override {
    std::uint32_t const index = slab.block.index;
    counts_.order[index] = ++next_;
    sink_.put(std::move(slab));
    counts_.finished[index] = now();
  }

private:
  SlabSink& sink_;
  Counts& counts_;
  std::uint32_t next_ = 0;
};

/// A run of what `held` lacks, of blocks that take `pause`.
void child(std::vector<Block> const& plan, PartSet const& held, std::filesystem::path const& folder, Counts& counts,
           std::chrono::microseconds pause) {
  Flusher flusher(
      [&](std::vector<Slab> slabs) {
        std::int64_t const begin = now();
        write_part(sample_identity(), {}, slabs, folder);
        for (Slab const& slab : slabs) counts.written[slab.block.index] = true;
        counts.longest_write = std::max<std::int64_t>(counts.longest_write, now() - begin);
      },
      {.interval = interval});
  CountingSink sink(flusher, counts);
  std::vector<Block> blocks;
  for (Block const& block : plan) {
    if (!held.holds(block.index)) blocks.push_back(block);
  }
  auto const evaluate = [&](Block const& block) {
    if (pause.count() > 0) std::this_thread::sleep_for(pause);
    return sample_slab(block);
  };
  execute(blocks, evaluate, sink, {.threads = 2});
  flusher.flush();
}

PartSet read_folder(std::vector<Block> const& plan, std::filesystem::path const& folder) {
  PartSet held(plan);
  FoundParts found = read_parts(part_files(folder));
  EXPECT_TRUE(found.bad.empty()) << found.bad.front().text();
  for (PartIndex& part : found.parts) held.add(std::move(part));
  return held;
}

TEST(KillCount, NothingOlderThanTheLastFlushIsComputedAgain) {
  ScratchFolder folder;
  auto const plan = sample_plan(all_blocks);
  void* const memory = mmap(nullptr, sizeof(Counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(memory, MAP_FAILED);
  auto* const counts = new (memory) Counts{};
  std::mt19937 engine(20261123);
  std::uniform_int_distribution<int> moment(0, 120000); // microseconds
  std::vector<std::int64_t> ages;
  std::size_t recomputed = 0, computed = 0;
  PartSet before(plan);
  for (int kill_number = 0; kill_number < kills; ++kill_number) {
    for (auto& time : counts->finished) time = 0;
    counts->longest_write = 0;
    pid_t const process = fork();
    if (process == 0) {
      child(plan, before, folder.path(), *counts, std::chrono::microseconds(500));
      _exit(0);
    }
    ASSERT_GT(process, 0);
    std::this_thread::sleep_for(std::chrono::microseconds(moment(engine)));
    kill(process, SIGKILL);
    std::int64_t const end = now();
    int status = 0;
    ASSERT_EQ(waitpid(process, &status, 0), process);
    ASSERT_TRUE(WIFSIGNALED(status)) << "all was done before the last kill: more blocks are needed";
    PartSet held = read_folder(plan, folder.path());
    std::int64_t oldest = end;
    std::uint32_t last_held = 0, first_lost = all_blocks + 1;
    for (std::uint32_t b = 0; b < all_blocks; ++b) {
      bool const was_on_disk = before.holds(b) || counts->written[b];
      EXPECT_LE(was_on_disk, held.holds(b)) << "block " << b << " was lost after its flush";
      if (counts->finished[b] == 0) continue;
      EXPECT_FALSE(before.holds(b)) << "block " << b << " was computed without need";
      ++computed;
      if (held.holds(b)) {
        last_held = std::max<std::uint32_t>(last_held, counts->order[b]);
        continue;
      }
      ++recomputed;
      oldest = std::min<std::int64_t>(oldest, counts->finished[b]);
      first_lost = std::min<std::uint32_t>(first_lost, counts->order[b]);
    }
    EXPECT_LT(last_held, first_lost) << "a block was lost that was finished before the last flush";
    ages.push_back(end - oldest - counts->longest_write);
    before = std::move(held);
  }
  // One flush under way and one interval; a busy machine may delay some of the hundred, not half of them.
  std::nth_element(ages.begin(), ages.begin() + kills / 2, ages.end());
  EXPECT_LT(ages[kills / 2], std::chrono::nanoseconds(2 * interval).count());
  RecordProperty("blocks_computed", static_cast<int>(computed));
  RecordProperty("blocks_computed_again", static_cast<int>(recomputed));
  EXPECT_GT(computed, recomputed);

  pid_t const last = fork();
  if (last == 0) {
    child(plan, before, folder.path(), *counts, {});
    _exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(last, &status, 0), last);
  ASSERT_EQ(status, 0);
  PartSet held = read_folder(plan, folder.path());
  EXPECT_TRUE(held.missing().empty());
  std::uint32_t next = 0;
  for (Slab const& slab : held.read(0, all_blocks)) EXPECT_TRUE(same_bits(slab, sample_slab(plan[next++])));
  EXPECT_EQ(next, all_blocks);
  munmap(memory, sizeof(Counts));
}

} // namespace
} // namespace iptwsim::test
