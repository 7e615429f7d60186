// What failing assumptions do to estimates, against the formulas of simple cases: one binary cause X of treatment and
// of an uncensored time, so that estimates are weighted proportions and have their limits' values on average. Measured
// bias equals the formula within 4.5 standard errors of the mean over cohorts. Seeds are fixed and never changed.

#include "support/binary_cause.hpp"

namespace iptwsim {
namespace {

using namespace test;

TEST(Stress, BothAboveIsThatOfTheTable) {
  EXPECT_NEAR(both_above(0, 0, 0.5), 1.0 / 3, 1e-10);
  EXPECT_NEAR(both_above(0.3, -1, 0), (1 - math::normal_cdf(0.3)) * math::normal_cdf(1.0), 1e-10);
}

// bias in arm a = [P(U = 1 | A = a) - P(U = 1)] [S_a(t | U = 1) - S_a(t | U = 0)]
TEST(Stress, UnmeasuredConfoundingHasTheBiasOfTheFormula) {
  Case const unmeasured(false);
  std::array<double, 2> expected;
  for (std::size_t arm = 0; arm < 2; ++arm) {
    double const difference = unmeasured.survival_given(1, arm) - unmeasured.survival_given(0, arm);
    expected[arm] = unmeasured.survival(arm) + (unmeasured.among(arm, 1) - share_of_x) * difference;
    EXPECT_GT(std::fabs(expected[arm] - unmeasured.survival(arm)), 0.02); // there is something to see
  }
  expect_survival(unmeasured.options, {}, Missing::error, expected);
}

TEST(Stress, MeasuredConfoundingHasNone) {
  Case const measured(true);
  expect_survival(measured.options, {"x"}, Missing::error, {measured.survival(0), measured.survival(1)});
}

TEST(Stress, ATermLeftOutIsLikeAnUnmeasuredCause) {
  Case const measured(true);
  expect_survival(measured.options, {}, Missing::error,
                  {measured.mixed(0, measured.among(0, 1)), measured.mixed(1, measured.among(1, 1))});
}

// Adjusted for the measured M: sum_m P(M = m) S_a(t | A = a, M = m), P(X | A, M) from P(X, M) P(A | X).
TEST(Stress, MeasurementErrorHasTheBiasOfTheFormula) {
  Case measured(true);
  double const reliability = 0.6;
  measured.options.reliability = {{"x", reliability}};
  double const both = both_above(cut_of_x, cut_of_x, std::sqrt(reliability));
  std::array<double, 2> expected{0, 0};
  for (std::size_t arm = 0; arm < 2; ++arm) {
    for (std::size_t m = 0; m < 2; ++m) {
      double const with_x = m == 1 ? both : share_of_x - both; // P(X = 1, M = m)
      double const of_m = m == 1 ? share_of_x : 1 - share_of_x;
      auto const in_arm = [&](std::size_t x) { return arm == 1 ? measured.treated(x) : 1 - measured.treated(x); };
      double const ones = with_x * in_arm(1), zeros = (of_m - with_x) * in_arm(0);
      expected[arm] += of_m * measured.mixed(arm, ones / (ones + zeros));
    }
    double const bias = expected[arm] - measured.survival(arm);
    double const crude = measured.mixed(arm, measured.among(arm, 1)) - measured.survival(arm);
    EXPECT_GT(bias / crude, 0.2); // some of the confounding stays, not all
    EXPECT_LT(bias / crude, 0.8);
  }
  expect_survival(measured.options, {"x"}, Missing::error, expected);
}

TEST(Stress, WithoutAChanceOfTreatmentTheTreatedSayNothingOfThePart) {
  Case measured(true);
  measured.options.treatment.log_odds.clear();
  measured.options.positivity = {.where = "x", .probability = 0};
  double const among_controls = share_of_x / (1 - prevalence);
  expect_survival(measured.options, {}, Missing::error,
                  {measured.mixed(0, among_controls), measured.survival_given(0, 1)});
}

TEST(Stress, WithASmallChanceWeightsStillBalance) {
  Case measured(true);
  measured.options.treatment.log_odds.clear();
  measured.options.positivity = {.where = "x", .probability = 0.05};
  expect_survival(measured.options, {"x"}, Missing::error, {measured.survival(0), measured.survival(1)});
}

TEST(Stress, ValuesMissingAtRandomCostOnlyPatients) {
  Case measured(true);
  measured.options.missing = {{"x", {.share = 0.4}}};
  expect_survival(measured.options, {"x"}, Missing::drop, {measured.survival(0), measured.survival(1)});
}

// Not at random: complete cases are another population, P(X = 1 | seen).
TEST(Stress, CompleteCasesAreAnotherPopulation) {
  Case measured(true);
  double const share = 0.4, own = 1.5;
  measured.options.missing = {{"x", {.share = share, .log_odds = {{"x", own}}}}};
  double const seen = share_of_x * (1 - probability(1, share, own)) / (1 - share);
  EXPECT_LT(seen, 0.2);
  expect_survival(measured.options, {"x"}, Missing::drop, {measured.mixed(0, seen), measured.mixed(1, seen)});
}

// With the indicator, patients without a value are a level of their own, within which nothing is adjusted.
TEST(Stress, TheIndicatorMethodLeavesConfoundingAmongThoseWithoutAValue) {
  Case measured(true);
  double const share = 0.4;
  measured.options.missing = {{"x", {.share = share}}};
  std::array<double, 2> expected;
  for (std::size_t arm = 0; arm < 2; ++arm) {
    expected[arm] = (1 - share) * measured.survival(arm) + share * measured.mixed(arm, measured.among(arm, 1));
  }
  expect_survival(measured.options, {"x", "missing(x)"}, Missing::indicator, expected);
}

} // namespace
} // namespace iptwsim
