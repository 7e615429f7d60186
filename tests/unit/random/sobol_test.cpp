#include <cmath>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "random/sobol.hpp"
#include "random/stream.hpp"

namespace iptwsim {
namespace {

using testing::ElementsAreArray;

std::uint64_t bits(double u) { return static_cast<std::uint64_t>(u * 0x1p52); } // k of u = (k + 1/2) 2^-52

/// The coordinates of a point with the shift taken off again.
std::vector<double> unshifted(SobolOptions const& options, std::size_t point) {
  std::vector<double> const shifted = ShiftedSobol(options).block(point, 1);
  std::vector<double> plain;
  for (std::size_t j = 0; j < options.dimension; ++j) {
    Stream stream({.seed = options.seed,
                   .group = options.group,
                   .replicate = options.shift,
                   .purpose = options.purpose,
                   .subject = j});
    plain.push_back(static_cast<double>(bits(shifted[j]) ^ bits(stream.uniform_open())) * 0x1p-52);
  }
  return plain;
}

// Python: scipy 1.10.1, stats.qmc.Sobol(d, scramble=False), the same direction numbers
TEST(ShiftedSobol, IsTheSequenceOfJoeAndKuo) {
  double const first[8][5] = {{0.0, 0.0, 0.0, 0.0, 0.0},           {0.5, 0.5, 0.5, 0.5, 0.5},
                              {0.75, 0.25, 0.25, 0.25, 0.75},      {0.25, 0.75, 0.75, 0.75, 0.25},
                              {0.375, 0.375, 0.625, 0.875, 0.375}, {0.875, 0.875, 0.125, 0.375, 0.875},
                              {0.625, 0.125, 0.875, 0.625, 0.625}, {0.125, 0.625, 0.375, 0.125, 0.125}};
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_THAT(unshifted({.dimension = 5, .points_log2 = 3, .seed = 7, .shift = 3}, i), ElementsAreArray(first[i]));
  }
  std::vector<double> const middle = unshifted({.dimension = 40}, 1234), last = unshifted({.dimension = 40}, 4095);
  EXPECT_EQ(middle[0], 0.86474609375);
  EXPECT_EQ(middle[7], 0.52880859375);
  EXPECT_EQ(middle[39], 0.38623046875);
  EXPECT_EQ(last[1], 0.941162109375);
  EXPECT_EQ(last[20], 0.225830078125);
  EXPECT_EQ(last[39], 0.227294921875);
}

TEST(ShiftedSobol, IsTheSameInBlocks) {
  ShiftedSobol const points({.dimension = 3, .points_log2 = 7, .seed = 1, .group = 2, .shift = 3});
  ASSERT_EQ(points.points(), 128U);
  std::vector<double> const all = points.block(0, 128);
  for (std::size_t const count : {1U, 5U, 32U}) {
    for (std::size_t first = 0; first + count <= 128; first += count) {
      std::vector<double> const block = points.block(first, count);
      for (std::size_t j = 0; j < 3; ++j) {
        for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(block[j * count + i], all[j * 128 + first + i]);
      }
    }
  }
  EXPECT_EQ(ShiftedSobol({.points_log2 = 0}).block(0, 1).size(), 1U);
}

TEST(ShiftedSobol, PutsOnePointIntoEachInterval) {
  ShiftedSobol const points({.dimension = 12, .points_log2 = 10, .shift = 5});
  std::vector<double> const u = points.block(0, 1024);
  for (std::size_t j = 0; j < 12; ++j) {
    std::set<int> intervals;
    for (std::size_t i = 0; i < 1024; ++i) {
      EXPECT_GT(u[j * 1024 + i], 0.0);
      EXPECT_LT(u[j * 1024 + i], 1.0);
      intervals.insert(static_cast<int>(u[j * 1024 + i] * 1024));
    }
    EXPECT_EQ(intervals.size(), 1024U);
  }
}

TEST(ShiftedSobol, ShiftsEveryPartOfTheAddressApart) {
  std::set<double> values;
  for (std::uint64_t part : {1, 2}) {
    values.insert(ShiftedSobol({.seed = part}).block(0, 1)[0]);
    values.insert(ShiftedSobol({.group = part}).block(0, 1)[0]);
    values.insert(ShiftedSobol({.shift = part}).block(0, 1)[0]);
  }
  values.insert(ShiftedSobol({.purpose = Purpose::intercept_shift}).block(0, 1)[0]);
  std::vector<double> const together = ShiftedSobol({.dimension = 2}).block(0, 1);
  values.insert(together.begin(), together.end());
  EXPECT_EQ(values.size(), 9U);
}

// The mean of (u1 + u2 + u3)^2 is 3 / 12 + (3 / 2)^2 = 2.5. Frozen, as truth and solved intercepts depend on it.
TEST(ShiftedSobol, IntegratesAndIsFrozen) {
  double sum = 0.0, squares = 0.0;
  for (std::uint64_t shift = 0; shift < 16; ++shift) {
    std::vector<double> const u = ShiftedSobol({.dimension = 3, .points_log2 = 10, .shift = shift}).block(0, 1024);
    double mean = 0.0;
    for (std::size_t i = 0; i < 1024; ++i) {
      double const total = u[i] + u[1024 + i] + u[2048 + i];
      mean += total * total / 1024;
    }
    sum += mean - 2.5, squares += (mean - 2.5) * (mean - 2.5);
  }
  double const error = std::sqrt((squares / 16 - sum * sum / 256) / 15); // of the mean of the shifts
  EXPECT_LT(error, 1e-3);                                                // 16384 independent points: 1.4e-2
  EXPECT_LT(std::fabs(sum / 16), 4.5 * error);
  std::vector<double> const u = ShiftedSobol({.dimension = 2, .points_log2 = 4, .seed = 2021}).block(2, 2);
  EXPECT_EQ(bits(u[0]), 923344050808895U);
  EXPECT_EQ(bits(u[3]), 3761671543269167U);
}

} // namespace
} // namespace iptwsim
