#include "sections.hpp"
#include "unit.hpp"

namespace iptwsim::bench {
namespace {

template <class Yardstick> void replicate(benchmark::State& state, Patients const& patients) {
  Yardstick yardstick(patients, unit_times);
  for (auto _ : state) benchmark::DoNotOptimize(yardstick.replicate());
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

void register_cohort(std::string const& name, int covariates) {
  Study const study = unit_study(covariates);
  Cohort const cohort = read_cohort("bench_" + name + ".csv", study);
  auto const experiment = std::make_shared<Experiment const>(study, cohort);
  std::string const prefix = "replicates/" + name + "/";
  for (Isa const isa : available_isas()) {
    add(prefix + std::string(name_of(isa)), [=](auto& state) { evaluate_blocks(state, *experiment, isa); });
  }
  Patients const patients = patients_of(cohort);
  add(prefix + "clean", [=](auto& state) { replicate<CleanLoop>(state, patients); });
  add(prefix + "ordinary", [=](auto& state) { replicate<Ordinary>(state, patients); });
}

} // namespace

void register_replicates() {
  register_cohort("n85_p5", 5);
  register_cohort("n3000_p8", 8);
}

} // namespace iptwsim::bench
