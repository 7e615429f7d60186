// Bootstrap replicates a second on one core. The unit is fixed: patient bootstrap, ATE stabilized, no truncation,
// survival at one time, RMST, Cox with Efron ties and robust SE, both log-rank tests.

#include <benchmark/benchmark.h>

#include "cohort/load.hpp"
#include "plan/experiment.hpp"

namespace {

using namespace iptwsim;

Experiment make_experiment(std::string const& file) {
  Study study;
  study.seed = 1;
  study.cohort.treatment.column = "A";
  study.endpoints = {{"os", {.time = "time", .event = {"event"}}}};
  for (int j = 1; j <= (file.find("n85") != std::string::npos ? 5 : 8); ++j) {
    study.propensity.terms.push_back("x" + std::to_string(j));
  }
  study.estimators.survival = SurvivalOptions{{10}};
  study.estimators.rmst = RmstOptions{25};
  study.estimators.cox = CoxOptions{};
  study.estimators.log_rank = LogRankOptions{};
  study.bootstrap = BootstrapOptions{};
  auto loaded =
      load_cohort(std::string(IPTWSIM_DATA) + "/" + file, study.cohort, study.endpoints, study.propensity.terms);
  return Experiment(study, std::move(loaded.cohort));
}

void replicates(benchmark::State& state, std::string const& file) {
  Experiment const experiment = make_experiment(file);
  std::size_t next = 1; // block 0 is the cohort itself
  std::int64_t done = 0;
  for (auto _ : state) {
    Block const& block = experiment.blocks()[next];
    benchmark::DoNotOptimize(experiment.evaluate(block));
    done += block.count;
    next = next + 1 < experiment.blocks().size() ? next + 1 : 1;
  }
  state.SetItemsProcessed(done);
}

BENCHMARK_CAPTURE(replicates, n85_p5, "bench_n85_p5.csv")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(replicates, n3000_p8, "bench_n3000_p8.csv")->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
