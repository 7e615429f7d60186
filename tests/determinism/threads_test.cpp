// The same bits whatever the number of threads and however uneven their work.

#include <bit>
#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "cohort/load.hpp"
#include "plan/experiment.hpp"
#include "results/collector.hpp"
#include "run/execute.hpp"

namespace iptwsim::test {
namespace {

Experiment ovarian(std::int64_t replicates) {
  Study study;
  study.seed = 1979;
  study.cohort.treatment.column = "treated";
  study.endpoints = {{"os", {.time = "futime", .event = {"fustat"}}}};
  study.propensity.terms = {"age", "resid.ds"};
  study.weights.estimand = {Estimand::ate, Estimand::matching};
  study.estimators.survival = SurvivalOptions{{365.25}};
  study.estimators.rmst = RmstOptions{730.5};
  study.estimators.cox = CoxOptions{};
  study.estimators.log_rank = LogRankOptions{};
  study.bootstrap = BootstrapOptions{.replicates = replicates};
  auto loaded = load_cohort(std::string(IPTWSIM_SOURCE_DIR) + "/tests/data/ovarian.csv", study.cohort, study.endpoints,
                            study.propensity.terms);
  return Experiment(study, std::move(loaded.cohort));
}

/// Every block takes a different time, so that threads overtake each other.
std::vector<Slab> run_unevenly(Experiment const& experiment, int threads) {
  results::Collector collector(experiment.blocks().size());
  auto const evaluate = [&](Block const& block) {
    std::this_thread::sleep_for(std::chrono::microseconds(block.index * 7919 % 3000));
    return experiment.evaluate(block);
  };
  execute(experiment.blocks(), evaluate, collector, {.threads = threads});
  return collector.take();
}

TEST(Threads, GiveTheSameBitsInAnyNumber) {
  Experiment const experiment = ovarian(1000);
  auto const reference = run_unevenly(experiment, 1);
  ASSERT_EQ(reference.size(), 17u);
  for (int const threads : {2, 3, 8}) {
    auto const slabs = run_unevenly(experiment, threads);
    ASSERT_EQ(slabs.size(), reference.size());
    for (std::size_t s = 0; s < slabs.size(); ++s) {
      ASSERT_EQ(slabs[s].values.size(), reference[s].values.size());
      EXPECT_EQ(slabs[s].statuses, reference[s].statuses);
      for (std::size_t i = 0; i < slabs[s].values.size(); ++i) {
        ASSERT_EQ(std::bit_cast<std::uint64_t>(slabs[s].values[i]),
                  std::bit_cast<std::uint64_t>(reference[s].values[i]))
            << threads << " threads, block " << s << ", value " << i;
      }
    }
  }
}

TEST(Threads, FailTogetherWhenOneBlockFails) {
  Experiment const experiment = ovarian(640);
  results::Collector collector(experiment.blocks().size());
  auto const evaluate = [&](Block const& block) -> Slab {
    if (block.index == 3) throw std::runtime_error("block 3");
    return experiment.evaluate(block);
  };
  EXPECT_THROW(execute(experiment.blocks(), evaluate, collector, {.threads = 3}), std::runtime_error);
  EXPECT_THROW(collector.take(), std::logic_error);
}

TEST(Threads, ReportEveryUnitOnce) {
  Experiment const experiment = ovarian(100);
  results::Collector collector(experiment.blocks().size());
  std::uint64_t last = 0;
  auto const progress = [&](std::uint64_t done) {
    EXPECT_GT(done, last);
    last = done;
  };
  execute(experiment.blocks(), [&](Block const& block) { return experiment.evaluate(block); }, collector,
          {.threads = 2, .progress = progress});
  EXPECT_EQ(last, 101u); // 100 replicates and the cohort itself
}

} // namespace
} // namespace iptwsim::test
