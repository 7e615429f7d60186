// Who is seen, from when on, and who is called treated: by the draws at their addresses.

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "random/stream.hpp"
#include "scenario/observation.hpp"
#include "scenario/problems.hpp"
#include "support/lanes_alone.hpp"
#include "support/mechanisms.hpp"

namespace iptwsim {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;

CohortAddress const address{.seed = 2021, .group = 5, .cohort = 7};
constexpr std::size_t n = 200;

double draw(Purpose purpose, std::uint64_t patient) {
  return Stream({.seed = 2021, .group = 5, .cohort = 7, .purpose = purpose, .subject = patient}).uniform_open();
}

double end_of(SimulatedPatients const& patients, std::size_t i) {
  return std::min(patients.endpoints[0].time[i], patients.endpoints[1].time[i]);
}

/// One endpoint, nothing but what is tested.
SimulatedPatients three_patients() {
  return {.covariate_names = {"size"},
          .covariates = {{"size", {{1, 2, 3}, {}}}},
          .treated = {1, 1, 0},
          .score = {0.1, 0.2, 0.3},
          .endpoints = {{"os", {1, 4, 3}, {1, 0, 1}}}};
}

TEST(LateEntryOfPatients, WhoIsStillThereIsSeenFromThenOn) {
  SyntheticOptions options = confounded();
  SimulatedPatients const all = simulate(mechanism_of(options), n, address);
  for (bool const ignored : {false, true}) {
    options.late_entry = {.latest = 3, .ignored = ignored};
    SimulatedPatients const seen = simulate(mechanism_of(options), n, address);
    std::size_t next = 0;
    for (std::size_t i = 0; i < n; ++i) {
      double const entry = 3 * draw(Purpose::late_entry, i);
      if (entry >= end_of(all, i)) continue;
      ASSERT_LT(next, seen.size());
      EXPECT_EQ(seen.endpoints[0].time[next], all.endpoints[0].time[i]);
      EXPECT_EQ(seen.endpoints[1].event[next], all.endpoints[1].event[i]);
      EXPECT_EQ(seen.covariates.at("stage").values[next], all.covariates.at("stage").values[i]);
      EXPECT_EQ(seen.treated[next], all.treated[i]);
      EXPECT_EQ(seen.score[next], all.score[i]);
      double const counted_from = ignored ? 0 : seen.endpoints[1].entry[next];
      EXPECT_EQ(counted_from, ignored ? 0 : entry);
      ++next;
    }
    EXPECT_EQ(next, seen.size());
    EXPECT_LT(seen.size(), n - 20);
    EXPECT_EQ(seen.endpoints[0].entry.size(), ignored ? 0 : seen.size());
  }
}

TEST(TreatmentStart, ByHand) {
  TreatmentStartOptions start{.earliest = 1, .latest = 3, .analysis = StartAnalysis::naive};
  ObservationDraws const draws{.late_entry = {}, .treatment_start = {0.25, 0.25, 0.25}}; // at 1.5
  SimulatedPatients const naive = observed(three_patients(), {}, start, draws);
  EXPECT_THAT(naive.treated, ElementsAre(0, 1, 0)); // the first died before
  EXPECT_THAT(naive.endpoints[0].time, ElementsAre(1, 4, 3));
  EXPECT_THAT(naive.endpoints[0].entry, IsEmpty());
  EXPECT_THAT(naive.hidden_names, ElementsAre("planned"));
  EXPECT_THAT(naive.hidden.at("planned").values, ElementsAre(1, 1, 0));

  start.analysis = StartAnalysis::landmark; // at 3, where the third dies
  SimulatedPatients landmark = observed(three_patients(), {}, start, draws);
  EXPECT_THAT(landmark.treated, ElementsAre(1));
  EXPECT_THAT(landmark.endpoints[0].entry, ElementsAre(3));
  EXPECT_THAT(landmark.score, ElementsAre(0.2));
  start.landmark = 1.25; // before anybody is treated
  landmark = observed(three_patients(), {}, start, draws);
  EXPECT_THAT(landmark.treated, ElementsAre(0, 0));
  EXPECT_THAT(landmark.hidden.at("planned").values, ElementsAre(1, 0));
  EXPECT_THAT(landmark.endpoints[0].entry, ElementsAre(1.25, 1.25));

  start.analysis = StartAnalysis::planned;
  SimulatedPatients const planned = observed(three_patients(), {}, start, draws);
  EXPECT_THAT(planned.treated, ElementsAre(1, 1, 0));
  EXPECT_THAT(planned.hidden_names, IsEmpty());

  start = {.earliest = 1, .latest = 3, .analysis = StartAnalysis::landmark, .landmark = 2};
  ObservationDraws const both{.late_entry = {0.1, 0.5, 0.2}, .treatment_start = {0.25, 0.25, 0.25}};
  EXPECT_THAT(observed(three_patients(), LateEntryOptions{.latest = 5}, start, both).endpoints[0].entry,
              ElementsAre(2.5, 2));
  EXPECT_THAT(
      observed(three_patients(), LateEntryOptions{.latest = 5, .ignored = true}, start, both).endpoints[0].entry,
      ElementsAre(2, 2));
}

TEST(TreatmentStart, ReadsItsDraws) {
  SyntheticOptions options = confounded();
  SimulatedPatients const all = simulate(mechanism_of(options), n, address);
  options.treatment_start = {.earliest = 0.5, .latest = 2};
  SimulatedPatients const naive = simulate(mechanism_of(options), n, address);
  std::size_t never = 0;
  for (std::size_t i = 0; i < n; ++i) {
    bool const starts = 0.5 + 1.5 * draw(Purpose::treatment_start, i) < end_of(all, i);
    EXPECT_EQ(naive.treated[i], all.treated[i] != 0 && starts ? 1 : 0);
    never += all.treated[i] != 0 && !starts;
  }
  EXPECT_GT(never, 10U);
}

TEST(DropOut, DependsOnThePatientByTheSameDraw) {
  SyntheticOptions options = confounded();
  options.censoring = {
      .dropout_rate = 0.3, .dropout_shape = 1.5, .dropout_log_hazard = {{"male", 1}, {"treatment", 0.5}}};
  Mechanism const mechanism = mechanism_of(options);
  SimulatedPatients const patients = simulate(mechanism, n, address);
  std::size_t censored = 0;
  for (std::size_t i = 0; i < n; ++i) {
    double const log_ratio = patients.covariates.at("male").values[i] + 0.5 * patients.treated[i];
    double const u = draw(Purpose::censoring_time, i);
    double const time = std::pow(-std::log1p(-u) / (0.3 * std::exp(log_ratio)), 1 / 1.5);
    EXPECT_LE(patients.endpoints[0].time[i], time * (1 + 1e-14));
    if (patients.endpoints[0].event[i] != 0) continue;
    EXPECT_NEAR(patients.endpoints[0].time[i], time, 1e-13 * time);
    ++censored;
  }
  EXPECT_GT(censored, 50U);
}

TEST(Observation, LanesAreCohorts) {
  SyntheticOptions options = confounded();
  options.late_entry = {.latest = 3};
  options.treatment_start = {.latest = 2};
  options.censoring.dropout_log_hazard = {{"age", 0.4}, {"treatment", -1}};
  auto const lanes = expect_lanes_alone(mechanism_of(options));
  EXPECT_EQ(lanes.late_entry.size(), 30U);
  EXPECT_EQ(lanes.treatment_start.size(), 30U);
}

TEST(ObservationProblems, AreTold) {
  auto const told = [](auto change) {
    SyntheticOptions options = confounded();
    change(options);
    std::string text;
    for (OptionProblem const& p : problems_of(options)) text += p.path.back() + ": " + p.what + "\n";
    return text;
  };
  EXPECT_EQ(told([](SyntheticOptions& o) {
              o.late_entry = {.latest = 1};
              o.treatment_start = {.earliest = 1, .latest = 1};
              o.censoring.dropout_log_hazard = {{"treatment", 1}, {"age^2", 1}};
            }),
            "");
  EXPECT_EQ(told([](SyntheticOptions& o) { o.treatment_start = {.earliest = 2, .latest = 1}; }),
            "earliest: earliest is 2 and latest 1\n");
  EXPECT_EQ(told([](SyntheticOptions& o) { o.treatment_start = {.latest = 1, .landmark = 1}; }),
            "landmark: landmark stands beside another analysis\n");
  EXPECT_EQ(told([](SyntheticOptions& o) {
              o.censoring.dropout_rate.reset();
              o.censoring.dropout_log_hazard = {{"treatment", 1}};
            }),
            "dropout_log_hazard: dropout_log_hazard stands without dropout_rate\n");
  EXPECT_EQ(told([](SyntheticOptions& o) {
              o.censoring.dropout_log_hazard = {{"agee", 1}};
            }),
            "agee: dropout_log_hazard has \"agee\", no covariate\n");
  EXPECT_EQ(told([](SyntheticOptions& o) {
              o.covariates.emplace_back("planned", bernoulli(0.5));
              o.treatment_start = {.latest = 1};
            }),
            "planned: a covariate is called \"planned\"\n");
}

} // namespace
} // namespace iptwsim
