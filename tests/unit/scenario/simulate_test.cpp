// Simulated patients: whose draw is where, prefixes, lanes, arms, frozen values, and the cohort that is analysed.

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "random/stream.hpp"
#include "scenario/simulate.hpp"
#include "support/lanes_alone.hpp"
#include "support/mechanisms.hpp"

namespace iptwsim {
namespace {

using namespace test;
using testing::ElementsAre;

CohortAddress const address{.seed = 2021, .group = 5, .cohort = 7};

double draw(Purpose purpose, std::uint64_t patient, std::uint64_t attempt = 0) {
  Stream stream({.seed = 2021, .group = 5, .cohort = 7, .purpose = purpose, .subject = patient});
  stream.seek(2 * attempt);
  return stream.uniform_open();
}

SyntheticOptions with_arms(std::int64_t control, std::int64_t treated) {
  SyntheticOptions options = confounded();
  options.n.reset();
  options.arms = {control, treated};
  options.treatment.prevalence.reset();
  return options;
}

/// Every number of a cohort, patient by patient.
std::vector<std::vector<double>> numbers(SimulatedPatients const& patients) {
  std::vector<std::vector<double>> rows(patients.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::string const& name : patients.covariate_names) rows[i].push_back(patients.covariates.at(name).values[i]);
    rows[i].push_back(patients.treated[i]);
    rows[i].push_back(patients.score[i]);
    for (Endpoint const& endpoint : patients.endpoints) {
      rows[i].push_back(endpoint.time[i]);
      rows[i].push_back(endpoint.event[i]);
    }
  }
  return rows;
}

TEST(Simulate, ReadsEveryDrawAtItsAddress) {
  SyntheticOptions options;
  options.covariates = {{"age", normal(60, 10)}, {"male", bernoulli(0.25)}};
  options.correlation = {CorrelationScale::latent, {{"age:male", 0.6}}};
  options.treatment = {.intercept = -2, .log_odds = {{"age", 0.03}, {"male", 0.5}}};
  options.endpoints = {{"os", exponential(0.1, 0.5, {{"age", -0.5}})}, {"pfs", exponential(0.3, 1)}};
  options.censoring = {.accrual = 8, .follow_up = 2, .dropout_rate = 0.02};
  SimulatedPatients const patients = simulate(mechanism_of(options), 4, address);
  EXPECT_THAT(patients.covariate_names, ElementsAre("age", "male"));
  for (std::size_t i = 0; i < 4; ++i) {
    double const w1 = math::normal_quantile(draw(covariate_purpose(0), i));
    double const w2 = math::normal_quantile(draw(covariate_purpose(1), i));
    double const age = 60 + 10 * w1;
    double const male = 0.6 * w1 + 0.8 * w2 > math::normal_quantile(0.75) ? 1 : 0;
    EXPECT_DOUBLE_EQ(patients.covariates.at("age").values[i], age);
    EXPECT_EQ(patients.covariates.at("male").values[i], male);
    double const score = 1 / (1 + std::exp(2 - 0.03 * age - 0.5 * male));
    EXPECT_DOUBLE_EQ(patients.score[i], score);
    bool const treated = draw(Purpose::treatment, i) < score;
    EXPECT_EQ(patients.treated[i], treated);
    // dependence -0.5 on age alone: z_T = -0.5 w1 + a w2 + s w_T with corr(z_T, 0.6 w1 + 0.8 w2) = 0
    double const a = 0.3 / 0.8, s = std::sqrt(1 - 0.25 - a * a);
    double const z = -0.5 * w1 + a * w2 + s * math::normal_quantile(draw(event_time_purpose(0), i));
    double const hazard = -std::log(math::normal_cdf(-z)) / (treated ? 0.05 : 0.1);
    double const other = -std::log(1 - draw(event_time_purpose(1), i)) / 0.3;
    double const end = 2 + 8 * (1 - draw(Purpose::entry_time, i));
    double const dropout = -std::log(1 - draw(Purpose::censoring_time, i)) / 0.02;
    EXPECT_DOUBLE_EQ(patients.endpoints[0].time[i], std::min({hazard, end, dropout}));
    EXPECT_EQ(patients.endpoints[0].event[i], hazard <= std::min(end, dropout));
    EXPECT_DOUBLE_EQ(patients.endpoints[1].time[i], std::min({other, end, dropout}));
    EXPECT_EQ(patients.endpoints[1].event[i], other <= std::min(end, dropout));
  }
}

TEST(Simulate, CohortBeginsWithTheSmallerOne) {
  Mechanism const mechanism = mechanism_of(confounded());
  auto const small = numbers(simulate(mechanism, 85, address)), large = numbers(simulate(mechanism, 120, address));
  ASSERT_EQ(large.size(), 120U);
  for (std::size_t i = 0; i < 85; ++i) EXPECT_EQ(small[i], large[i]);
}

TEST(Simulate, OneEndpointChangesNoOther) {
  SyntheticOptions options = confounded();
  SimulatedPatients const both = simulate(mechanism_of(options), 50, address);
  options.endpoints.pop_back();
  options.censoring = {};
  SimulatedPatients const one = simulate(mechanism_of(options), 50, address);
  EXPECT_EQ(one.treated, both.treated);
  EXPECT_EQ(one.score, both.score);
  for (std::size_t i = 0; i < 50; ++i) {
    EXPECT_EQ(one.covariates.at("size").values[i], both.covariates.at("size").values[i]);
    bool const is_seen = both.endpoints[0].event[i] == 1;
    EXPECT_EQ(one.endpoints[0].time[i] == both.endpoints[0].time[i], is_seen);
    EXPECT_GE(one.endpoints[0].time[i], both.endpoints[0].time[i]);
    EXPECT_EQ(one.endpoints[0].event[i], 1);
  }
}

TEST(Simulate, AddressesGiveOtherPatients) {
  Mechanism const mechanism = mechanism_of(confounded());
  auto const first = numbers(simulate(mechanism, 2, address));
  EXPECT_EQ(numbers(simulate(mechanism, 2, address)), first);
  for (CohortAddress const& other : {CohortAddress{2022, 5, 7}, CohortAddress{2021, 6, 7}, CohortAddress{2021, 5, 8}}) {
    EXPECT_NE(numbers(simulate(mechanism, 2, other))[0][0], first[0][0]);
  }
  EXPECT_NE(first[0][0], first[1][0]);
}

// A lane is the cohort that it would be alone.
TEST(SimulateRows, LanesAreCohorts) {
  for (SyntheticOptions const& options : {confounded(), with_arms(20, 10)}) expect_lanes_alone(mechanism_of(options));
}

TEST(Simulate, FixedArmsHaveTheirTotalsSpreadEvenly) {
  SimulatedPatients const patients = simulate(mechanism_of(with_arms(5, 3)), 8, address);
  EXPECT_THAT(patients.treated, ElementsAre(0, 0, 1, 0, 0, 1, 0, 1));
  for (auto const& [control, treated] : {std::pair{1, 1}, std::pair{1, 30}, std::pair{33, 52}, std::pair{100, 1}}) {
    std::vector<std::uint8_t> const arms =
        simulate(mechanism_of(with_arms(control, treated)), static_cast<std::size_t>(control + treated), address)
            .treated;
    EXPECT_EQ(std::count(arms.begin(), arms.end(), 1), treated);
  }
}

TEST(Simulate, FixedArmsTakeTheFirstAttemptThatFits) {
  Mechanism const mechanism = mechanism_of(with_arms(6, 6));
  SimulatedPatients const patients = simulate(mechanism, 12, address);
  std::size_t most_attempts = 0;
  for (std::size_t i = 0; i < 12; ++i) {
    for (std::size_t attempt = 0;; ++attempt) {
      ASSERT_LT(attempt, 100U);
      std::vector<double> w, x(4);
      for (std::size_t j = 0; j < 4; ++j) w.push_back(math::normal_quantile(draw(covariate_purpose(j), i, attempt)));
      mechanism.covariate_values(w.data(), x.data());
      double const score = mechanism.treatment_probability(x.data()).score;
      bool const treated = draw(Purpose::treatment, i, attempt) < score;
      if (treated != (patients.treated[i] == 1)) continue;
      EXPECT_EQ(patients.covariates.at("age").values[i], x[0]);
      EXPECT_EQ(patients.score[i], score);
      most_attempts = std::max(most_attempts, attempt + 1);
      break;
    }
  }
  EXPECT_GT(most_attempts, 2U); // beyond one Philox block
}

TEST(Simulate, RandomizedArmsTakeTheFirstAttempt) {
  SyntheticOptions options = with_arms(3, 3);
  options.treatment.log_odds.clear();
  SimulatedPatients const patients = simulate(mechanism_of(options), 6, address);
  EXPECT_THAT(patients.treated, ElementsAre(0, 1, 0, 1, 0, 1));
  EXPECT_THAT(patients.score, testing::Each(0.5));
  options.arms.reset();
  options.treatment.randomized = 0.5;
  SimulatedPatients const free = simulate(mechanism_of(options), 6, address);
  EXPECT_EQ(patients.covariates.at("size").values, free.covariates.at("size").values);
}

TEST(Simulate, WithoutCovariates) {
  SyntheticOptions options;
  options.treatment.randomized = 0.5;
  options.endpoints = {{"os", exponential(0.1, 0.5)}};
  options.censoring.follow_up = 5;
  SimulatedPatients const patients = simulate(mechanism_of(options), 20, address);
  EXPECT_TRUE(patients.covariate_names.empty());
  Cohort const cohort = make_cohort(patients, {}).cohort;
  EXPECT_EQ(cohort.covariates.rows(), 20);
  EXPECT_EQ(cohort.covariates.cols(), 0);
}

// Every simulated result depends on these; they change with results_version only.
TEST(Simulate, IsFrozen) {
  auto const patients = numbers(simulate(mechanism_of(confounded()), 3, {.seed = 20210908}));
  auto const arms = numbers(simulate(mechanism_of(with_arms(33, 52)), 85, {.seed = 20210908}));
  EXPECT_THAT(patients[0], ElementsAre(3.3670834511622005, 9.9966316880049906, 1, 0, 1, 0.81656825485037332,
                                       0.81433836018817851, 1, 0.99291375092325884, 1));
  EXPECT_THAT(patients[2], ElementsAre(0.81734987945317283, 4.5086874530119285, 2, 1, 1, 0.45452202319452512,
                                       5.8278395544149335, 0, 4.5593969599714415, 1));
  EXPECT_THAT(arms[84], ElementsAre(2.0094143763590582, 4.7865073473469328, 1, 1, 1, 0.79635591787229798,
                                    5.479960820718019, 0, 2.5353108975385923, 1));
}

TEST(MakeCohort, HasTheColumnsOfThePropensityModel) {
  SimulatedPatients const patients = simulate(mechanism_of(confounded()), 40, address);
  std::vector<Term> terms;
  for (char const* const text : {"age", "stage", "size > 5", "size > 1000"}) {
    terms.push_back(std::get<Term>(parse_term(text)));
  }
  MadeCohort const made = make_cohort(patients, terms);
  EXPECT_TRUE(made.problems.empty());
  EXPECT_THAT(made.cohort.covariate_names, ElementsAre("age", "stage:II", "stage:III", "size > 5", "size > 1000"));
  ASSERT_EQ(made.cohort.covariates.rows(), 40);
  EXPECT_EQ(made.cohort.treated, patients.treated);
  EXPECT_EQ(made.cohort.endpoints[1].time, patients.endpoints[1].time);
  for (Eigen::Index i = 0; i < 40; ++i) {
    std::size_t const row = static_cast<std::size_t>(i);
    EXPECT_EQ(made.cohort.covariates(i, 0), patients.covariates.at("age").values[row]);
    EXPECT_EQ(made.cohort.covariates(i, 1), patients.covariates.at("stage").values[row] == 1);
    EXPECT_EQ(made.cohort.covariates(i, 3), patients.covariates.at("size").values[row] > 5);
    EXPECT_EQ(made.cohort.covariates(i, 4), 0); // constant, and no error
  }
}

TEST(MakeCohort, TellsOfSplinesWithoutKnots) {
  SimulatedPatients const patients = simulate(mechanism_of(confounded()), 40, address);
  EXPECT_EQ(make_cohort(patients, {std::get<Term>(parse_term("rcs(age, 3)"))}).splines.size(), 1U);
  EXPECT_EQ(make_cohort(patients, {std::get<Term>(parse_term("rcs(male, 3)"))}).problems.size(), 1U);
}

} // namespace
} // namespace iptwsim
