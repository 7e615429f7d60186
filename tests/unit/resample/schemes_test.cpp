// Resampling within arms and the Bayesian bootstrap: totals, moments, and the same numbers for ever.

#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "resample/patients.hpp"

namespace iptwsim::test {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

std::vector<std::uint32_t> draw(std::vector<std::uint8_t> const& treated, std::uint64_t replicate) {
  std::vector<std::uint32_t> counts(treated.size(), 99); // former contents leave no trace
  resample_within_arms({.seed = 1}, replicate, treated, counts);
  return counts;
}

std::vector<double> frequencies(std::size_t n, std::uint64_t replicate, CohortAddress const& address = {.seed = 1}) {
  std::vector<double> out(n, 99);
  draw_bayesian(address, replicate, out);
  return out;
}

std::vector<std::uint8_t> const twelve{0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0};

TEST(ResampleWithinArms, KeepsEachArmsTotal) {
  for (std::uint64_t replicate = 1; replicate <= 200; ++replicate) {
    auto const counts = draw(twelve, replicate);
    std::array<std::uint32_t, 2> total{};
    for (std::size_t i = 0; i < counts.size(); ++i) total[twelve[i]] += counts[i];
    EXPECT_THAT(total, ElementsAre(8, 4));
  }
}

TEST(ResampleWithinArms, FrozenCounts) {
  EXPECT_THAT(draw(twelve, 1), ElementsAre(3, 0, 0, 0, 1, 2, 3, 0, 1, 0, 2, 0));
  EXPECT_THAT(draw(twelve, 2), ElementsAre(2, 4, 2, 0, 0, 0, 0, 0, 3, 0, 0, 1));
}

TEST(ResampleWithinArms, AnArmOfOneOrNoneIsKept) {
  EXPECT_EQ(draw({0, 1, 0, 0}, 3)[1], 1U);
  auto const one_arm = draw({0, 0, 0}, 3);
  EXPECT_EQ(one_arm[0] + one_arm[1] + one_arm[2], 3U);
}

TEST(ResampleWithinArms, AnArmsDrawsDoNotDependOnTheOthersRows) {
  // The same four treated among other controls: the same counts of them.
  auto const few = draw({1, 1, 1, 1, 0}, 6), many = draw({0, 0, 1, 0, 1, 1, 0, 0, 1}, 6);
  EXPECT_THAT((std::vector{many[2], many[4], many[5], many[8]}), ElementsAre(few[0], few[1], few[2], few[3]));
}

TEST(BayesianBootstrap, FrequenciesArePositiveWithSumN) {
  for (std::size_t const n : {1U, 2U, 40U, 2982U}) {
    double sum = 0;
    for (double const f : frequencies(n, 5)) {
      EXPECT_GT(f, 0);
      sum += f;
    }
    EXPECT_NEAR(sum, static_cast<double>(n), 1e-12 * static_cast<double>(n));
  }
}

TEST(BayesianBootstrap, FrozenFrequencies) {
  EXPECT_THAT(frequencies(4, 1), Pointwise(DoubleNear(1e-14), {1.3711760679034923, 1.4891763363848065,
                                                               0.017700442495812898, 1.1219471532158882}));
  EXPECT_THAT(frequencies(4, 2), Pointwise(DoubleNear(1e-14), {1.3878585660593317, 2.4116267581401507,
                                                               0.041703125096442493, 0.15881155070407552}));
}

TEST(BayesianBootstrap, FrequenciesAreExponentialsOverTheirMean) {
  // f_i/f_j = log u_i/log u_j with u of words 2i, 2i + 1.
  Stream stream({.seed = 4, .group = 2, .replicate = 9, .purpose = Purpose::bayesian});
  auto const f = frequencies(6, 9, {.seed = 4, .group = 2});
  double const first = std::log(stream.uniform_open());
  for (std::size_t i = 1; i < 6; ++i) EXPECT_NEAR(f[i] / f[0], std::log(stream.uniform_open()) / first, 1e-12);
}

TEST(BayesianBootstrap, HasTheMomentsOfADirichlet) {
  // f_i/n is Beta(1, n - 1): mean 1/n, variance (n - 1)/(n^2 (n + 1)), so f_i has mean 1, variance v = (n - 1)/(n + 1).
  // E f^4 = n^4 4!/(n (n+1)(n+2)(n+3)), E f^3 = n^3 3!/(n (n+1)(n+2)), E f^2 = 2n/(n+1): the variance of (f - 1)^2.
  constexpr std::size_t n = 12;
  constexpr double replicates = 4000, m = n;
  double const v = (m - 1) / (m + 1), second = 2 * m / (m + 1), third = 6 * m * m / ((m + 1) * (m + 2)),
               fourth = 24 * m * m * m / ((m + 1) * (m + 2) * (m + 3));
  double const kurtosis = fourth - 4 * third + 6 * second - 3;
  std::vector<double> sum(n, 0), squares(n, 0);
  for (std::uint64_t replicate = 1; replicate <= 4000; ++replicate) {
    auto const f = frequencies(n, replicate);
    for (std::size_t i = 0; i < n; ++i) {
      sum[i] += f[i];
      squares[i] += (f[i] - 1) * (f[i] - 1);
    }
  }
  for (std::size_t i = 0; i < n; ++i) { // |z| < 4.5 is 1 in 147,000 each
    EXPECT_LT(std::fabs(sum[i] / replicates - 1) / std::sqrt(v / replicates), 4.5);
    EXPECT_LT(std::fabs(squares[i] / replicates - v) / std::sqrt((kurtosis - v * v) / replicates), 4.5);
  }
}

} // namespace
} // namespace iptwsim::test
