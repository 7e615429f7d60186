// A study as an index space: every replicate is in one block, and a block gives the same bits whoever evaluates it.

#include <cstring>

#include <gtest/gtest.h>

#include "plan/experiment.hpp"
#include "random/stream.hpp"
#include "support/analysed.hpp"

namespace iptwsim::test {
namespace {

Cohort sample() {
  Stream stream({.seed = 11, .purpose = Purpose::covariate});
  constexpr std::size_t n = 30;
  Cohort cohort;
  cohort.covariate_names = {"age", "sick"};
  cohort.covariates.resize(n, 2);
  Endpoint endpoint{"os", {}, {}};
  for (std::size_t i = 0; i < n; ++i) {
    auto const row = static_cast<Eigen::Index>(i);
    cohort.covariates(row, 0) = 40 + 30 * stream.uniform();
    cohort.covariates(row, 1) = stream.uniform() < 0.4 ? 1 : 0;
    cohort.treated.push_back(stream.uniform() < 0.4 ? 1 : 0);
    endpoint.time.push_back(1 + static_cast<double>(static_cast<int>(10 * stream.uniform())));
    endpoint.event.push_back(stream.uniform() < 0.7 ? 1 : 0);
  }
  cohort.endpoints.push_back(endpoint);
  return cohort;
}

Experiment experiment(std::int64_t replicates) {
  Study study;
  study.seed = 7;
  study.weights.estimand = {Estimand::ate, Estimand::overlap};
  study.estimators = all_estimators({3, 6}, 8);
  study.variance = {VarianceMethod::naive, VarianceMethod::robust};
  if (replicates > 0) study.bootstrap = BootstrapOptions{.replicates = replicates};
  return {study, sample()};
}

/// Bytes, so that NaN equals NaN and 0 does not equal -0.
void expect_same_bits(std::vector<double> const& a, std::vector<double> const& b) {
  ASSERT_EQ(a.size(), b.size());
  EXPECT_EQ(std::memcmp(a.data(), b.data(), a.size() * sizeof(double)), 0);
}

TEST(Plan, BlocksHoldEveryReplicateOnce) {
  for (std::int64_t const replicates : {0, 1, 63, 64, 65, 128, 200}) {
    auto const plan = experiment(replicates);
    auto const& blocks = plan.blocks();
    ASSERT_FALSE(blocks.empty());
    EXPECT_EQ(blocks[0].kind, BlockKind::full_sample);
    EXPECT_EQ(blocks[0].count, 1U);
    std::uint64_t next = 1;
    for (std::uint32_t index = 0; index < blocks.size(); ++index) {
      EXPECT_EQ(blocks[index].index, index);
      if (index == 0) continue;
      EXPECT_EQ(blocks[index].kind, BlockKind::replicates);
      EXPECT_EQ(blocks[index].first, next);
      EXPECT_GE(blocks[index].count, 1U);
      EXPECT_LE(blocks[index].count, Experiment::units_per_block);
      if (index + 1 < blocks.size()) {
        EXPECT_EQ(blocks[index].count, Experiment::units_per_block); // the last one may be short
      }
      next += blocks[index].count;
    }
    EXPECT_EQ(next, static_cast<std::uint64_t>(replicates) + 1);
  }
}

TEST(Plan, ABlockGivesTheSameBitsTwice) {
  auto const plan = experiment(70);
  for (Block const& block : plan.blocks()) {
    Slab const once = plan.evaluate(block), again = plan.evaluate(block);
    expect_same_bits(once.values, again.values);
    EXPECT_EQ(once.statuses, again.statuses);
    std::size_t const columns =
        block.kind == BlockKind::full_sample ? plan.full_columns().size() : plan.replicate_columns().size();
    EXPECT_EQ(once.values.size(), columns * block.count);
    EXPECT_EQ(once.statuses.size(), columns * block.count);
  }
}

TEST(Plan, AReplicateAloneIsThatOfItsBlock) {
  auto const plan = experiment(70);
  Slab const whole = plan.evaluate(plan.blocks()[1]);
  ASSERT_EQ(whole.block.count, 64U);
  for (std::uint32_t u = 0; u < 64; ++u) {
    Slab const alone = plan.evaluate({.index = 1, .kind = BlockKind::replicates, .first = 1 + u, .count = 1});
    std::vector<double> column;
    std::vector<std::uint8_t> statuses;
    for (std::size_t c = 0; c < plan.replicate_columns().size(); ++c) {
      column.push_back(whole.values[c * 64 + u]);
      statuses.push_back(whole.statuses[c * 64 + u]);
    }
    expect_same_bits(alone.values, column);
    EXPECT_EQ(alone.statuses, statuses);
  }
}

TEST(Plan, TheSameReplicateOfALongerBootstrapIsTheSame) {
  auto const shorter = experiment(10), longer = experiment(64);
  Slab const few = shorter.evaluate(shorter.blocks()[1]), many = longer.evaluate(longer.blocks()[1]);
  for (std::size_t c = 0; c < shorter.replicate_columns().size(); ++c) {
    for (std::uint32_t u = 0; u < 10; ++u) {
      EXPECT_EQ(std::memcmp(&few.values[c * 10 + u], &many.values[c * 64 + u], sizeof(double)), 0);
    }
  }
}

TEST(Plan, AReplicateIsTheAnalysisOfItsCopiedRows) {
  auto const plan = experiment(5);
  Slab const slab = plan.evaluate(plan.blocks()[1]);
  Cohort const cohort = sample();
  std::vector<std::uint32_t> counts(cohort.size());
  resample_patients({.seed = 7}, 3, counts);
  auto options = analysis_options(all_estimators({3, 6}, 8), {Estimand::ate, Estimand::overlap});
  auto const ours = analyse(cohort, options, std::vector<double>(counts.begin(), counts.end()));
  ASSERT_EQ(ours.values.size(), plan.replicate_columns().size());
  for (std::size_t c = 0; c < ours.values.size(); ++c) {
    EXPECT_EQ(ours.columns[c], plan.replicate_columns()[c]);
    EXPECT_NEAR(slab.values[c * 5 + 2], ours.values[c], 1e-10 * (1 + std::fabs(ours.values[c])));
    EXPECT_EQ(slab.statuses[c * 5 + 2], static_cast<std::uint8_t>(ours.statuses[c]));
  }
}

TEST(Plan, TheCrudeComparisonStandsBesideTheCohortsEstimates) {
  auto const plan = experiment(1);
  bool crude = false, crude_replicates = false;
  for (Column const& column : plan.full_columns()) crude = crude || column.estimand == "unweighted";
  for (Column const& column : plan.replicate_columns()) {
    crude_replicates = crude_replicates || column.estimand == "unweighted";
  }
  EXPECT_TRUE(crude);
  EXPECT_FALSE(crude_replicates);
}

} // namespace
} // namespace iptwsim::test
