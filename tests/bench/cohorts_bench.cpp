// Cohorts a second on one core as a simulation analyses them, 85 patients: the analysis itself, the whole answer
// without a bootstrap, 199 replicates alone, and the whole answer with them. ATE stabilized beside the crude
// comparison, survival at one time, RMST, Cox with Efron ties and robust SE, both log-rank tests, five covariates.

#include <benchmark/benchmark.h>

#include "cohort/load.hpp"
#include "plan/cohort_analyser.hpp"

namespace {

using namespace iptwsim;

Study make_study(std::int64_t replicates) {
  Study study;
  study.seed = 1;
  study.cohort.treatment.column = "A";
  study.endpoints = {{"os", {.time = "time", .event = {"event"}}}};
  study.propensity.terms = {"x1", "x2", "x3", "x4", "x5"};
  study.estimators.survival = SurvivalOptions{{10}};
  study.estimators.rmst = RmstOptions{25};
  study.estimators.cox = CoxOptions{};
  study.estimators.log_rank = LogRankOptions{};
  if (replicates > 0) study.bootstrap = BootstrapOptions{.replicates = replicates};
  return study;
}

Cohort make_cohort(Study const& study) {
  return load_cohort(std::string(IPTWSIM_DATA) + "/bench_n85_p5.csv", study.cohort, study.endpoints,
                     study.propensity.terms)
      .cohort;
}

void analysis_alone(benchmark::State& state) {
  AnalysisLayout const layout(make_study(0));
  Cohort const cohort = make_cohort(make_study(0));
  std::vector<double> const ones(cohort.size(), 1.0);
  for (auto _ : state) {
    PreparedCohort const prepared(cohort, layout.full.estimators);
    Analysis<double> analysis(prepared, layout.full, cohort_scores(prepared, nullptr));
    benchmark::DoNotOptimize(analysis.run(ones).values.data());
  }
}

void replicates_alone(benchmark::State& state) {
  AnalysisLayout const layout(make_study(state.range(0)));
  PreparedCohort const prepared(make_cohort(make_study(0)), layout.full.estimators);
  auto const fit = fit_cohort(prepared, layout.full, nullptr);
  UnitSource const source{prepared, layout, {.seed = 1}, unit_scores(layout, fit, nullptr)};
  UnitValues out;
  for (auto _ : state) {
    evaluate_units(source, BlockKind::replicates, 1, static_cast<std::size_t>(state.range(0)), out);
    benchmark::DoNotOptimize(out.values.data());
  }
}

void whole_answer(benchmark::State& state) {
  Study const study = make_study(state.range(0));
  Cohort const cohort = make_cohort(study);
  CohortAnalyser const analyser(study, names_of(cohort));
  CohortAnalyser::Workspace workspace;
  std::vector<double> values(analyser.keys().size());
  std::vector<std::uint8_t> statuses(values.size());
  std::vector<std::uint32_t> counts(analyser.counted().size() * status_names.size());
  for (auto _ : state) {
    analyser.analyse(cohort, {.seed = 1}, {values, statuses, counts}, workspace);
    benchmark::DoNotOptimize(values.data());
  }
}

BENCHMARK(analysis_alone)->Unit(benchmark::kMicrosecond);
BENCHMARK(whole_answer)->Arg(0)->Unit(benchmark::kMicrosecond);
BENCHMARK(replicates_alone)->Arg(199)->Unit(benchmark::kMicrosecond);
BENCHMARK(whole_answer)->Arg(199)->Unit(benchmark::kMicrosecond);

} // namespace

BENCHMARK_MAIN();
