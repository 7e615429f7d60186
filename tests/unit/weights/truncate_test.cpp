// Limits of weights: quantiles of copied rows, means of 1, and the order of the steps.

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "math/quantile.hpp"
#include "random/stream.hpp"
#include "support/near.hpp"
#include "weights/weight.hpp"

namespace iptwsim::test {
namespace {

using testing::ElementsAre;

using Weighted = std::vector<std::pair<double, double>>; // value, frequency

TEST(FrequencyQuantile, OfCountsIsTypeSevenOfTheCopiedRows) {
  Stream stream({.seed = 41, .purpose = Purpose::covariate});
  for (int round = 0; round < 500; ++round) {
    Weighted weighted;
    std::vector<double> rows;
    auto const n = static_cast<std::size_t>(1 + std::floor(25 * stream.uniform()));
    for (std::size_t i = 0; i < n; ++i) {
      double const value = std::floor(12 * stream.uniform()) / 3, copies = 1 + std::floor(4 * stream.uniform()); // ties
      weighted.emplace_back(value, copies);
      rows.insert(rows.end(), static_cast<std::size_t>(copies), value);
    }
    std::sort(rows.begin(), rows.end());
    for (double const p : {0.0, 0.01, 0.1, 0.25, stream.uniform(), 0.5, 0.9, 0.99, 1.0}) {
      EXPECT_TRUE(same(frequency_quantile(weighted, p), math::quantile(rows, p), 1e-13)) << round << ", p " << p;
    }
  }
}

TEST(FrequencyQuantile, OfFractionalFrequenciesByHand) {
  // n = 4; cumulative 1/2, 2, 3.25, 4 at the values 10, 20, 30, 40.
  Weighted weighted{{30, 1.25}, {10, 0.5}, {40, 0.75}, {20, 1.5}};
  EXPECT_EQ(frequency_quantile(weighted, 0), 20);      // rank 1: 10 reaches 1/2 only
  EXPECT_EQ(frequency_quantile(weighted, 0.5), 25);    // h = 2.5: half way from rank 2 (20) to rank 3 (30)
  EXPECT_EQ(frequency_quantile(weighted, 0.75), 32.5); // h = 3.25: a quarter from 30 to rank 4 (40)
  EXPECT_EQ(frequency_quantile(weighted, 1), 40);
}

TEST(FrequencyQuantile, OfLessThanOnePatientAndOfNobody) {
  Weighted little{{7, 0.25}, {5, 0.25}}; // n < 1: rank 1 is beyond reach, so the largest
  EXPECT_EQ(frequency_quantile(little, 0.5), 7);
  Weighted nobody;
  EXPECT_TRUE(std::isnan(frequency_quantile(nobody, 0.5)));
}

// Control 1 2 3 10 and treated 4 20 30 40, each once; the ninth patient is not there.
std::vector<std::uint8_t> const arms{0, 0, 0, 0, 1, 1, 1, 1, 1};
std::vector<double> const present{1, 1, 1, 1, 1, 1, 1, 1, 0};
std::vector<double> const raw{1, 2, 3, 10, 4, 20, 30, 40, 0};

std::vector<double> truncated(TruncateOptions const& options, std::vector<double> weights = raw,
                              std::vector<double> const& frequency = present) {
  truncate_weights<double>(options, {arms, frequency}, weights);
  return weights;
}

TEST(Truncation, AtPooledQuantiles) {
  // Sorted 1 2 3 4 10 20 30 40: h = 1 + 7/7 = 2 and 1 + 7 * 6/7 = 7 up to rounding: 2 and 30.
  EXPECT_THAT(truncated({.quantiles = {1.0 / 7, 6.0 / 7}, .values = {}}),
              testing::Pointwise(testing::DoubleNear(1e-13), {2.0, 2.0, 3.0, 10.0, 4.0, 20.0, 30.0, 30.0, 0.0}));
}

TEST(Truncation, AtQuantilesOfTheArm) {
  // p = 1/4: h = 1.75; control 1.75, treated 16. p = 3/4: h = 3.25; control 3 + 7/4, treated 32.5.
  EXPECT_THAT(truncated({.quantiles = {0.25, 0.75}, .within = TruncationScope::arm, .values = {}}),
              ElementsAre(1.75, 2, 3, 4.75, 16, 20, 30, 32.5, 0));
}

TEST(Truncation, AtValues) {
  EXPECT_THAT(truncated({.quantiles = {}, .within = TruncationScope::pooled, .values = {2.5, 25}}),
              ElementsAre(2.5, 2.5, 3, 10, 4, 20, 25, 25, 0)); // who is not there keeps weight 0
}

TEST(Truncation, AtTheExtremesChangesNothing) {
  EXPECT_EQ(truncated({.quantiles = {0, 1}, .values = {}}), raw);
  EXPECT_EQ(truncated({.quantiles = {0, 1}, .within = TruncationScope::arm, .values = {}}), raw);
}

TEST(Truncation, CopiesAreRows) {
  // Three copies of the control at 10: their rows 1 2 3 10 10 10 have the upper quartile 10.
  auto frequency = present;
  frequency[3] = 3;
  EXPECT_EQ(truncated({.quantiles = {0, 0.75}, .within = TruncationScope::arm, .values = {}}, raw, frequency)[3], 10);
}

TEST(Truncation, AnAbsentPatientDoesNotMatterWhateverItsWeight) {
  auto weights = raw;
  weights[8] = std::numeric_limits<double>::infinity();
  for (TruncationScope const within : {TruncationScope::pooled, TruncationScope::arm}) {
    TruncateOptions const options{.quantiles = {0.2, 0.8}, .within = within, .values = {}};
    auto without = truncated(options), with = truncated(options, weights);
    without.pop_back();
    with.pop_back();
    EXPECT_EQ(with, without);
  }
}

TEST(Normalization, GivesEachArmMeanOne) {
  Stream stream({.seed = 42, .purpose = Purpose::covariate});
  for (int round = 0; round < 200; ++round) {
    std::vector<std::uint8_t> treated;
    std::vector<double> frequency, weights;
    std::array<double, 2> patients{}, sum{};
    for (std::size_t i = 0; i < 20; ++i) {
      treated.push_back(i % 3 == 0);
      frequency.push_back(i < 3 ? 1 : std::floor(4 * stream.uniform()));
      weights.push_back(frequency[i] > 0 ? 0.1 + 9 * stream.uniform() : 0);
    }
    normalize_weights<double>({treated, frequency}, weights);
    for (std::size_t i = 0; i < 20; ++i) {
      patients[treated[i]] += frequency[i];
      sum[treated[i]] += frequency[i] * weights[i];
    }
    for (std::size_t arm = 0; arm < 2; ++arm) EXPECT_NEAR(sum[arm] / patients[arm], 1, 1e-15);
  }
}

TEST(Normalization, KeepsRatiosWithinAnArmAndLeavesAnEmptyArmAlone) {
  std::vector<std::uint8_t> const control{0, 0, 1};
  std::vector<double> const frequency{1, 3, 0};
  std::vector<double> weights{2, 6, 0}; // mean (2 + 18)/4 = 5
  normalize_weights<double>({control, frequency}, weights);
  EXPECT_THAT(weights, ElementsAre(testing::DoubleEq(0.4), testing::DoubleEq(1.2), 0));
}

TEST(FillWeights, StabilizesThenNormalizesThenTruncates) {
  // Treated scores 1/2, 1/4: ate 2, 4; stabilized by 1/2: 1, 2; mean 1 in the arm: 2/3, 4/3; cut at [0.9, 1.2].
  // Control scores 1/2, 3/4 alike. Truncated first, all would be 1.2 and then 1.
  std::vector<std::uint8_t> const treated{1, 1, 0, 0};
  std::vector<double> const counts(4, 1.0), score{0.5, 0.25, 0.5, 0.75}, complement{0.5, 0.75, 0.5, 0.25};
  WeightOptions options{.estimand = {}, .normalize = Normalization::arm};
  WeightInputs<double> const in{treated, counts, score, complement, {0.5, 0.5}};
  std::vector<double> weights;
  fill_weights(Estimand::ate, options, in, weights);
  EXPECT_THAT(weights, testing::Pointwise(testing::DoubleNear(1e-15), {2.0 / 3, 4.0 / 3, 2.0 / 3, 4.0 / 3}));
  options.truncate = TruncateOptions{.quantiles = {}, .within = TruncationScope::pooled, .values = {0.9, 1.2}};
  fill_weights(Estimand::ate, options, in, weights);
  EXPECT_THAT(weights, ElementsAre(0.9, 1.2, 0.9, 1.2));
  options.normalize = Normalization::none; // limits are those of stabilized weights: 1 and 2
  fill_weights(Estimand::ate, options, in, weights);
  EXPECT_THAT(weights, ElementsAre(1, 1.2, 1, 1.2));
  fill_weights(Estimand::unweighted, options, in, weights);
  EXPECT_THAT(weights, ElementsAre(1, 1, 1, 1));
}

TEST(EntropyWeight, AtAScoreOfOneQuarter) {
  // h = (1/4) ln 4 + (3/4) ln(4/3) = ln 4 - (3/4) ln 3; treated 4 h, control h/(3/4).
  double const h = std::log(4.0) - 0.75 * std::log(3.0);
  EXPECT_NEAR(balancing_weight(Estimand::entropy, true, 0.25, 0.75), 4 * h, 1e-15);
  EXPECT_NEAR(balancing_weight(Estimand::entropy, false, 0.25, 0.75), h / 0.75, 1e-15);
  EXPECT_NEAR(balancing_weight(Estimand::entropy, true, 0.5, 0.5), 2 * std::log(2.0), 1e-15);
}

TEST(EntropyWeight, AtTheEndsOfTheScore) {
  // e -> 1: h/e -> 0. e -> 0: h/(1 - e) -> 0 while h/e = 1 - ln e + O(e) grows as a logarithm, slower than ate's 1/e.
  EXPECT_EQ(balancing_weight(Estimand::entropy, true, 1.0, 0.0), 0);
  EXPECT_EQ(balancing_weight(Estimand::entropy, false, 0.0, 1.0), 0);
  for (double const e : {1e-4, 1e-6, 1e-9}) {
    EXPECT_NEAR(balancing_weight(Estimand::entropy, true, e, 1 - e), 1 - std::log(e), e + 1e-6) << e;
    EXPECT_EQ(balancing_weight(Estimand::entropy, true, e, 1 - e),
              balancing_weight(Estimand::entropy, false, 1 - e, e));
  }
}

} // namespace
} // namespace iptwsim::test
