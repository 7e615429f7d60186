// expm1, log1p and power: what scenario/ needs beside exp and log.

#include <array>

#include "accuracy.hpp"
#include "math/expm1.hpp"
#include "math/log1p.hpp"
#include "math/power.hpp"

namespace iptwsim::test {
namespace {

using math::power;

double expm1_of(double x) { return math::expm1(x); }
double log1p_of(double x) { return math::log1p(x); }

/// +-x with x between e^-40 and 1, each magnitude as likely.
double small(Words& words) {
  double const size = static_cast<double>(std::exp(static_cast<long double>(words.between(-40, 0))));
  return words.next() % 2 == 0 ? size : -size;
}

TEST(Expm1, StaysWithinItsStatedError) {
  Words words;
  double worst = 0;
  for (int i = 0; i < 600'000; ++i) {
    double const x = i % 3 == 0 ? words.between(-1, 1) : i % 3 == 1 ? words.between(-40, 709) : small(words);
    worst = std::max(worst, ulps(expm1_of(x), std::expm1(static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 3);
  EXPECT_GT(worst, 0.5); // the comparison compares
}

TEST(Log1p, StaysWithinItsStatedError) {
  Words words;
  double worst = 0;
  for (int i = 0; i < 600'000; ++i) {
    double const x = i % 3 == 0 ? words.between(-1, 1) : i % 3 == 1 ? words.between(1, 1e6) : small(words);
    worst = std::max(worst, ulps(log1p_of(x), std::log1p(static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 3);
}

TEST(Expm1, HasPublishedAndExactValues) { // 20 digits by mpmath
  EXPECT_NEAR(expm1_of(1e-10) / 1.0000000000500000364e-10, 1, 4e-16);
  EXPECT_NEAR(expm1_of(0.34657) / 0.41420848495957966219, 1, 4e-16);
  EXPECT_NEAR(expm1_of(-0.35) / -0.29531191028128655, 1, 6e-16);
  EXPECT_NEAR(expm1_of(5) / 147.41315910257660342, 1, 4e-16);
  EXPECT_EQ(bits(expm1_of(0.0)), bits(0.0));
  EXPECT_EQ(expm1_of(-0.0), 0.0);
  EXPECT_EQ(expm1_of(5e-324), 5e-324);
  EXPECT_EQ(expm1_of(-inf), -1);
  EXPECT_EQ(expm1_of(inf), inf);
  EXPECT_EQ(expm1_of(710), inf);
  EXPECT_TRUE(std::isnan(expm1_of(nan)));
}

TEST(Log1p, HasPublishedAndExactValues) { // 20 digits by mpmath
  EXPECT_NEAR(log1p_of(1e-10) / 9.9999999995000003644e-11, 1, 4e-16);
  EXPECT_NEAR(log1p_of(-0.5) / -0.69314718055994530942, 1, 4e-16);
  EXPECT_NEAR(log1p_of(-0.999) / -6.9077552789821361639, 1, 4e-16);
  EXPECT_NEAR(log1p_of(1e300) / 690.77552789821370526, 1, 4e-16);
  EXPECT_EQ(bits(log1p_of(0.0)), bits(0.0));
  EXPECT_EQ(bits(log1p_of(-0.0)), bits(-0.0));
  EXPECT_EQ(log1p_of(5e-324), 5e-324);
  EXPECT_EQ(log1p_of(-1), -inf);
  EXPECT_EQ(log1p_of(inf), inf);
  EXPECT_TRUE(std::isnan(log1p_of(-1.5)));
  EXPECT_TRUE(std::isnan(log1p_of(nan)));
}

TEST(Power, HasExactValuesAndTheEdgesOfIeeePow) {
  for (double const a : {0.3, 1.0, 2.5}) {
    EXPECT_EQ(power(0.0, a), 0) << a;
    EXPECT_EQ(power(0.0, -a), inf) << a;
    EXPECT_EQ(power(inf, a), inf) << a;
    EXPECT_EQ(power(inf, -a), 0) << a;
    EXPECT_EQ(power(1.0, a), 1) << a;
    EXPECT_TRUE(std::isnan(power(nan, a))) << a;
    EXPECT_TRUE(std::isnan(power(-2.0, 0.5))) << a;
  }
  EXPECT_EQ(power(0.0, 0), 1);
  EXPECT_EQ(power(0.1, 1), 0.1);
  EXPECT_NEAR(power(2.0, 10) / 1024, 1, 2e-15);
  EXPECT_NEAR(power(9.0, -0.5) * 3, 1, 1e-15);
}

TEST(Expm1Log1pPower, HaveTheBitsOfDoubleInEachLane) {
  std::array const arguments{0.0, 1e-17, -1e-9, 0.3, 0.3466, 0.34658, -0.4, 0.9, 3.0, 50.0, 800.0, inf, -inf, nan};
  expect_equal_lanes([](auto x) { return math::expm1(x); }, arguments);
  expect_equal_lanes([](auto x) { return math::log1p(x); }, arguments);
  expect_equal_lanes([](auto x) { return power(x, 0.7); }, arguments);
}

} // namespace
} // namespace iptwsim::test
