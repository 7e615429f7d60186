#pragma once
// The sections of the benchmark; main.cpp registers them all, scripts/bench chooses by name.

#include <functional>
#include <string>

#include <benchmark/benchmark.h>

#include "kernels/isa.hpp"
#include "plan/experiment.hpp"

namespace iptwsim::bench {

void register_replicates(); ///< replicates/COHORT/WHO: the fixed unit, this program and its yardsticks
void register_options();    ///< options/COHORT/WHAT: replicates that ask for more or something else
void register_scaling();    ///< scaling/n/N and scaling/p/P: cohorts of other sizes
void register_cohorts();    ///< cohorts/COHORT/WHO: simulated and analysed cohorts; bare trials
void register_mechanisms(); ///< mechanisms/COHORT/WHAT: simulated cohorts with one thing more; WHAT/drawn: not analysed
void register_threads();    ///< threads/COHORT: a repetition is a pair, one thread and two
void register_operations(); ///< operations/COHORT: instructions of a batch of eight, counted
void register_machine();    ///< machine/WHAT: the core's clock and what its vector units can do

inline void add(std::string const& name, std::function<void(benchmark::State&)> run) {
  benchmark::RegisterBenchmark(name.c_str(), std::move(run))->Unit(benchmark::kMillisecond);
}

/// Evaluates blocks of a kind one after the other, again from the first when all are done; items are units.
inline void evaluate_blocks(benchmark::State& state, Experiment const& experiment, Isa isa,
                            BlockKind kind = BlockKind::replicates) {
  choose_isa(isa);
  std::vector<Block> blocks;
  for (Block const& block : experiment.blocks()) {
    if (block.kind == kind) blocks.push_back(block);
  }
  std::size_t next = 0;
  std::int64_t done = 0;
  for (auto _ : state) {
    Block const& block = blocks[next++ % blocks.size()];
    benchmark::DoNotOptimize(experiment.evaluate(block));
    done += block.count;
  }
  state.SetItemsProcessed(done);
}

} // namespace iptwsim::bench
