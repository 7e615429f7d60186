// Instructions of a batch of eight replicates, counted by a number type: the work that no schedule can avoid.

#include "counted.hpp"
#include "plan/units.hpp"
#include "resample/patients.hpp"
#include "sections.hpp"
#include "unit.hpp"

namespace iptwsim::bench {
namespace {

constexpr int batches = 32;

void count(benchmark::State& state, std::string const& file, int covariates) {
  Study const study = unit_study(covariates);
  AnalysisLayout const layout(study);
  PreparedCohort const prepared(read_cohort(file, study), study.estimators);
  std::size_t const n = prepared.cohort.size();
  auto const fit = fit_cohort(prepared, layout.full, nullptr);
  ScoreSource const scores = unit_scores(prepared, layout, fit, nullptr);
  for (auto _ : state) {
    Analysis<Counted> analysis(prepared, layout.replicate, scores);
    std::vector<Counted> frequency(n);
    std::vector<std::uint32_t> drawn(n);
    counted<double> = counted<float> = {};
    for (std::uint64_t batch = 0; batch < batches; ++batch) {
      for (int lane = 0; lane < 8; ++lane) {
        resample_patients({.seed = 1}, 1 + 8 * batch + static_cast<std::uint64_t>(lane), drawn);
        for (std::size_t i = 0; i < n; ++i) set_lane(frequency[i], lane, drawn[i]);
      }
      analysis.run(std::span<Counted const>(frequency));
    }
  }
  auto const put = [&](char const* name, std::uint64_t Instructions::*kind) { // a register half as wide takes half
    state.counters[name] =
        (static_cast<double>(counted<double>.*kind) + static_cast<double>(counted<float>.*kind) / 2) / batches;
  };
  put("additions", &Instructions::additions);
  put("multiplications", &Instructions::multiplications);
  put("divisions", &Instructions::divisions);
  put("roots", &Instructions::roots);
  put("choices", &Instructions::choices);
  put("bits", &Instructions::bits);
}

} // namespace

void register_operations() {
  for (auto const& [name, covariates] : {std::pair{"n85_p5", 5}, std::pair{"n3000_p8", 8}}) {
    std::string const file = std::string("bench_") + name + ".csv";
    benchmark::RegisterBenchmark((std::string("operations/") + name).c_str(),
                                 [file, p = covariates](auto& state) { count(state, file, p); })
        ->Iterations(1)
        ->Unit(benchmark::kMillisecond);
  }
}

} // namespace iptwsim::bench
