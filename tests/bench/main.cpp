// iptwsim_bench: Google Benchmark with its options (--benchmark_filter, --benchmark_out, ...). Rates are in units (a
// replicate, a cohort) per second of thread CPU time, so that other load on the machine counts less.

#include <fmt/format.h>

#include "core/version.hpp"
#include "sections.hpp"

int main(int argc, char** argv) {
  using namespace iptwsim;
  std::string isas;
  for (Isa const isa : available_isas()) isas += (isas.empty() ? "" : " ") + std::string(name_of(isa));
  benchmark::AddCustomContext("isas", isas);
  bench::register_replicates();
  bench::register_options();
  bench::register_scaling();
  bench::register_cohorts();
  bench::register_mechanisms();
  bench::register_threads();
  bench::register_machine();
  bench::register_operations();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 64;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
