// The bootstrap of patients: n rows of n, the same for ever at the same address.

#include <cmath>
#include <numeric>
#include <set>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "resample/patients.hpp"

namespace iptwsim::test {
namespace {

using testing::Each;
using testing::ElementsAre;

std::vector<std::uint32_t> draw(std::size_t n, std::uint64_t replicate, CohortAddress const& address = {.seed = 1}) {
  std::vector<std::uint32_t> counts(n, 99); // former contents leave no trace
  resample_patients(address, replicate, counts);
  return counts;
}

TEST(ResamplePatients, DrawsAsManyRowsAsThereArePatients) {
  for (std::size_t const n : {1U, 2U, 7U, 100U, 2982U}) {
    auto const counts = draw(n, 3);
    EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), 0U), n);
  }
  EXPECT_THAT(draw(1, 5), ElementsAre(1));
  EXPECT_TRUE(draw(0, 1).empty());
}

// Frozen: these numbers decide every bootstrap result ever published with the program.
TEST(ResamplePatients, FrozenCounts) {
  EXPECT_THAT(draw(12, 1), ElementsAre(0, 4, 2, 1, 1, 0, 2, 0, 1, 1, 0, 0));
  EXPECT_THAT(draw(12, 2), ElementsAre(0, 2, 0, 2, 1, 1, 0, 1, 0, 1, 2, 2));
  EXPECT_THAT(draw(12, 1, {.seed = 2026, .group = 5, .cohort = 7}), ElementsAre(2, 1, 1, 1, 1, 3, 0, 0, 1, 2, 0, 0));
  EXPECT_THAT(draw(5, 16777215), ElementsAre(2, 0, 2, 1, 0));
}

TEST(ResamplePatients, DrawsAreFloorOfAUniformTimesN) {
  Stream stream({.seed = 4, .replicate = 9, .purpose = Purpose::resample});
  std::vector<std::uint32_t> expected(30, 0);
  for (int i = 0; i < 30; ++i) ++expected[static_cast<std::size_t>(std::floor(stream.uniform() * 30))];
  EXPECT_EQ(draw(30, 9, {.seed = 4}), expected);
}

TEST(ResamplePatients, ReplicatesSeedsAndCohortsDiffer) {
  std::set<std::vector<std::uint32_t>> seen;
  for (std::uint64_t replicate = 1; replicate <= 200; ++replicate) seen.insert(draw(50, replicate));
  EXPECT_EQ(seen.size(), 200U);
  seen.insert(draw(50, 1, {.seed = 2}));
  seen.insert(draw(50, 1, {.seed = 1, .cohort = 1}));
  seen.insert(draw(50, 1, {.seed = 1, .group = 1}));
  EXPECT_EQ(seen.size(), 203U);
}

TEST(ResamplePatients, EveryPatientIsAsLikely) {
  // R n draws with probability 1/n each: X^2 has n - 1 degrees of freedom; |z| < 4.5 is 1 in 147,000.
  constexpr std::size_t n = 40, replicates = 2000;
  std::vector<double> totals(n, 0);
  double pairs = 0; // f_i (f_i - 1): its mean is 1 - 1/n, so copies are as frequent as chance has it
  for (std::uint64_t replicate = 1; replicate <= replicates; ++replicate) {
    auto const counts = draw(n, replicate);
    for (std::size_t i = 0; i < n; ++i) {
      totals[i] += counts[i];
      pairs += static_cast<double>(counts[i]) * (static_cast<double>(counts[i]) - 1);
    }
  }
  double statistic = 0;
  for (double const total : totals) statistic += (total - replicates) * (total - replicates) / replicates;
  EXPECT_LT(std::fabs(statistic - (n - 1)) / std::sqrt(2.0 * (n - 1)), 4.5);
  // sum_i f_i (f_i - 1) counts ordered pairs of draws that agree: n (n - 1) pairs, each with probability 1/n and
  // pairwise independent; an unordered pair counts twice, so the variance is 4 n (n - 1)/2 * 1/n * (1 - 1/n).
  double const mean = n - 1.0, variance = 2.0 * (n - 1) * (1 - 1.0 / n);
  EXPECT_LT(std::fabs(pairs / replicates - mean) / std::sqrt(variance / replicates), 4.5);
}

} // namespace
} // namespace iptwsim::test
