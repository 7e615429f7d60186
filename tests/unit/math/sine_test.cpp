#include "accuracy.hpp"
#include "math/sine.hpp"

namespace iptwsim::test {
namespace {

TEST(Sine, StaysWithinItsStatedRelativeError) {
  Words words;
  double worst = 0;
  for (int i = 0; i < 200'000; ++i) {
    double const x =
        i % 2 == 0 ? words.between(-0.5236, 0.5236) : math::power_of_two(-(i % 60)) * words.between(0, 0.5);
    if (x == 0) continue;
    worst = std::max(worst, relative_error(math::sine(x), std::sin(static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 2e-16);
}

TEST(Sine, HasKnownValues) {
  EXPECT_EQ(math::sine(0), 0);
  EXPECT_EQ(math::sine(0.25), 0x1.faaeed4f31577p-3); // mpmath: 0.24740395925452293
  EXPECT_EQ(math::sine(-0.25), -0x1.faaeed4f31577p-3);
  EXPECT_NEAR(math::sine(0.5235987755982988), 0.5, 6e-17);
}

} // namespace
} // namespace iptwsim::test
