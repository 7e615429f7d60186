#pragma once
// Evaluates blocks on several threads. The only folder that knows oneTBB, locks and threads: a block is a pure
// function, so who computes it, and when, cannot be seen in its slab.

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>

#include "plan/work.hpp"

namespace iptwsim {

struct ExecuteOptions {
  int threads = 1;
  /// Called after each block with units (replicates, cohorts) done so far in this stage; never from two threads at
  /// once. May be empty.
  std::function<void(std::uint64_t units_done)> progress = {};
  /// Called before each stage of a Work with the units to do in it. May be empty.
  std::function<void(std::size_t stage, std::uint64_t units)> stage_begins = {};
  /// When to ask for a stop (run/stop.hpp); absent: never.
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
  /// Called once, by another thread, when a stop has been asked for and blocks are still in flight; may be empty.
  std::function<void()> stopping = {};
  /// Called by that thread when they still are after `grace`. It should end the process, for nothing else stops a
  /// block; may be empty: then they are waited for.
  std::function<void()> abandon = {};
  std::chrono::duration<double> grace{5.0};
};

enum class Outcome { complete, stopped };

/// Evaluates each block once, starting them in the order given, and gives its slab to the sink. A stop that is asked
/// for lets blocks in flight finish and starts no other. An exception of a block or the sink stops the run and is
/// thrown on; slabs given before are with the sink.
Outcome execute(std::span<Block const> blocks, std::function<Slab(Block const&)> const& evaluate, SlabSink& sink,
                ExecuteOptions const& options);

/// Evaluates, stage after stage, those of `mine` (block numbers in plan order, with all that they need) that are not
/// held yet. What is held of earlier stages is read before anything is evaluated.
Outcome execute(Work& work, std::span<std::uint32_t const> mine, SlabSource& held, SlabSink& sink,
                ExecuteOptions const& options);

/// SLURM_CPUS_PER_TASK when it is a number >= 1, else the processors this process may use.
int default_threads();

} // namespace iptwsim
