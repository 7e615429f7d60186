#include <algorithm>
#include <chrono>
#include <thread>

#include "run/execute.hpp"
#include "sections.hpp"
#include "unit.hpp"

namespace iptwsim::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Discard : SlabSink {
  void put(Slab slab) override { benchmark::DoNotOptimize(slab); }
};

double seconds(Experiment const& experiment, std::size_t blocks, int threads) {
  Discard sink;
  auto const start = Clock::now();
  execute(std::span(experiment.blocks()).subspan(1, blocks),
          [&](Block const& block) { return experiment.evaluate(block); }, sink, {.threads = threads});
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// A pair of runs of about 0.1 s, one thread and two, in turns who comes first; wall time.
void pair(benchmark::State& state, Experiment const& experiment) {
  if (std::thread::hardware_concurrency() < 2) return state.SkipWithError("one processor only");
  choose_isa(available_isas().back());
  static bool two_first = false;
  two_first = !two_first;
  double const block = seconds(experiment, 16, 1) / 16;
  auto const blocks = std::clamp<std::size_t>(static_cast<std::size_t>(0.1 / block), 16, 16000);
  double one = 0, two = 0;
  for (auto _ : state) {
    if (two_first) two = seconds(experiment, blocks, 2);
    one = seconds(experiment, blocks, 1);
    if (!two_first) two = seconds(experiment, blocks, 2);
  }
  double const units = static_cast<double>(blocks) * Experiment::units_per_block;
  state.counters["one"] = units / one;
  state.counters["two"] = units / two;
}

void register_cohort(std::string const& name, int covariates) {
  Study const study = unit_study(covariates);
  auto const experiment = std::make_shared<Experiment const>(study, read_cohort("bench_" + name + ".csv", study));
  benchmark::RegisterBenchmark(("threads/" + name).c_str(), [=](auto& state) { pair(state, *experiment); })
      ->Iterations(1)
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
}

} // namespace

void register_threads() {
  register_cohort("n85_p5", 5);
  register_cohort("n3000_p8", 8);
}

} // namespace iptwsim::bench
