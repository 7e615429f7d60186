// Real cohorts with several analyses: the blocks of all of them in one plan.

#include <cstring>

#include <gtest/gtest.h>

#include "plan/studies.hpp"
#include "support/analysed.hpp"
#include "support/random_cohort.hpp"

namespace iptwsim::test {
namespace {

Study study_of(std::int64_t replicates) {
  Study study;
  study.seed = 7;
  study.estimators = all_estimators({3, 6}, 8);
  study.bootstrap = BootstrapOptions{.replicates = replicates};
  return study;
}

Studies three_studies() {
  std::vector<Scenario> scenarios{{.name = "a", .swept = {}, .study = study_of(70)},
                                  {.name = "b", .swept = {}, .study = study_of(10)},
                                  {.name = "c", .swept = {}, .study = study_of(64)}};
  std::vector<Cohort> cohorts;
  for (std::uint64_t const index : {0U, 1U, 2U}) cohorts.push_back(random_cohort(index).cohort);
  return Studies(std::move(scenarios), std::move(cohorts));
}

TEST(Studies, PutTheBlocksOfTheirExperimentsInOneRow) {
  Studies const studies = three_studies();
  std::size_t at = 0;
  for (std::uint32_t s = 0; s < 3; ++s) {
    for (Block const& own : studies.experiment(s).blocks()) {
      Block const& block = studies.blocks().at(at);
      EXPECT_EQ(block.index, at++);
      EXPECT_EQ(block.scenario, s);
      EXPECT_EQ(block.kind, own.kind);
      EXPECT_EQ(block.first, own.first);
      EXPECT_EQ(block.count, own.count);
    }
  }
  EXPECT_EQ(at, studies.blocks().size());
  EXPECT_EQ(studies.stages(), std::vector<std::uint32_t>{0}); // nothing has to be known before
}

TEST(Studies, EvaluateABlockAsItsExperimentDoes) {
  Studies const studies = three_studies();
  for (Block const& block : studies.blocks()) {
    Slab const slab = studies.evaluate(block), own = studies.experiment(block.scenario).evaluate(block);
    ASSERT_EQ(slab.values.size(), own.values.size());
    EXPECT_EQ(std::memcmp(slab.values.data(), own.values.data(), own.values.size() * sizeof(double)), 0);
    EXPECT_EQ(slab.statuses, own.statuses);
    EXPECT_EQ(slab.block.scenario, block.scenario);
  }
}

TEST(Studies, GiveEachScenarioItsBlocks) {
  Studies const studies = three_studies();
  std::size_t next = 0;
  for (std::uint32_t s = 0; s < 3; ++s) {
    auto const [first, last] = studies.blocks_of(s);
    EXPECT_EQ(first, next);
    EXPECT_EQ(last - first, studies.experiment(s).blocks().size());
    for (std::size_t b = first; b < last; ++b) EXPECT_EQ(studies.blocks()[b].scenario, s);
    next = last;
  }
  EXPECT_EQ(next, studies.blocks().size());
}

TEST(Studies, CostIsInAnalysedPatientsOfTheOwnCohort) {
  Studies const studies = three_studies();
  for (Block const& block : studies.blocks()) {
    EXPECT_EQ(studies.cost(block),
              static_cast<double>(block.count * studies.experiment(block.scenario).prepared().cohort.size()));
  }
}

} // namespace
} // namespace iptwsim::test
