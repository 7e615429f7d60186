#include "run/execute.hpp"

#include <charconv>
#include <cstdlib>
#include <mutex>
#include <string_view>

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for_each.h>
#include <oneapi/tbb/task_arena.h>

namespace iptwsim {

void execute(std::span<Block const> blocks, std::function<Slab(Block const&)> const& evaluate, SlabSink& sink,
             ExecuteOptions const& options) {
  std::mutex finished;
  std::uint64_t units_done = 0;
  oneapi::tbb::global_control const limit(oneapi::tbb::global_control::max_allowed_parallelism,
                                          static_cast<std::size_t>(options.threads));
  oneapi::tbb::task_arena arena(options.threads);
  // Locking before, in and after the loop orders all memory between the threads in a way that checkers can see.
  auto const synchronise = [&] { std::lock_guard const lock(finished); };
  synchronise();
  arena.execute([&] {
    oneapi::tbb::parallel_for_each(blocks.begin(), blocks.end(), [&](Block const& block) {
      synchronise();
      Slab slab = evaluate(block);
      std::lock_guard const lock(finished);
      units_done += block.count;
      sink.put(std::move(slab));
      if (options.progress) options.progress(units_done);
    });
  });
  synchronise();
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
