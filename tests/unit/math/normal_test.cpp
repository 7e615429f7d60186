#include <utility>
#include <vector>

#include "accuracy.hpp"
#include "math/normal.hpp"

namespace iptwsim::test {
namespace {

using math::normal_cdf;
using math::normal_density;
using math::normal_quantile;

long double exact_cdf(double x) { return std::erfc(-static_cast<long double>(x) / std::sqrt(2.0L)) / 2; }

long double exact_density(double x) {
  auto const wide = static_cast<long double>(x);
  return std::exp(-wide * wide / 2) / std::sqrt(2 * std::acos(-1.0L));
}

TEST(NormalCdf, StaysWithinItsStatedRelativeErrorInBothTails) {
  Words words;
  double worst = 0;
  for (int i = 0; i < 300'000; ++i) {
    double const x = i % 2 == 0 ? words.between(-37.5, 8.5) : words.between(-3, 3);
    worst = std::max(worst, relative_error(normal_cdf(x), exact_cdf(x)));
  }
  EXPECT_LT(worst, 1e-15);
}

TEST(NormalCdf, IsAsExactWhereItsRangesMeet) {
  for (double const x : {-5.656854249492381, -0.66291, 0.66291, 5.656854249492381}) {
    for (double const argument : {std::nextafter(x, -10), x, std::nextafter(x, 10)}) {
      EXPECT_LT(relative_error(normal_cdf(argument), exact_cdf(argument)), 1e-15) << argument;
    }
  }
}

TEST(NormalCdf, GivesSubnormalTailsToAFewUnits) {
  for (double x = -38.6; x < -37.5; x += 0.001) {
    EXPECT_LT(ulps(normal_cdf(x), exact_cdf(x)), 3) << x;
  }
}

TEST(NormalCdf, HasPublishedAndExactValues) {
  // 20 digits by arbitrary precision arithmetic
  for (auto const& [x, value] : {std::pair{-37.0, 5.7255712225245768227e-300},
                                 {-20.0, 2.7536241186062336951e-89},
                                 {-10.0, 7.619853024160526066e-24},
                                 {-3.0, 0.0013498980316300945267},
                                 {-1.0, 0.15865525393145705141},
                                 {-0.5, 0.30853753872598689636},
                                 {1.0, 0.84134474606854294859},
                                 {1.959963984540054, 0.97499999999999998912},
                                 {3.0, 0.99865010196836990547},
                                 {8.0, 0.9999999999999993779}}) {
    EXPECT_NEAR(normal_cdf(x) / value, 1, 1e-15) << x;
  }
  EXPECT_EQ(bits(normal_cdf(0.0)), bits(0.5));
  EXPECT_EQ(bits(normal_cdf(inf)), bits(1.0));
  EXPECT_EQ(bits(normal_cdf(-inf)), bits(0.0));
  EXPECT_EQ(bits(normal_cdf(nan)), bits(nan));
  EXPECT_EQ(normal_cdf(-39.0), 0.0);
  EXPECT_EQ(normal_cdf(39.0), 1.0);
  EXPECT_EQ(normal_cdf(1e300), 1.0);
}

TEST(NormalQuantile, InvertsTheDistributionFunction) {
  Words words;
  for (int i = 0; i < 300'000; ++i) {
    double const p = i % 2 == 0 ? words.between(0, 1) : math::exp(words.between(-708, -0.7));
    double const x = normal_quantile(p);
    // d log cdf / dx is near |x| in the tail: an error of 1e-15 in x is one of x^2 1e-15 in p
    ASSERT_LT(relative_error(p, exact_cdf(x)), (2 + x * x) * 1e-15) << p;
  }
}

// One Newton step in long double from the computed value gives its error.
TEST(NormalQuantile, StaysWithinItsStatedRelativeError) {
  Words words;
  double worst = 0;
  for (int i = 0; i < 300'000; ++i) {
    double const scale = std::ldexp(1.0, -static_cast<int>(words.next() % 50));
    double const p = i % 2 == 0 ? math::exp(words.between(-690, -0.7)) : 0.5 - words.between(0, 0.5) * scale;
    if (p == 0.5) continue;
    double const x = normal_quantile(p);
    long double const error = (exact_cdf(x) - static_cast<long double>(p)) / exact_density(x);
    worst = std::max(worst, std::fabs(static_cast<double>(error / static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 1.1e-15); // the reference has an error of x^2 eps of its own
}

TEST(NormalQuantile, HasPublishedValues) {
  // Wichura (1988) prints the first three to check an implementation
  for (auto const& [p, value] : {std::pair{0.25, -0.6744897501960817432},
                                 {0.001, -3.0902323061678135354},
                                 {1e-20, -9.2623400897984075796},
                                 {1e-300, -37.047096299361199237},
                                 {5e-324, -38.467405617144346251},
                                 {0.075, -1.4395314709384559349},
                                 {0.95, 1.6448536269514722843},
                                 {0.975, 1.9599639845400538556}}) {
    EXPECT_NEAR(normal_quantile(p) / value, 1, 1e-15) << p;
  }
}

TEST(NormalQuantile, IsSymmetric) {
  Words words;
  for (int i = 0; i < 10'000; ++i) {
    double const p = static_cast<double>(words.next() >> 12) * 0x1p-52; // 1 - p is exact
    EXPECT_EQ(normal_quantile(p), -normal_quantile(1 - p)) << p;
  }
}

TEST(NormalQuantile, HasExactSpecialValues) {
  EXPECT_EQ(bits(normal_quantile(0.5)), bits(0.0));
  EXPECT_EQ(bits(normal_quantile(0.0)), bits(-inf));
  EXPECT_EQ(bits(normal_quantile(1.0)), bits(inf));
  for (double const p : {-5e-324, -1.0, 1.0000000000000002, 2.0, inf, -inf, nan}) {
    EXPECT_EQ(bits(normal_quantile(p)), bits(nan)) << p;
  }
}

TEST(NormalDensity, StaysWithinItsStatedRelativeError) {
  Words words;
  double worst = 0;
  for (int i = 0; i < 300'000; ++i) {
    double const x = words.between(-37.5, 37.5);
    worst = std::max(worst, relative_error(normal_density(x), exact_density(x)));
  }
  EXPECT_LT(worst, 8e-16);
  EXPECT_EQ(normal_density(0.0), 0.3989422804014327);
  EXPECT_EQ(normal_density(inf), 0.0);
  EXPECT_EQ(bits(normal_density(nan)), bits(nan));
}

TEST(Normal, GivesEachLaneTheBitsOfDouble) {
  std::vector<double> arguments{0.0, -0.0, 0.5, 1.0, inf, -inf, nan, -1.0, 5e-324, 0.66291, 5.656854249492381, 0.925};
  Words words;
  for (int i = 0; i < 4000; ++i) {
    arguments.push_back(i % 3 == 0 ? words.any_bits() : i % 3 == 1 ? words.between(-39, 39) : words.between(0, 1));
  }
  expect_equal_lanes([](auto x) { return normal_cdf(x); }, arguments);
  expect_equal_lanes([](auto x) { return normal_quantile(x); }, arguments);
  expect_equal_lanes([](auto x) { return normal_density(x); }, arguments);
}

TEST(Normal, HasFrozenBits) {
  EXPECT_EQ(normal_cdf(-0.3), 0x1.87423a677e90fp-2);
  EXPECT_EQ(normal_cdf(-2.7), 0x1.c66c563346a6dp-9);
  EXPECT_EQ(normal_cdf(-11.1), 0x1.3e09bcf4c7c4ap-94);
  EXPECT_EQ(normal_quantile(0.3), -0x1.0c7e39582c5fap-1);
  EXPECT_EQ(normal_quantile(0.01), -0x1.29c5c4630ff0ep+1);
  EXPECT_EQ(normal_quantile(1e-30), -0x1.6ed94a4dacdc9p+3);
  EXPECT_EQ(normal_density(1.3), 0x1.5ef67f134153dp-3);
}

} // namespace
} // namespace iptwsim::test
