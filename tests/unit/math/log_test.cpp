#include <vector>

#include "accuracy.hpp"
#include "math/exp.hpp"
#include "math/log.hpp"

namespace iptwsim::test {
namespace {

double log_of(double x) { return math::log(x); }

TEST(Log, StaysWithinItsStatedErrorForAnyPositiveBitPattern) {
  Words words;
  double worst = 0;
  for (int i = 0; i < 1'000'000; ++i) {
    double const x = std::fabs(words.any_bits());
    if (!std::isfinite(x)) continue;
    worst = std::max(worst, ulps(log_of(x), std::log(static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 0.85);
}

TEST(Log, StaysWithinItsStatedErrorNearOne) {
  Words words;
  double worst = 0;
  for (int i = 0; i < 1'000'000; ++i) {
    double const scale = std::ldexp(1.0, -static_cast<int>(words.next() % 50));
    double const x = i % 2 == 0 ? words.between(0.5, 2) : 1 + words.between(-0.9, 1) * scale;
    if (x == 1) continue;
    worst = std::max(worst, ulps(log_of(x), std::log(static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 0.85);
}

TEST(Log, TakesSubnormals) {
  Words words;
  double worst = 0;
  for (int i = 0; i < 100'000; ++i) {
    double const x = std::bit_cast<double>(words.next() >> (12 + words.next() % 52));
    if (x == 0) continue;
    worst = std::max(worst, ulps(log_of(x), std::log(static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 0.85);
  EXPECT_DOUBLE_EQ(log_of(5e-324), -744.4400719213812);
}

TEST(Log, HasExactSpecialValues) {
  EXPECT_EQ(bits(log_of(1.0)), bits(0.0));
  EXPECT_EQ(bits(log_of(0.0)), bits(-inf));
  EXPECT_EQ(bits(log_of(-0.0)), bits(-inf));
  EXPECT_EQ(bits(log_of(inf)), bits(inf));
  EXPECT_EQ(bits(log_of(-1.0)), bits(nan));
  EXPECT_EQ(bits(log_of(-5e-324)), bits(nan));
  EXPECT_EQ(bits(log_of(-inf)), bits(nan));
  EXPECT_EQ(bits(log_of(nan)), bits(nan));
  EXPECT_EQ(log_of(2.0), 0.6931471805599453);
  EXPECT_EQ(log_of(10.0), 2.302585092994046);
}

TEST(Log, InvertsExp) {
  Words words;
  for (int i = 0; i < 10'000; ++i) {
    double const x = words.between(-700, 700);
    ASSERT_NEAR(log_of(math::exp(x)), x, 2e-16 * std::max(1.0, std::fabs(x))) << x;
  }
}

TEST(Log, GivesEachLaneTheBitsOfDouble) {
  std::vector<double> arguments{0.0, -0.0, 1.0, inf, -inf, nan, -1.0, 5e-324, 2.2250738585072014e-308, 1.7976e308};
  Words words;
  for (int i = 0; i < 4000; ++i) arguments.push_back(i % 2 == 0 ? words.any_bits() : words.between(0.5, 2));
  expect_equal_lanes([](auto x) { return math::log(x); }, arguments);
}

TEST(Log, HasFrozenBits) {
  EXPECT_EQ(log_of(0.1), -0x1.26bb1bbb55515p+1);
  EXPECT_EQ(log_of(1.7), 0x1.0fae81914a991p-1);
  EXPECT_EQ(log_of(123.456), 0x1.343774f3e2362p+2);
  EXPECT_EQ(log_of(1e-310), -0x1.64e69394d9508p+9);
}

} // namespace
} // namespace iptwsim::test
