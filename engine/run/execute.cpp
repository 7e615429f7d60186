#include "run/execute.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <mutex>
#include <string_view>

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/partitioner.h>
#include <oneapi/tbb/task_arena.h>

#include "run/stop.hpp"
#include "run/watch.hpp"

namespace iptwsim {
namespace {

/// Keeps what the next stages use, and passes all on.
class StageSink : public SlabSink {
public:
  StageSink(SlabSink& sink, std::vector<Slab> held) : sink_(sink), slabs_(std::move(held)) {}

  void put(Slab slab) override {
    slabs_.push_back(slab);
    sink_.put(std::move(slab));
  }

  /// In plan order.
  std::span<Slab const> slabs() {
    std::sort(slabs_.begin(), slabs_.end(), [](Slab const& a, Slab const& b) { return a.block.index < b.block.index; });
    return slabs_;
  }

private:
  SlabSink& sink_;
  std::vector<Slab> slabs_;
};

} // namespace

Outcome execute(std::span<Block const> blocks, std::function<Slab(Block const&)> const& evaluate, SlabSink& sink,
                ExecuteOptions const& options) {
  std::mutex finished;
  std::uint64_t units_done = 0;
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> failed = false;
  std::atomic<std::size_t> done = 0;
  // Locking before, in and after the loop orders all memory between the threads in a way that checkers can see.
  auto const synchronise = [&] { std::lock_guard const lock(finished); };
  // One loop a thread, each taking the next block: what is finished stays near together in plan order.
  auto const work = [&](int) {
    while (!failed && stop_asked() == Stop::none) {
      std::size_t const b = next++;
      if (b >= blocks.size()) return;
      synchronise();
      try {
        Slab slab = evaluate(blocks[b]);
        std::lock_guard const lock(finished);
        units_done += blocks[b].count;
        sink.put(std::move(slab));
        ++done;
        if (options.progress) options.progress(units_done);
      } catch (...) {
        failed = true;
        throw;
      }
    }
  };
  oneapi::tbb::global_control const limit(oneapi::tbb::global_control::max_allowed_parallelism,
                                          static_cast<std::size_t>(options.threads));
  oneapi::tbb::task_arena arena(options.threads);
  synchronise();
  {
    Watch const watch(options);
    arena.execute([&] { oneapi::tbb::parallel_for(0, options.threads, work, oneapi::tbb::simple_partitioner()); });
  }
  synchronise();
  return done == blocks.size() ? Outcome::complete : Outcome::stopped;
}

Outcome execute(Work& work, std::span<std::uint32_t const> mine, SlabSource& held, SlabSink& sink,
                ExecuteOptions const& options) {
  std::vector<std::uint32_t> stages = work.stages();
  stages.push_back(static_cast<std::uint32_t>(work.blocks().size()));
  std::vector<std::vector<Slab>> earlier; // before the sink gets anything: it may be using the disk from then on
  for (std::size_t s = 0; s + 2 < stages.size(); ++s) {
    earlier.push_back(held.read(stages[s], stages[s + 1]));
    std::erase_if(earlier.back(), [&](Slab const& slab) { // what others hold may lack its neighbours
      return !std::binary_search(mine.begin(), mine.end(), slab.block.index);
    });
  }
  for (std::size_t s = 0; s + 1 < stages.size(); ++s) {
    std::vector<Block> blocks;
    auto const begin = std::lower_bound(mine.begin(), mine.end(), stages[s]);
    auto const end = std::lower_bound(mine.begin(), mine.end(), stages[s + 1]);
    for (auto b = begin; b != end; ++b) {
      if (!held.holds(*b)) blocks.push_back(work.blocks()[*b]);
    }
    std::uint64_t units = 0;
    for (Block const& block : blocks) units += block.count;
    if (options.stage_begins) options.stage_begins(s, units);
    auto const evaluate = [&](Block const& block) { return work.evaluate(block); };
    if (s < earlier.size()) {
      StageSink stage(sink, std::move(earlier[s]));
      if (execute(blocks, evaluate, stage, options) == Outcome::stopped) return Outcome::stopped;
      work.use(stage.slabs());
    } else if (execute(blocks, evaluate, sink, options) == Outcome::stopped) {
      return Outcome::stopped;
    }
  }
  return Outcome::complete;
}

int default_threads() {
  if (char const* text = std::getenv("SLURM_CPUS_PER_TASK")) {
    std::string_view const digits(text);
    int cpus = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), cpus);
    if (error == std::errc{} && end == digits.data() + digits.size() && cpus >= 1) return cpus;
  }
  return oneapi::tbb::info::default_concurrency();
}

} // namespace iptwsim
