#include <fmt/format.h>

#include "sections.hpp"
#include "simulated.hpp"
#include "yardsticks.hpp"

namespace iptwsim::bench {
namespace {

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
          [=](auto& state) { simulate_and_analyse(state, {simulated_config(n)}, isa); });
      add(fmt::format("cohorts/n{}/{}, simulated only", n, name_of(isa)),
          [=](auto& state) { simulate_only(state, {simulated_config(n)}, isa); });
    }
  }
  add("cohorts/n85/199 replicates each",
      [](auto& state) { simulate_and_analyse(state, {simulated_config(85, 199)}, available_isas().back()); });
  add("cohorts/n85/bare trial", bare_trials);
}

} // namespace iptwsim::bench
