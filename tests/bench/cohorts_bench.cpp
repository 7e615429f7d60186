#include <fmt/format.h>

#include "config/scenarios.hpp"
#include "kernels/cohorts.hpp"
#include "plan/simulated_scenario.hpp"
#include "plan/simulation.hpp"
#include "sections.hpp"
#include "yardsticks.hpp"

namespace iptwsim::bench {
namespace {

/// Five covariates, two of them yes or no; treatment by a logistic model; Weibull survival; administrative censoring
/// and drop-out. Analysed as the unit of the replicates is, beside the crude comparison that every cohort has.
std::string config(int patients, int replicates) {
  return fmt::format(R"(
seed: 1
cohort:
  synthetic:
    n: {}
    covariates:
      x1: {{distribution: bernoulli, probability: 0.4}}
      x2: {{distribution: bernoulli, probability: 0.3}}
      x3: {{distribution: normal, mean: 0, sd: 1}}
      x4: {{distribution: normal, mean: 0, sd: 1}}
      x5: {{distribution: normal, mean: 0, sd: 1}}
    treatment: {{intercept: -0.2, log_odds: {{x1: 0.4, x2: -0.3, x3: 0.3, x4: 0.2}}}}
    endpoints:
      os:
        marginal:
          control: {{distribution: weibull, shape: 1.2, median: 10}}
          treated: {{hazard_ratio: 0.6}}
        dependence: {{x3: -0.3, x4: -0.2}}
    censoring: {{accrual: 10, follow_up: 30, dropout_rate: 0.01}}
propensity: {{terms: [x1, x2, x3, x4, x5]}}
weights: {{estimand: ate}}
estimators: {{survival: {{times: 10}}, rmst: {{tau: 20}}, cox: {{}}, log_rank: {{}}}}
{}
simulation: {{cohorts: 1000000, truth: {{method: none}}}}
)",
                     patients, replicates > 0 ? fmt::format("bootstrap: {{replicates: {}}}", replicates) : "");
}

void simulate_and_analyse(benchmark::State& state, std::string const& text, Isa isa) {
  choose_isa(isa);
  auto const scenarios = parse_config(text, "bench").scenarios;
  SimulatedScenario const scenario(scenarios.front(), Solved{}, {});
  std::uint32_t const count = cohorts_per_block(scenarios.front().study);
  std::uint64_t next = 1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(scenario.evaluate({.kind = BlockKind::cohorts, .first = next, .count = count}));
    next += count;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(next - 1));
}

void simulate_only(benchmark::State& state, std::string const& text, Isa isa) {
  auto const scenarios = parse_config(text, "bench").scenarios;
  SyntheticOptions const& population = *scenarios.front().study.cohort.synthetic;
  Mechanism const mechanism(population, *population.treatment.intercept);
  std::vector<PatientRows<double>> drawn;
  std::uint64_t next = 1;
  constexpr std::size_t count = 64;
  for (auto _ : state) {
    simulate_cohorts({mechanism, patients_of(population), {.seed = 1, .cohort = next}, count}, drawn, isa);
    benchmark::DoNotOptimize(drawn.data());
    next += count;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(next - 1));
}

void bare_trials(benchmark::State& state) {
  BareTrial trial(85);
  for (auto _ : state) benchmark::DoNotOptimize(trial.trial());
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

} // namespace

void register_cohorts() {
  for (int const n : {85, 3000}) {
    for (Isa const isa : available_isas()) {
      add(fmt::format("cohorts/n{}/{}", n, name_of(isa)),
          [=](auto& state) { simulate_and_analyse(state, config(n, 0), isa); });
      add(fmt::format("cohorts/n{}/{}, simulated only", n, name_of(isa)),
          [=](auto& state) { simulate_only(state, config(n, 0), isa); });
    }
  }
  add("cohorts/n85/199 replicates each",
      [](auto& state) { simulate_and_analyse(state, config(85, 199), available_isas().back()); });
  add("cohorts/n85/bare trial", bare_trials);
}

} // namespace iptwsim::bench
