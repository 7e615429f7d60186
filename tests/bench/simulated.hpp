#pragma once
// Simulated cohorts of a config, again and again; items are cohorts.

#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "kernels/isa.hpp"

namespace iptwsim::bench {

/// Five covariates, two of them yes or no; treatment by a logistic model; Weibull survival; administrative censoring
/// and drop-out. Analysed as the unit of the replicates is, beside the crude comparison that every cohort has.
std::string simulated_config(int patients, int replicates = 0);

/// A config's scenario, `settings` (KEY=VALUE) instead of what it says there.
struct SimulatedConfig {
  std::string text;
  std::vector<std::string> settings = {};
};

/// Labelled `lanes` where cohorts are analysed a lane each, else `one by one`.
void simulate_and_analyse(benchmark::State& state, SimulatedConfig const& config, Isa isa);

void simulate_only(benchmark::State& state, SimulatedConfig const& config, Isa isa);

} // namespace iptwsim::bench
