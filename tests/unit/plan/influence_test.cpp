// Units a patient: blocks that hold each once, the cohort without one of its rows, and derivatives of the estimates.

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "plan/blocks.hpp"
#include "plan/experiment.hpp"
#include "support/analysed.hpp"
#include "support/hand_cohort.hpp"
#include "support/late_cohort.hpp"
#include "support/near.hpp"

namespace iptwsim::test {
namespace {

EstimatorOptions estimators() {
  EstimatorOptions out = all_estimators({3, 6}, 8);
  out.cumulative_incidence = CumulativeIncidenceOptions{{3, 6}};
  return out;
}

Study study_of(PropensityModel model = PropensityModel::logistic) {
  Study study;
  study.seed = 7;
  study.propensity.model.kind = model;
  study.weights.estimand = {Estimand::ate, Estimand::entropy};
  study.estimators = estimators();
  study.variance = {VarianceMethod::naive, VarianceMethod::robust, VarianceMethod::stacked, VarianceMethod::jackknife};
  return study;
}

std::uint64_t units(std::vector<Block> const& blocks, BlockKind kind, std::uint64_t first, std::uint32_t most) {
  std::uint64_t next = first;
  for (Block const& block : blocks) {
    if (block.kind != kind) continue;
    EXPECT_EQ(block.first, next);
    EXPECT_GE(block.count, 1U);
    EXPECT_LE(block.count, most);
    next += block.count;
  }
  return next - first;
}

TEST(MakeBlocks, HoldEachUnitOnce) {
  Study study = study_of();
  for (std::size_t const patients : {1U, 63U, 64U, 65U, 200U}) {
    for (std::int64_t const replicates : {1, 64, 130}) {
      study.bootstrap = BootstrapOptions{.replicates = replicates};
      auto const blocks = make_blocks(study, patients, 64);
      for (std::uint32_t index = 0; index < blocks.size(); ++index) EXPECT_EQ(blocks[index].index, index);
      EXPECT_EQ(units(blocks, BlockKind::full_sample, 0, 1), 1U);
      EXPECT_EQ(units(blocks, BlockKind::replicates, 1, 64), static_cast<std::uint64_t>(replicates));
      EXPECT_EQ(units(blocks, BlockKind::jackknife, 0, 64), patients);
      EXPECT_EQ(units(blocks, BlockKind::influence, 0, 64), patients);
    }
  }
}

TEST(MakeBlocks, OnlyWhatSomeNumberNeeds) {
  Study study = study_of();
  study.variance = {VarianceMethod::robust};
  EXPECT_FALSE(needs_jackknife(study) || needs_influence(study));
  EXPECT_EQ(make_blocks(study, 10, 64).size(), 1U);
  study.bootstrap = BootstrapOptions{.replicates = 10, .intervals = {IntervalMethod::percentile}};
  EXPECT_FALSE(needs_jackknife(study) || needs_influence(study));
  study.bootstrap->intervals = {IntervalMethod::percentile, IntervalMethod::bca};
  EXPECT_TRUE(needs_jackknife(study) && !needs_influence(study));
  study.bootstrap->bca.acceleration = Acceleration::influence;
  EXPECT_TRUE(!needs_jackknife(study) && needs_influence(study));
}

Slab units_of(Experiment const& plan, BlockKind kind) {
  auto const patients = static_cast<std::uint32_t>(plan.prepared().cohort.size());
  return plan.evaluate({.index = 0, .kind = kind, .first = 0, .count = patients});
}

TEST(Jackknife, AUnitIsTheAnalysisOfTheCohortWithoutTheRow) {
  for (std::uint64_t const index : {0U, 3U, 8U}) {
    Cohort const cohort = any_cohort(index).cohort;
    for (PropensityModel const model : {PropensityModel::logistic, PropensityModel::firth}) {
      Experiment const plan(study_of(model), cohort);
      Slab const slab = units_of(plan, BlockKind::jackknife);
      auto options = analysis_options(estimators(), {Estimand::ate, Estimand::entropy});
      options.model = model;
      for (std::size_t i = 0; i < cohort.size(); ++i) {
        std::vector<std::size_t> rows;
        for (std::size_t row = 0; row < cohort.size(); ++row) {
          if (row != i) rows.push_back(row);
        }
        auto const without = analyse(with_rows(cohort, rows), options);
        ASSERT_EQ(without.columns, plan.patient_columns());
        for (std::size_t c = 0; c < without.values.size(); ++c) {
          std::size_t const at = c * cohort.size() + i;
          EXPECT_EQ(slab.statuses[at], static_cast<std::uint8_t>(without.statuses[c])) << index << " " << i;
          EXPECT_TRUE(same(slab.values[at], without.values[c], 1e-8))
              << index << " without " << i << ", " << name(without.columns[c].quantity);
        }
      }
    }
  }
}

/// Both at the cohort's own coefficients; central differences of the frequencies.
void expect_influence(Cohort const& cohort, PropensityModel model, double tolerance) {
  Study study = study_of(model);
  study.weights.estimand = {Estimand::ate, Estimand::att, Estimand::atc, Estimand::overlap, Estimand::entropy};
  study.weights.normalize = Normalization::arm;
  Experiment const plan(study, cohort);
  Slab const slab = units_of(plan, BlockKind::influence);
  auto options = analysis_options(estimators(), study.weights.estimand);
  options.model = model;
  options.weights = study.weights;
  PreparedCohort const prepared(cohort, options.estimators);
  Analysis<double> analysis(prepared, options, std::vector<double>(prepared.design.columns(), 0.0));
  std::size_t const n = cohort.size();
  std::vector<double> const ones(n, 1.0);
  auto const moved = [&](std::size_t patient, double by) {
    auto frequency = ones;
    frequency[patient] += by;
    return analysis.run(Copies<double>{ones, frequency}).values;
  };
  double const h = 1e-4;
  for (std::size_t i = 0; i < n; ++i) {
    auto const more = moved(i, h), less = moved(i, -h);
    for (std::size_t c = 0; c < more.size(); ++c) {
      Column const& column = plan.patient_columns()[c];
      if (!std::isfinite(more[c]) || column.statistic != Statistic::estimate) continue;
      double const difference = (more[c] - less[c]) / (2 * h), ours = slab.values[c * n + i];
      EXPECT_NEAR(ours, difference, tolerance * (1 + std::fabs(difference)))
          << column.estimand << " " << name(column.quantity) << " of patient " << i;
    }
  }
}

TEST(Influence, IsTheDerivativeOfEveryEstimate) {
  for (std::uint64_t const index : {0U, 1U, 3U, 5U}) {
    expect_influence(any_cohort(index).cohort, PropensityModel::logistic, 1e-6);
    expect_influence(any_cohort(index).cohort, PropensityModel::firth, 1e-6);
  }
}

TEST(Influence, SumsToNothingForEstimatesFreeOfTheScaleOfFrequencies) {
  // theta(c f) = theta(f), so sum_i f_i L_i = 0 (Euler). Xie and Liu's and Efron's raw counts are held.
  Cohort const cohort = any_cohort(3).cohort;
  Experiment const plan(study_of(), cohort);
  Slab const slab = units_of(plan, BlockKind::influence);
  for (std::size_t c = 0; c < plan.patient_columns().size(); ++c) {
    Column const& column = plan.patient_columns()[c];
    if (column.statistic != Statistic::estimate || column.quantity == Quantity::log_rank) continue;
    double sum = 0, size = 0;
    for (std::size_t i = 0; i < cohort.size(); ++i) {
      sum += slab.values[c * cohort.size() + i];
      size += std::fabs(slab.values[c * cohort.size() + i]);
    }
    EXPECT_NEAR(sum, 0, 1e-10 * (1 + size)) << column.estimand << " " << name(column.quantity);
  }
}

TEST(RefitPropensity, FalseKeepsTheCohortsScores) {
  Study study = study_of();
  study.bootstrap = BootstrapOptions{.replicates = 5, .refit_propensity = false};
  Cohort const cohort = any_cohort(3).cohort;
  Experiment const plan(study, cohort);
  Slab const slab = plan.evaluate({.index = 1, .kind = BlockKind::replicates, .first = 1, .count = 5});
  auto options = analysis_options(estimators(), {Estimand::ate, Estimand::entropy});
  PreparedCohort const prepared(cohort, options.estimators);
  Analysis<double> fitted(prepared, options, std::vector<double>(prepared.design.columns(), 0.0));
  fitted.run(std::vector<double>(cohort.size(), 1.0));
  auto const scores = std::make_shared<FixedScores const>(
      FixedScores{fitted.propensity().score, fitted.propensity().complement, Status::ok});
  Analysis<double> kept(prepared, options, ScoreSource{.start = {}, .fixed = scores});
  bool refitting_differs = false;
  for (std::uint32_t u = 0; u < 5; ++u) {
    std::vector<std::uint32_t> drawn(cohort.size());
    resample_patients({.seed = 7}, 1 + u, drawn);
    std::vector<double> const counts(drawn.begin(), drawn.end());
    auto const expected = kept.run(counts).values, refitted = fitted.run(counts).values;
    for (std::size_t c = 0; c < expected.size(); ++c) {
      EXPECT_TRUE(same(slab.values[c * 5 + u], expected[c], 1e-12));
      refitting_differs = refitting_differs || !same(refitted[c], expected[c], 1e-6);
    }
  }
  EXPECT_TRUE(refitting_differs);
}

TEST(Firth, HasScoresWhereTheArmsSeparate) {
  HandCohort const hand({{3, dies, control},
                         {5, leaves, control},
                         {2, dies, control},
                         {6, dies, treated},
                         {4, dies, treated},
                         {7, leaves, treated}});
  Cohort cohort = hand.cohort(1);
  for (Eigen::Index i = 0; i < 6; ++i) cohort.covariates(i, 0) = static_cast<double>(i); // treated from 3 on
  for (PropensityModel const model : {PropensityModel::logistic, PropensityModel::firth}) {
    Experiment const plan(study_of(model), cohort);
    Slab const slab = plan.evaluate(plan.blocks()[0]);
    auto const& columns = plan.full_columns();
    auto const hazard = std::find_if(columns.begin(), columns.end(), [](Column const& column) {
      return column.quantity == Quantity::log_hazard_ratio && column.estimand == "ate";
    });
    auto const c = static_cast<std::size_t>(hazard - columns.begin());
    bool const firth = model == PropensityModel::firth;
    EXPECT_EQ(static_cast<Status>(slab.statuses[c]), firth ? Status::ok : Status::separation);
    EXPECT_EQ(std::isfinite(slab.values[c]), firth);
  }
}

} // namespace
} // namespace iptwsim::test
