// Balance by hand, and the balance that overlap weights promise exactly.

#include <cmath>

#include <gtest/gtest.h>

#include "support/logistic_fit.hpp"
#include "weights/balance.hpp"
#include "weights/weight.hpp"

namespace iptwsim::test {
namespace {

// Control 1, 3; treated 2, 4, 6: n-1 variances 2 and 4, denominator sqrt 3.
TreatmentData const five{{0, 0, 1, 1, 1}, {{1, 3, 2, 4, 6}}};

TEST(StandardizedMeanDifference, BeforeWeighting) {
  auto const smd = standardized_mean_differences(five.cohort(), std::vector<double>(5, 1.0));
  ASSERT_EQ(smd.size(), 1U);
  EXPECT_DOUBLE_EQ(smd[0].value, (4 - 2) / std::sqrt(3.0));
  EXPECT_EQ(smd[0].status, Status::ok);
}

TEST(StandardizedMeanDifference, AfterWeightingKeepsTheDenominator) {
  // Means (3 * 1 + 1 * 3)/4 = 3/2 and (2 * 2 + 4 + 6)/4 = 7/2.
  auto const smd = standardized_mean_differences(five.cohort(), std::vector<double>{3, 1, 2, 1, 1});
  EXPECT_DOUBLE_EQ(smd[0].value, 2 / std::sqrt(3.0));
}

TEST(StandardizedMeanDifference, ACovariateConstantInBothArmsHasNone) {
  for (double const other : {3.0, 5.0}) {
    auto const smd = standardized_mean_differences(TreatmentData{{0, 0, 1, 1}, {{3, 3, other, other}}}.cohort(),
                                                   std::vector<double>(4, 1.0));
    EXPECT_TRUE(std::isnan(smd[0].value));
    EXPECT_EQ(smd[0].status, Status::zero_denominator);
  }
}

TEST(StandardizedMeanDifference, AConstantThatNoBinaryFractionHoldsHasNoneEither) {
  // The mean of three 0.1 is not 0.1 in binary: the variance must not become the square of that rounding.
  auto const smd = standardized_mean_differences(TreatmentData{{0, 0, 0, 1, 1, 1, 1}, {std::vector(7, 0.1)}}.cohort(),
                                                 std::vector<double>(7, 1.0));
  EXPECT_TRUE(std::isnan(smd[0].value)) << smd[0].value;
  EXPECT_EQ(smd[0].status, Status::zero_denominator);
}

TEST(StandardizedMeanDifference, AnArmOfOnePatientHasNoVariance) {
  auto const smd =
      standardized_mean_differences(TreatmentData{{0, 1, 1}, {{1, 2, 4}}}.cohort(), std::vector<double>(3, 1.0));
  EXPECT_TRUE(std::isnan(smd[0].value));
  EXPECT_EQ(smd[0].status, Status::zero_denominator);
}

TEST(StandardizedMeanDifference, OverlapWeightsBalanceEveryCovariateOfTheModelExactly) {
  // Li, Morgan and Zaslavsky 2018, theorem 3: the score equations of the logistic model are the balance.
  TreatmentData const data{{0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 0},
                           {{31, 45, 52, 60, 38, 47, 55, 71, 66, 49, 58, 42}, {0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 1}}};
  TreatmentModel const model(data);
  std::vector<double> const ones(data.treated.size(), 1.0);
  std::vector<double> weights;
  fill_weights(Estimand::overlap, WeightOptions{.stabilized = true},
               WeightInputs<double>{data.treated, ones, model.fit.score, model.fit.complement, {0.5, 0.5}}, weights);
  for (SmdValue const& smd : standardized_mean_differences(data.cohort(), weights)) EXPECT_NEAR(smd.value, 0, 1e-13);
}

TEST(WeightSummary, EffectiveSampleSizeByHand) {
  std::vector<double> const weights{3, 1, 2, 1, 1};
  // Control: (3 + 1)^2/(9 + 1); treated: (2 + 1 + 1)^2/(4 + 1 + 1); all: 8^2/16.
  auto const control = summarise_weights(five.cohort(), weights, WeightScope::control);
  EXPECT_EQ(control.sum, 4);
  EXPECT_EQ(control.smallest, 1);
  EXPECT_EQ(control.largest, 3);
  EXPECT_DOUBLE_EQ(control.effective_sample_size, 16.0 / 10);
  EXPECT_DOUBLE_EQ(summarise_weights(five.cohort(), weights, WeightScope::treated).effective_sample_size, 16.0 / 6);
  EXPECT_DOUBLE_EQ(summarise_weights(five.cohort(), weights, WeightScope::all).effective_sample_size, 64.0 / 16);
}

TEST(WeightSummary, EqualWeightsLoseNoPatient) {
  auto const all = summarise_weights(five.cohort(), std::vector<double>(5, 0.25), WeightScope::all);
  EXPECT_DOUBLE_EQ(all.effective_sample_size, 5);
}

} // namespace
} // namespace iptwsim::test
