// Simulated scenarios as an index space: what is shared is computed once, every cohort is in one block, and a block is
// a pure function.

#include <algorithm>
#include <cmath>
#include <cstring>

#include <gtest/gtest.h>

#include "plan/simulation.hpp"
#include "support/analysed.hpp"
#include "support/find_truth.hpp"
#include "support/mechanisms.hpp"

namespace iptwsim::test {
namespace {

Study study_of(std::int64_t n, std::int64_t cohorts, double hazard_ratio = 0.5) {
  SyntheticOptions synthetic;
  synthetic.n = n;
  synthetic.covariates = {{"age", normal(1, 2)}, {"male", bernoulli(0.35)}};
  synthetic.treatment = {.prevalence = 0.45, .log_odds = {{"age", 0.2}}};
  synthetic.endpoints = {{"os", exponential(0.3, hazard_ratio, {{"age", -0.3}})}};
  synthetic.censoring = {.accrual = 2, .follow_up = 3};
  Study study;
  study.seed = 7;
  study.cohort.synthetic = synthetic;
  study.propensity.terms = {"age", "male"};
  study.weights.estimand = {Estimand::att};
  study.estimators.rmst = RmstOptions{3};
  study.estimators.cox = CoxOptions{};
  study.simulation = SimulationOptions{.cohorts = cohorts, .truth = {.points_log2 = 6, .shifts = 3}};
  return study;
}

Simulation simulation_of(std::vector<Study> studies) {
  std::vector<Scenario> scenarios;
  for (std::size_t s = 0; s < studies.size(); ++s) {
    scenarios.push_back({.name = std::to_string(s), .swept = {}, .study = std::move(studies[s])});
  }
  return Simulation(std::move(scenarios));
}

std::vector<Block> of_kind(Simulation const& simulation, BlockKind kind) {
  std::vector<Block> out;
  for (Block const& block : simulation.blocks()) {
    if (block.kind == kind) out.push_back(block);
  }
  return out;
}

std::vector<std::uint32_t> scenarios_of(std::vector<Block> const& blocks) {
  std::vector<std::uint32_t> out;
  for (Block const& block : blocks) out.push_back(block.scenario);
  return out;
}

void expect_same_bits(std::vector<double> const& a, std::vector<double> const& b) {
  ASSERT_EQ(a.size(), b.size());
  EXPECT_EQ(std::memcmp(a.data(), b.data(), a.size() * sizeof(double)), 0);
}

TEST(Simulation, HasThreeStagesOfBlocks) {
  Simulation const simulation = simulation_of({study_of(40, 1200), study_of(80, 30)});
  auto const& blocks = simulation.blocks();
  for (std::uint32_t b = 0; b < blocks.size(); ++b) EXPECT_EQ(blocks[b].index, b);
  EXPECT_EQ(simulation.stages(), (std::vector<std::uint32_t>{0, 1, 4}));
  EXPECT_TRUE(
      std::is_sorted(blocks.begin(), blocks.end(), [](Block const& a, Block const& b) { return a.kind < b.kind; }));
  auto const truth = of_kind(simulation, BlockKind::truth);
  ASSERT_EQ(truth.size(), 3U);
  for (std::uint64_t shift = 0; shift < 3; ++shift) EXPECT_EQ(truth[shift].first, shift);
}

TEST(Simulation, EveryCohortIsInOneBlock) {
  Simulation const simulation = simulation_of({study_of(40, 1200), study_of(80, 30)});
  for (std::uint32_t s = 0; s < 2; ++s) {
    std::uint64_t next = 1;
    for (Block const& block : of_kind(simulation, BlockKind::cohorts)) {
      if (block.scenario != s) continue;
      EXPECT_EQ(block.first, next);
      EXPECT_LE(block.count, cohorts_per_block(simulation.scenarios()[s].study));
      next += block.count;
    }
    EXPECT_EQ(next, (s == 0 ? 1200U : 30U) + 1);
  }
}

TEST(Simulation, ScenariosThatGenerateAlikeShareWhatIsSolvedAndTheirTruth) {
  Study larger = study_of(80, 5), truncated = study_of(40, 5), stronger = study_of(40, 5, 0.8), other = study_of(40, 5),
        seeded = study_of(40, 5);
  truncated.weights.truncate = TruncateOptions{};
  other.estimators.rmst = RmstOptions{2};
  seeded.seed = 8;
  Simulation const simulation = simulation_of({study_of(40, 5), larger, truncated, stronger, other, seeded});
  EXPECT_EQ(scenarios_of(of_kind(simulation, BlockKind::solved)), (std::vector<std::uint32_t>{0, 3}));
  auto truth = scenarios_of(of_kind(simulation, BlockKind::truth));
  EXPECT_EQ(truth, (std::vector<std::uint32_t>{0, 0, 0, 3, 3, 3, 4, 4, 4}));
}

TEST(Simulation, ABlockNeedsWhatIsSolvedAndAllShiftsOfItsScenario) {
  Simulation const simulation = simulation_of({study_of(40, 5), study_of(40, 5, 0.8), study_of(90, 5)});
  // 0, 1: solved; 2..4 and 5..7: truth; then a block of cohorts each.
  auto const needs = [&](std::uint32_t block) { return simulation.needs(simulation.blocks()[block]); };
  using Numbers = std::vector<std::uint32_t>;
  EXPECT_EQ(needs(0), Numbers{});
  EXPECT_EQ(needs(1), Numbers{});
  EXPECT_EQ(needs(3), Numbers{0});
  EXPECT_EQ(needs(6), Numbers{1});
  EXPECT_EQ(needs(8), (Numbers{0, 2, 3, 4}));
  EXPECT_EQ(needs(9), (Numbers{1, 5, 6, 7}));
  EXPECT_EQ(needs(10), (Numbers{0, 2, 3, 4}));
}

TEST(Simulation, WithoutTruthHasNoBlocksOfIt) {
  Study study = study_of(40, 5);
  study.simulation->truth.method = TruthMethod::none;
  Simulation simulation = simulation_of({study});
  EXPECT_EQ(simulation.stages(), (std::vector<std::uint32_t>{0, 1, 1}));
  EXPECT_EQ(simulation.needs(simulation.blocks()[1]), std::vector<std::uint32_t>{0});
  find_truth(simulation);
  auto const prepared = simulation.prepare(0);
  for (std::size_t k = 0; k < prepared.keys().size(); ++k) {
    auto const& truth = prepared.truths()[k];
    EXPECT_TRUE(!truth || std::isnan(truth->value));
  }
}

TEST(Simulation, ExactTruthTakesOneShift) {
  Study study = study_of(40, 5);
  study.weights.estimand = {Estimand::ate};
  EXPECT_EQ(shifts_of(study), 1);
  EXPECT_EQ(shifts_of(study_of(40, 5)), 3);
}

TEST(Simulation, BlocksFollowFromTheStudyAlone) {
  Study study = study_of(100, 5);
  EXPECT_EQ(patients_analysed(study), 100);
  EXPECT_EQ(cohorts_per_block(study), 512U);
  study.bootstrap = BootstrapOptions{.replicates = 199};
  EXPECT_EQ(patients_analysed(study), 100 * 200);
  EXPECT_EQ(cohorts_per_block(study), 8U); // 2^18 / 20,000 is 13.1
  study.variance = {VarianceMethod::jackknife, VarianceMethod::stacked};
  EXPECT_EQ(patients_analysed(study), 100 * (200 + 100 + 100));
  study.simulation->cohorts = 100000;
  EXPECT_EQ(cohorts_per_block(study), 4U);
  study.cohort.synthetic->n = 1000000;
  EXPECT_EQ(cohorts_per_block(study), 1U);
}

TEST(Simulation, CostIsInAnalysedPatients) {
  Study study = study_of(100, 8);
  study.bootstrap = BootstrapOptions{.replicates = 199};
  Study known = study_of(40, 5);
  known.propensity.model.known = true_score;
  Simulation const simulation = simulation_of({study, study_of(40, 5), known});
  auto const cohorts = of_kind(simulation, BlockKind::cohorts);
  EXPECT_EQ(simulation.cost(cohorts[0]), 8 * 100 * 225.0);
  EXPECT_EQ(simulation.cost(cohorts[1]), 5 * 40 * 4.0);  // a cohort a lane
  EXPECT_EQ(simulation.cost(cohorts[2]), 5 * 40 * 26.0); // one after the other
  for (Block const& block : simulation.blocks()) EXPECT_GT(simulation.cost(block), 0);
}

TEST(Simulation, ACohortAloneIsThatOfItsBlock) {
  Study study = study_of(40, 12);
  study.bootstrap = BootstrapOptions{.replicates = 9};
  Simulation simulation = simulation_of({study});
  find_truth(simulation);
  Block const block = simulation.blocks().back();
  ASSERT_EQ(block.count, 12U);
  Slab const whole = simulation.evaluate(block), again = simulation.evaluate(block);
  expect_same_bits(whole.values, again.values);
  expect_same_bits(whole.sums, again.sums);
  std::size_t const keys = simulation.prepare(0).keys().size();
  for (std::uint32_t c : {0U, 7U, 11U}) {
    Slab const alone =
        simulation.evaluate({.index = block.index, .kind = BlockKind::cohorts, .first = 1 + c, .count = 1});
    ASSERT_EQ(alone.values.size(), keys);
    for (std::size_t k = 0; k < keys; ++k) {
      EXPECT_EQ(std::memcmp(&alone.values[k], &whole.values[k * 12 + c], sizeof(double)), 0);
      EXPECT_EQ(alone.statuses[k], whole.statuses[k * 12 + c]);
    }
  }
}

TEST(Simulation, SumsAreTheSameWhereCohortsAreNotKept) {
  Study kept = study_of(40, 12), summed = kept;
  summed.simulation->keep = Keep::summary;
  Simulation simulation = simulation_of({kept, summed});
  find_truth(simulation);
  auto const cohorts = of_kind(simulation, BlockKind::cohorts);
  Slab const with = simulation.evaluate(cohorts[0]), without = simulation.evaluate(cohorts[1]);
  expect_same_bits(with.sums, without.sums);
  EXPECT_EQ(with.sums.size(), simulation.prepare(0).performance().size());
  EXPECT_TRUE(without.values.empty() && without.statuses.empty());
}

TEST(Simulation, TruthIsOfEstimatesThatHaveOne) {
  Study study = study_of(40, 5);
  study.estimators.log_rank = LogRankOptions{};
  Simulation simulation = simulation_of({study});
  find_truth(simulation);
  auto const prepared = simulation.prepare(0);
  int with_truth = 0;
  for (std::size_t k = 0; k < prepared.keys().size(); ++k) {
    Column const& column = prepared.keys()[k].column;
    auto const& truth = prepared.truths()[k];
    bool const expected = column.statistic == Statistic::estimate && !column.endpoint.empty() &&
                          !column.estimand.empty() && column.quantity != Quantity::log_rank;
    EXPECT_EQ(truth.has_value(), expected) << name(column.quantity);
    if (!truth) continue;
    ++with_truth;
    EXPECT_TRUE(std::isfinite(truth->value)) << name(column.quantity);
    if (column.quantity == Quantity::log_hazard_ratio && column.estimand == "unweighted") {
      EXPECT_NEAR(truth->value, std::log(0.5), 1e-9); // of the whole population
    }
  }
  EXPECT_EQ(with_truth, 2 * 5); // ATT and crude: RMST by arm, difference, ratio; log hazard ratio
}

TEST(Simulation, ACohortWhereNobodyHasAValueIsAnalysedWithoutIt) {
  Study study = study_of(60, 3);
  study.cohort.synthetic->covariates.push_back({"size", lognormal(4.7, 0.5)});
  study.cohort.synthetic->missing = {{"size", {.share = 1 - 1e-9}}};
  study.cohort.missing = Missing::indicator;
  auto const evaluated = [&](std::string const& term) {
    study.propensity.terms = {"age", term};
    Simulation simulation = simulation_of({study});
    find_truth(simulation);
    return simulation.evaluate(simulation.blocks().back());
  };
  Slab const log = evaluated("log(size)"), linear = evaluated("size");
  EXPECT_EQ(log.statuses, linear.statuses);
  expect_same_bits(log.values, linear.values);
  EXPECT_GT(std::count(log.statuses.begin(), log.statuses.end(), static_cast<std::uint8_t>(Status::aliased)), 0);
  EXPECT_EQ(std::count(log.statuses.begin(), log.statuses.end(), static_cast<std::uint8_t>(Status::no_spline)), 0);
}

TEST(Simulation, ACohortWithoutASplineHasNoAnswerAndIsCounted) {
  Study study = study_of(40, 3);
  study.propensity.terms = {"rcs(male, 3)"};
  Simulation simulation = simulation_of({study});
  find_truth(simulation);
  Slab const slab = simulation.evaluate(simulation.blocks().back());
  for (std::size_t i = 0; i < slab.values.size(); ++i) {
    EXPECT_TRUE(std::isnan(slab.values[i]));
    EXPECT_EQ(slab.statuses[i], static_cast<std::uint8_t>(Status::no_spline));
  }
}

} // namespace
} // namespace iptwsim::test
