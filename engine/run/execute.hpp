#pragma once
// Evaluates blocks on several threads. The only place that knows oneTBB, locks and threads: a block is a pure function,
// so who computes it, and when, cannot be seen in its slab.

#include <cstddef>
#include <functional>
#include <span>

#include "plan/slab.hpp"

namespace iptwsim {

struct ExecuteOptions {
  int threads = 1;
  /// Called after each block with units (replicates) done so far; never from two threads at once. May be empty.
  std::function<void(std::uint64_t units_done)> progress = {};
};

/// Evaluates each block once and gives its slab to the sink. An exception of a block or the sink stops the run and is
/// thrown on; slabs given before are with the sink.
void execute(std::span<Block const> blocks, std::function<Slab(Block const&)> const& evaluate, SlabSink& sink,
             ExecuteOptions const& options);

/// SLURM_CPUS_PER_TASK when it is a number >= 1, else the processors this process may use.
int default_threads();

} // namespace iptwsim
