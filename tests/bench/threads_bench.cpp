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

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  std::size_t const half = values.size() / 2;
  return values.size() % 2 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// Pairs of runs of about 0.1 s, one thread and two, in turns; wall time. speedup: median of the pairs' ratios.
void two_threads(benchmark::State& state, std::string const& file, int covariates) {
  if (std::thread::hardware_concurrency() < 2) return state.SkipWithError("one processor only");
  choose_isa(available_isas().back());
  Study const study = unit_study(covariates);
  Experiment const experiment(study, read_cohort(file, study));
  double const block = seconds(experiment, 16, 1) / 16;
  auto const blocks =
      std::clamp<std::size_t>(static_cast<std::size_t>(0.1 / block), 16, experiment.blocks().size() - 1);
  std::vector<double> ratios, one, two;
  for (auto _ : state) {
    bool const swap = ratios.size() % 2;
    if (swap) two.push_back(seconds(experiment, blocks, 2));
    one.push_back(seconds(experiment, blocks, 1));
    if (!swap) two.push_back(seconds(experiment, blocks, 2));
    ratios.push_back(one.back() / two.back());
  }
  state.counters["speedup"] = median(ratios);
  state.counters["best_over_best"] =
      *std::min_element(one.begin(), one.end()) / *std::min_element(two.begin(), two.end());
  double const units = static_cast<double>(blocks) * Experiment::units_per_block;
  state.counters["one"] = units / median(one);
  state.counters["two"] = units / median(two);
}

void register_cohort(std::string const& name, int covariates) {
  auto const run = [=](auto& state) { two_threads(state, "bench_" + name + ".csv", covariates); };
  benchmark::RegisterBenchmark(("threads/" + name).c_str(), run)->UseRealTime()->Unit(benchmark::kMillisecond);
}

} // namespace

void register_threads() {
  register_cohort("n85_p5", 5);
  register_cohort("n3000_p8", 8);
}

} // namespace iptwsim::bench
