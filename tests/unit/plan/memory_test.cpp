// What a block allocates, counted, against what the plan says beforehand; and that more replicates need no more.

#include <atomic>
#include <cstdlib>
#include <new>
#include <thread>

#include <gtest/gtest.h>
#include <malloc.h>

#include "config/scenarios.hpp"
#include "kernels/isa.hpp"
#include "plan/memory.hpp"
#include "plan/simulated_scenario.hpp"
#include "support/analysed.hpp"
#include "support/random_cohort.hpp"

namespace {
std::atomic<std::size_t> live{0}, peak{0};

void* counted(void* memory) {
  if (!memory) throw std::bad_alloc();
  std::size_t const now = live += malloc_usable_size(memory);
  if (now > peak) peak = now;
  return memory;
}
void uncounted(void* memory) {
  live -= malloc_usable_size(memory);
  std::free(memory);
}
} // namespace

void* operator new(std::size_t size) { return counted(std::malloc(size ? size : 1)); }
void* operator new(std::size_t size, std::align_val_t align) {
  std::size_t const a = static_cast<std::size_t>(align);
  return counted(std::aligned_alloc(a, (size + a) / a * a));
}
void operator delete(void* memory) noexcept { uncounted(memory); }
void operator delete(void* memory, std::size_t) noexcept { uncounted(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { uncounted(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { uncounted(memory); }

namespace iptwsim::test {
namespace {

/// The most bytes that f() held at a time, on a thread of its own: threads keep room for their next block.
template <class F> double bytes_held(F f) {
  std::size_t const before = live;
  peak = before;
  std::thread(f).join();
  return static_cast<double>(peak - before);
}

Cohort sample(std::size_t patients, bool ties) {
  Stream stream({.seed = 3, .purpose = Purpose::covariate});
  Cohort cohort;
  cohort.covariate_names = {"x1", "x2", "x3"};
  cohort.covariates.resize(static_cast<Eigen::Index>(patients), 3);
  Endpoint endpoint{"os", {}, {}};
  for (std::size_t i = 0; i < patients; ++i) {
    for (Eigen::Index j = 0; j < 3; ++j) cohort.covariates(static_cast<Eigen::Index>(i), j) = stream.uniform();
    cohort.treated.push_back(stream.uniform() < 0.5);
    double const time = 20 * stream.uniform();
    endpoint.time.push_back(ties ? std::floor(time) : time);
    endpoint.event.push_back(stream.uniform() < 0.6);
  }
  cohort.endpoints.push_back(std::move(endpoint));
  return cohort;
}

Experiment experiment(std::size_t patients, bool ties, std::int64_t replicates,
                      ResampleScheme resample = ResampleScheme::patient) {
  Study study;
  study.estimators = all_estimators({5, 10}, 15);
  study.bootstrap = BootstrapOptions{.replicates = replicates, .resample = resample};
  return {study, sample(patients, ties)};
}

TEST(Memory, OfAThreadIsWhatThePlanSays) {
  for (Isa const isa : available_isas()) {
    choose_isa(isa);
    for (auto const& [patients, ties] : {std::pair{200u, false}, {2000u, true}, {20000u, false}}) {
      for (auto const resample : {ResampleScheme::patient, ResampleScheme::within_arm, ResampleScheme::bayesian}) {
        Experiment const work = experiment(patients, ties, 64, resample);
        double const held = bytes_held([&] { work.evaluate(work.blocks().at(1)); });
        double const said = bytes_per_thread(work, lanes_of(isa));
        EXPECT_GT(said, 0.9 * held) << patients << " patients, " << name_of(isa) << ", said over held " << said / held;
        EXPECT_LT(said, 1.6 * held) << patients << " patients, " << name_of(isa) << ", said over held " << said / held;
      }
    }
  }
}

/// Blocks differ a little, as their replicates hold more or fewer patients.
TEST(Memory, DoesNotGrowWithTheNumberOfReplicates) {
  auto const of_all_blocks = [](std::int64_t replicates) {
    Experiment const work = experiment(500, false, replicates);
    return bytes_held([&] {
      for (Block const& block : work.blocks()) work.evaluate(block);
    });
  };
  double const few = of_all_blocks(64);
  EXPECT_NEAR(of_all_blocks(3200), few, 0.1 * few);
}

TEST(Memory, OfACohortThatThreadsShareIsWhatThePlanSays) {
  double const held = bytes_held([] { experiment(20000, false, 64); });
  double const said = cohort_bytes(experiment(20000, false, 64));
  EXPECT_GT(said, 0.9 * held);
  EXPECT_LT(said, 1.6 * held);
}

TEST(Memory, OfSimulatedCohortsIsWhatThePlanSays) {
  char const* const text = "seed: 1\n"
                           "cohort: {synthetic: {n: 400, covariates: {x: {distribution: normal, mean: 0, sd: 1}},\n"
                           "  treatment: {intercept: 0, log_odds: {x: 0.5}}, endpoints: {os: {marginal: {\n"
                           "  control: {distribution: exponential, rate: 0.1}, treated: {hazard_ratio: 0.7}}}},\n"
                           "  censoring: {follow_up: 15}}}\n"
                           "propensity: {terms: [x]}\n"
                           "estimators: {rmst: {tau: 10}, cox: {}, log_rank: {}}\n"
                           "bootstrap: {replicates: 1000}\n"
                           "simulation: {cohorts: 100, truth: {method: none}}\n";
  choose_isa(available_isas().back());
  for (std::int64_t const replicates : {0, 1000}) {
    auto scenarios = parse_config(text, "test").scenarios;
    if (replicates == 0) scenarios[0].study.bootstrap.reset();
    SimulatedScenario const scenario(scenarios[0], Solved{}, {});
    double const held = bytes_held([&] { scenario.evaluate({.kind = BlockKind::cohorts, .first = 1, .count = 3}); });
    double const said = bytes_per_thread(scenarios[0].study, scenario.keys().size(), lanes_of(available_isas().back()));
    EXPECT_GT(said, 0.9 * held) << replicates << " replicates, said over held " << said / held;
    EXPECT_LT(said, 3 * held) << replicates << " replicates, said over held " << said / held;
  }
}

} // namespace
} // namespace iptwsim::test
