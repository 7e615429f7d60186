// Propensity scores whose maximum likelihood estimate is known in closed form.

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/logistic_fit.hpp"

namespace iptwsim::test {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

constexpr double tight = 1e-12;

// x = 0: 1 of 4 treated; x = 1: 2 of 3. The fitted probability of a group is its share treated.
TreatmentData const two_groups{{1, 0, 0, 0, 1, 1, 0}, {{0, 0, 0, 0, 1, 1, 1}}};

TEST(Logistic, ABinaryCovariateGivesTheLogOddsOfTheTwoByTwoTable) {
  TreatmentModel const model(two_groups);
  EXPECT_EQ(model.status(), Status::ok);
  EXPECT_EQ(model.fit.aliased, 0);
  EXPECT_NEAR(model.coefficients()[0], std::log(1.0 / 3), tight);
  EXPECT_NEAR(model.coefficients()[1], std::log(2.0 / 1) - std::log(1.0 / 3), tight);
  EXPECT_THAT(model.fit.score,
              ElementsAre(DoubleNear(1.0 / 4, tight), DoubleNear(1.0 / 4, tight), DoubleNear(1.0 / 4, tight),
                          DoubleNear(1.0 / 4, tight), DoubleNear(2.0 / 3, tight), DoubleNear(2.0 / 3, tight),
                          DoubleNear(2.0 / 3, tight)));
  for (std::size_t i = 0; i < 7; ++i) EXPECT_NEAR(model.fit.score[i] + model.fit.complement[i], 1, 1e-16);
}

TEST(Logistic, CopiesCountAsPatients) {
  auto data = two_groups;
  data.counts = {3, 2, 0, 0, 1, 4, 1}; // x = 0: 3 of 5 treated; x = 1: 5 of 6
  TreatmentModel const model(data);
  EXPECT_NEAR(model.coefficients()[0], std::log(3.0 / 2), tight);
  EXPECT_NEAR(model.coefficients()[1], std::log(5.0) - std::log(3.0 / 2), tight);
  EXPECT_NEAR(model.fit.score[2], 3.0 / 5, tight); // scored although not drawn
}

TEST(Logistic, WithoutCovariatesTheScoreIsTheShareTreated) {
  TreatmentModel const model({{1, 0, 0, 1, 0}, {}});
  EXPECT_EQ(model.status(), Status::ok);
  for (double const e : model.fit.score) EXPECT_NEAR(e, 2.0 / 5, tight);
}

TreatmentData const dozen{{0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 0},
                          {{31, 45, 52, 60, 38, 47, 55, 71, 66, 49, 58, 42}, {0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 1}}};

void expect_the_same_from(std::vector<std::vector<double>> const& starts) {
  TreatmentModel const from_zero(dozen);
  ASSERT_EQ(from_zero.status(), Status::ok);
  for (auto const& start : starts) {
    TreatmentModel const model(dozen, start);
    EXPECT_EQ(model.status(), Status::ok);
    EXPECT_THAT(model.fit.coefficients, Pointwise(DoubleNear(tight), from_zero.fit.coefficients));
    EXPECT_THAT(model.fit.score, Pointwise(DoubleNear(tight), from_zero.fit.score));
  }
}

TEST(Logistic, TheStartDoesNotMatter) {
  expect_the_same_from({{0.5, -0.5, 0.5}, {-1, 0.3, 0.8}, {0, 1, -1}, {0.0006, 0.4, 0.3}});
}

// Newton's steps alone go round in circles from here: they need halving while the likelihood falls.
TEST(Logistic, AStartFarAwayDoesNotMatter) { expect_the_same_from({{1, -1, 0.5}, {0, 2, -2}, {3, 3, 3}}); }

TEST(Logistic, UnitsOfACovariateChangeItsCoefficientOnly) {
  TreatmentData const years{{0, 1, 0, 1, 1, 0, 0, 1}, {{31, 45, 52, 60, 38, 47, 55, 71}}};
  TreatmentData seconds = years;
  for (double& x : seconds.columns[0]) x = 31557600 * (x - 50);
  TreatmentModel const a(years), b(seconds);
  EXPECT_THAT(b.fit.score, Pointwise(DoubleNear(tight), a.fit.score));
  EXPECT_NEAR(b.coefficients()[1] * 31557600, a.coefficients()[1], tight);
  EXPECT_NEAR(b.coefficients()[0], a.coefficients()[0] + 50 * a.coefficients()[1], 1e-11);
}

TEST(Logistic, AnAliasedColumnLeavesTheProbabilitiesOfTheReducedModel) {
  std::vector<double> const age{31, 45, 52, 60, 38, 47, 55, 71}, sick{0, 1, 1, 0, 1, 0, 0, 1};
  std::vector<std::uint8_t> const treated{0, 1, 0, 1, 1, 0, 0, 1};
  TreatmentModel const reduced({treated, {age, sick}});
  ASSERT_EQ(reduced.status(), Status::ok);
  std::vector<double> sum(8), constant(8, 0.1), healthy(8);
  for (std::size_t i = 0; i < 8; ++i) {
    sum[i] = 3 * age[i] - 7 * sick[i];
    healthy[i] = 1 - sick[i];
  }
  for (std::vector<double> const& aliased : {age, sum, constant, healthy}) {
    TreatmentModel const model({treated, {age, sick, aliased}});
    EXPECT_EQ(model.status(), Status::ok);
    EXPECT_EQ(model.fit.aliased, 1);
    EXPECT_THAT(model.fit.score, Pointwise(DoubleNear(tight), reduced.fit.score));
  }
  TreatmentModel const all({treated, {age, sick, sum, constant, healthy}});
  EXPECT_EQ(all.fit.aliased, 3);
  EXPECT_THAT(all.fit.score, Pointwise(DoubleNear(tight), reduced.fit.score));
}

TEST(Logistic, AColumnThatTheCopiesDrawnMakeConstantIsAliased) {
  auto data = two_groups;
  data.counts = {1, 1, 1, 0, 0, 0, 0}; // nobody with x = 1
  TreatmentModel const model(data, {0.4, 0.9});
  EXPECT_EQ(model.status(), Status::ok);
  EXPECT_EQ(model.fit.aliased, 1);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(model.fit.score[i], 1.0 / 3, tight);
}

TEST(Logistic, AnArmOfOnePatientIsEnough) {
  TreatmentModel const model({{1, 0, 0, 0, 0}, {{2, 1, 2, 3, 4}}});
  EXPECT_EQ(model.status(), Status::ok);
  // The score equations: scores sum to 1, scores times x to the treated patient's x.
  double sum = 0, weighted = 0;
  for (std::size_t i = 0; i < 5; ++i) {
    sum += model.fit.score[i];
    weighted += model.fit.score[i] * std::vector<double>{2, 1, 2, 3, 4}[i];
  }
  EXPECT_NEAR(sum, 1, tight);
  EXPECT_NEAR(weighted, 2, tight);
}

TEST(Logistic, BothProbabilitiesKeepTheirDigitsFarOut) {
  auto const far = math::logistic(50.0);
  EXPECT_EQ(far.score, 1);
  EXPECT_NEAR(far.complement, std::exp(-50), 1e-15 * std::exp(-50)); // 1 - score would be 0
  auto const other = math::logistic(-50.0);
  EXPECT_EQ(other.score, far.complement);
  EXPECT_EQ(other.complement, far.score);
}

} // namespace
} // namespace iptwsim::test
