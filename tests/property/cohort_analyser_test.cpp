// A simulated cohort has the answer, to the last bit, that the same cohort and address have as an experiment.

#include <bit>
#include <cmath>

#include <gtest/gtest.h>

#include "plan/cohort_analyser.hpp"
#include "plan/experiment.hpp"
#include "results/summary.hpp"
#include "support/analysed.hpp"
#include "support/random_cohort.hpp"

namespace iptwsim::test {
namespace {

std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }

struct Answer {
  std::vector<double> values;
  std::vector<std::uint8_t> statuses;
  std::vector<std::uint32_t> counts;

  explicit Answer(CohortAnalyser const& analyser)
      : values(analyser.keys().size()), statuses(analyser.keys().size()),
        counts(analyser.counted().size() * status_names.size()) {}
  SummaryRows rows() { return {values, statuses, counts}; }
};

/// The study that a config with the cohort's file and its stream says.
std::vector<results::Row> as_experiment(Study study, Cohort const& cohort, CohortAddress const& address) {
  study.seed = static_cast<std::int64_t>(address.seed);
  study.stream = StreamOptions{.group = static_cast<std::int64_t>(address.group),
                               .cohort = static_cast<std::int64_t>(address.cohort)};
  Experiment const experiment(study, cohort);
  std::vector<Slab> slabs;
  for (Block const& block : experiment.blocks()) slabs.push_back(experiment.evaluate(block));
  return results::summarise(experiment, slabs);
}

/// Every row of the analyser is a row of the experiment, in its order; every count of the experiment is the analyser's.
void expect_same(CohortAnalyser const& analyser, Answer const& ours, std::vector<results::Row> const& theirs) {
  std::size_t next = 0, count = 0;
  for (results::Row const& row : theirs) {
    if (row.column.statistic == Statistic::count) {
      while (count < analyser.counted().size() && analyser.counted()[count].column != row.column) ++count;
      ASSERT_LT(count, analyser.counted().size());
      std::size_t const at = count * status_names.size() + static_cast<std::size_t>(row.status);
      EXPECT_EQ(ours.counts[at], row.value);
      continue;
    }
    if (next == ours.values.size()) continue; // the rest are diagnostics of a real cohort
    RowKey const& key = analyser.keys()[next];
    if (key.column != row.column || bits(key.level) != bits(row.level)) continue;
    EXPECT_EQ(bits(ours.values[next]), bits(row.value))
        << ours.values[next] << " and " << row.value << ", " << name(row.column.quantity) << " "
        << name(row.column.statistic) << " " << name(row.column.method);
    EXPECT_EQ(static_cast<Status>(ours.statuses[next]), row.status) << name(row.column.quantity);
    ++next;
  }
  EXPECT_EQ(next, ours.values.size()) << "no row " << name(analyser.keys()[next].column.quantity);
}

Study plain_study() {
  Study study;
  study.seed = 3;
  study.weights.estimand = {Estimand::ate, Estimand::overlap};
  study.estimators = all_estimators({3, 6}, 8);
  return study;
}

/// Studies that take every path of the analysis.
std::vector<Study> studies() {
  std::vector<Study> out{plain_study()};

  Study everything = plain_study();
  everything.variance = {VarianceMethod::naive, VarianceMethod::robust, VarianceMethod::stacked,
                         VarianceMethod::jackknife};
  everything.estimators.median = MedianOptions{};
  everything.estimators.cumulative_incidence = CumulativeIncidenceOptions{{3}};
  everything.level = {0.8, 0.95};
  everything.null.log_hazard_ratio = 0.1;
  everything.alternative.every = Alternative::greater;
  everything.bootstrap = BootstrapOptions{
      .replicates = 23,
      .intervals = {IntervalMethod::normal, IntervalMethod::basic, IntervalMethod::percentile, IntervalMethod::bca}};
  out.push_back(everything);

  Study within = everything;
  within.variance = {VarianceMethod::robust};
  within.bootstrap->resample = ResampleScheme::within_arm;
  within.bootstrap->bca.acceleration = Acceleration::influence;
  within.bootstrap->non_finite = NonFinite::drop;
  out.push_back(within);

  Study bayesian = plain_study();
  bayesian.propensity.model.kind = PropensityModel::firth;
  bayesian.bootstrap = BootstrapOptions{
      .replicates = 23, .resample = ResampleScheme::bayesian, .intervals = {IntervalMethod::percentile}};
  out.push_back(bayesian);

  Study fixed = plain_study();
  fixed.weights.truncate = TruncateOptions{.quantiles = {0.05, 0.9}, .within = TruncationScope::arm, .values = {}};
  fixed.bootstrap = BootstrapOptions{.replicates = 23, .refit_propensity = false};
  out.push_back(fixed);

  Study crude = plain_study();
  crude.weights.estimand = {Estimand::unweighted};
  crude.bootstrap = BootstrapOptions{.replicates = 23};
  out.push_back(crude);
  return out;
}

TEST(CohortAnalyser, GivesTheBitsOfAnExperiment) {
  CohortAddress const address{.seed = 3, .group = 41, .cohort = 17};
  for (Study const& study : studies()) {
    CohortAnalyser const analyser(study, names_of(random_cohort(0).cohort));
    CohortAnalyser::Workspace workspace; // shared by all cohorts: sizes go up and down
    Answer ours(analyser);
    for (std::uint64_t index = 0; index < 12; ++index) {
      Cohort const cohort = random_cohort(index).cohort;
      analyser.analyse(cohort, address, ours.rows(), workspace);
      expect_same(analyser, ours, as_experiment(study, cohort, address));
      if (testing::Test::HasFailure()) return;
    }
  }
}

TEST(CohortAnalyser, GivesTheBitsOfAnExperimentOnKnownScores) {
  Study study = plain_study();
  study.bootstrap = BootstrapOptions{.replicates = 9};
  Cohort cohort = random_cohort(5).cohort;
  for (std::size_t i = 0; i < cohort.size(); ++i)
    cohort.known_score.push_back(0.2 + 0.01 * static_cast<double>(i % 50));
  CohortAnalyser const analyser(study, names_of(cohort));
  CohortAnalyser::Workspace workspace;
  Answer ours(analyser);
  analyser.analyse(cohort, {.seed = 3}, ours.rows(), workspace);
  expect_same(analyser, ours, as_experiment(study, cohort, {.seed = 3}));
}

TEST(CohortAnalyser, HasRowsForCohortsWithoutAnAnswer) {
  for (Study const& study : studies()) {
    Cohort empty_arm = random_cohort(2).cohort, no_events = empty_arm, separated = empty_arm;
    for (auto& arm : empty_arm.treated) arm = 0;
    for (auto& event : no_events.endpoints[0].event) event = 0;
    for (std::size_t i = 0; i < separated.size(); ++i) {
      separated.covariates(static_cast<Eigen::Index>(i), 0) = separated.treated[i] != 0 ? 70 : 40;
    }
    CohortAnalyser const analyser(study, names_of(empty_arm));
    CohortAnalyser::Workspace workspace;
    Answer ours(analyser);
    for (Cohort const& cohort : {empty_arm, no_events, separated}) {
      analyser.analyse(cohort, {.seed = 3}, ours.rows(), workspace);
      expect_same(analyser, ours, as_experiment(study, cohort, {.seed = 3}));
    }
    analyser.analyse(empty_arm, {.seed = 3}, ours.rows(), workspace);
    for (std::size_t r = 0; r < ours.values.size(); ++r) {
      if (analyser.keys()[r].column.quantity != Quantity::log_hazard_ratio) continue;
      EXPECT_TRUE(std::isnan(ours.values[r]));
      EXPECT_NE(static_cast<Status>(ours.statuses[r]), Status::ok);
    }
  }
}

TEST(CohortAnalyser, ReplicatesAreDrawnAtTheAddressOfTheCohort) {
  Study study = plain_study();
  study.bootstrap = BootstrapOptions{.replicates = 20};
  Cohort const cohort = random_cohort(4).cohort;
  CohortAnalyser const analyser(study, names_of(cohort));
  CohortAnalyser::Workspace workspace;
  Answer first(analyser), other(analyser);
  analyser.analyse(cohort, {.seed = 3, .group = 1, .cohort = 2}, first.rows(), workspace);
  for (CohortAddress const address : {CohortAddress{3, 1, 3}, CohortAddress{3, 2, 2}, CohortAddress{4, 1, 2}}) {
    analyser.analyse(cohort, address, other.rows(), workspace);
    std::size_t same_errors = 0, errors = 0;
    for (std::size_t r = 0; r < first.values.size(); ++r) {
      Column const& column = analyser.keys()[r].column;
      if (column.statistic == Statistic::estimate) {
        EXPECT_EQ(bits(first.values[r]), bits(other.values[r]));
      }
      if (column.method != Method::bootstrap || column.statistic != Statistic::std_error) continue;
      ++errors;
      same_errors += first.values[r] == other.values[r];
    }
    EXPECT_GT(errors, 5U);
    EXPECT_EQ(same_errors, 0U);
  }
}

} // namespace
} // namespace iptwsim::test
