#include <array>
#include <vector>

#include "accuracy.hpp"
#include "math/exp.hpp"

namespace iptwsim::test {
namespace {

double exp_of(double x) { return math::exp(x); }

TEST(Exp, StaysWithinItsStatedErrorOverTheWholeRange) {
  Words words;
  double worst = 0;
  for (int i = 0; i < 1'000'000; ++i) {
    double const x = i % 2 == 0 ? words.between(-708.3, 709.78) : words.between(-2, 2);
    worst = std::max(worst, ulps(exp_of(x), std::exp(static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 0.75);
}

TEST(Exp, TakesAnyBitPattern) {
  Words words;
  double worst = 0;
  for (int i = 0; i < 1'000'000; ++i) {
    double const x = words.any_bits();
    double const y = exp_of(x);
    if (std::isnan(x)) {
      ASSERT_TRUE(std::isnan(y));
    } else if (x > 709.8 || x < -745.2) {
      ASSERT_EQ(y, x > 0 ? inf : 0.0);
    } else {
      worst = std::max(worst, ulps(y, std::exp(static_cast<long double>(x))));
    }
  }
  EXPECT_LT(worst, 0.75);
}

TEST(Exp, RoundsSubnormalResultsOnce) {
  Words words;
  double worst = 0;
  for (int i = 0; i < 100'000; ++i) {
    double const x = words.between(-745.2, -708.3);
    worst = std::max(worst, ulps(exp_of(x), std::exp(static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 0.8);
}

TEST(Exp, HasExactSpecialValues) {
  EXPECT_EQ(bits(exp_of(0.0)), bits(1.0));
  EXPECT_EQ(bits(exp_of(-0.0)), bits(1.0));
  EXPECT_EQ(bits(exp_of(inf)), bits(inf));
  EXPECT_EQ(bits(exp_of(-inf)), bits(0.0));
  EXPECT_EQ(bits(exp_of(nan)), bits(nan));
  EXPECT_EQ(bits(exp_of(-nan)), bits(nan));
  EXPECT_EQ(exp_of(1.0), 2.718281828459045);
  EXPECT_EQ(exp_of(5e-324), 1.0);
}

TEST(Exp, OverflowsAndUnderflowsWhereTheResultDoes) {
  EXPECT_TRUE(std::isfinite(exp_of(709.782712893384)));
  EXPECT_EQ(exp_of(0x1.62e42fefa39fp+9), inf); // the next double
  EXPECT_EQ(exp_of(-745.1332191019411), 5e-324);
  EXPECT_EQ(exp_of(-745.1332191019412), 0.0);
  EXPECT_EQ(exp_of(1e308), inf);
  EXPECT_EQ(exp_of(-1e308), 0.0);
}

TEST(Exp, GivesEachLaneTheBitsOfDouble) {
  std::vector<double> arguments{0.0, -0.0, 1.0, inf, -inf, nan, 709.78, 709.79, -745.1, -746.0, 1e300, -1e300, 5e-324};
  Words words;
  for (int i = 0; i < 4000; ++i) arguments.push_back(i % 2 == 0 ? words.any_bits() : words.between(-750, 715));
  expect_equal_lanes([](auto x) { return math::exp(x); }, arguments);
}

// The bits of a few values, so that a compiler or processor that computes others is found.
TEST(Exp, HasFrozenBits) {
  EXPECT_EQ(exp_of(0.1), 0x1.1aec7b35a00d4p+0);
  EXPECT_EQ(exp_of(-1.7), 0x1.7622c78a98a07p-3);
  EXPECT_EQ(exp_of(123.456), 0x1.1428e1cbc0143p+178);
  EXPECT_EQ(exp_of(-740.25), 0x0.0000000000042p-1022);
}

} // namespace
} // namespace iptwsim::test
