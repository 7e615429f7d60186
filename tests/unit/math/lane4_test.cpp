// The toy type itself, as every lane test trusts it.

#include "accuracy.hpp"
#include "support/lane4.hpp"

namespace iptwsim::test {
namespace {

TEST(Lane4, ComputesElementByElement) {
  Lane4 const a(1, -2, 3, 0.5);
  Lane4 const b(4, 5, -6, 0);
  Lane4 const sum = a + b;
  Lane4 const quotient = a / b;
  EXPECT_EQ(sum.lane, (std::array<double, 4>{5, 3, -3, 0.5}));
  EXPECT_EQ(quotient.lane, (std::array<double, 4>{0.25, -0.4, -0.5, inf}));
  EXPECT_EQ((-absolute(a)).lane, (std::array<double, 4>{-1, -2, -3, -0.5}));
  EXPECT_EQ(select(a < b, a, b).lane, (std::array<double, 4>{1, -2, -6, 0}));
  EXPECT_EQ(select((a > 0.0) & !(a > 2.0), 1.0, b).lane, (std::array<double, 4>{1, 5, -6, 1}));
  EXPECT_TRUE(any(a == 3.0));
  EXPECT_FALSE(any((a == 3.0) & (b == 4.0)));
}

TEST(Lane4, TakesTheSecondArgumentWhereTheFirstIsNaN) {
  EXPECT_EQ(maximum(Lane4(nan), Lane4(2.0))[3], 2.0);
  EXPECT_TRUE(std::isnan(minimum(Lane4(2.0), Lane4(nan))[0]));
}

TEST(Number, TakesDoublesApartAndTogether) {
  EXPECT_EQ(math::power_of_two(-1022.0), 0x1p-1022);
  EXPECT_EQ(math::power_of_two(1023.0), 0x1p1023);
  EXPECT_EQ(math::exponent_of(0.75), -1.0);
  EXPECT_EQ(math::mantissa_of(0.75), 1.5);
  Lane4 x(1, 2, 3, 4);
  set_lane(x, 2, 9.0);
  EXPECT_EQ(get_lane(x, 2), 9.0);
  EXPECT_EQ(get_lane(x, 3), 4.0);
}

} // namespace
} // namespace iptwsim::test
