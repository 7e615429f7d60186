#include "simulated.hpp"

#include <fmt/format.h>

#include "config/scenarios.hpp"
#include "kernels/cohorts.hpp"
#include "plan/simulated_scenario.hpp"
#include "plan/simulation.hpp"

namespace iptwsim::bench {
namespace {

/// With what it needs solved or fitted.
Simulation simulation_of(SimulatedConfig const& config) {
  Simulation simulation(parse_config(config.text, "bench", config.settings).scenarios);
  std::vector<Slab> solved;
  for (Block const& block : simulation.blocks()) {
    if (block.kind == BlockKind::solved) solved.push_back(simulation.evaluate(block));
  }
  simulation.use(solved);
  return simulation;
}

} // namespace

std::string simulated_config(int patients, int replicates) {
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

void simulate_and_analyse(benchmark::State& state, SimulatedConfig const& config, Isa isa) {
  choose_isa(isa);
  Simulation const simulation = simulation_of(config);
  SimulatedScenario const scenario = simulation.prepare(0);
  state.SetLabel(scenario.analyses_lanes() ? "lanes" : "one by one");
  std::uint32_t const count = cohorts_per_block(simulation.scenarios().front().study);
  std::uint64_t next = 1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(scenario.evaluate({.kind = BlockKind::cohorts, .first = next, .count = count}));
    next += count;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(next - 1));
}

void simulate_only(benchmark::State& state, SimulatedConfig const& config, Isa isa) {
  Simulation const simulation = simulation_of(config);
  SyntheticOptions const& population = *simulation.scenarios().front().study.cohort.synthetic;
  auto const& plasmode = simulation.plasmode(0);
  std::optional<Mechanism> mechanism;
  if (!plasmode) mechanism = make_mechanism(population, simulation.solved(0));
  PatientSource const source = plasmode ? PatientSource(plasmode->source()) : PatientSource(*mechanism);
  std::vector<PatientRows<double>> drawn;
  std::uint64_t next = 1;
  constexpr std::size_t count = 64;
  for (auto _ : state) {
    simulate_cohorts({source, patients_of(population), {.seed = 1, .cohort = next}, count}, drawn, isa);
    benchmark::DoNotOptimize(drawn.data());
    next += count;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(next - 1));
}

} // namespace iptwsim::bench
