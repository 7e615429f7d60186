// Single precision: exp against double precision, and four lanes against one.

#include <cmath>

#include <gtest/gtest.h>

#include "math/exp.hpp"
#include "math/logistic.hpp"
#include "math/single.hpp"
#include "support/lane4.hpp"

namespace iptwsim::test {
namespace {

TEST(Single, ExpOfANegativeNumberIsWithinOneAndAHalfUnits) {
  double worst = 0;
  for (double x = -86; x <= 0; x += 0x1p-10 / 3) {
    float const at = math::narrow(x);
    double const exact = math::exp(math::widen(at)), own = math::widen(math::exp_of_negative(at));
    worst = std::max(worst, std::fabs(own - exact) / exact);
  }
  EXPECT_LT(worst, 1.5 * 0x1p-24);
  EXPECT_GT(worst, 0.1 * 0x1p-24); // it is single precision that is measured
  EXPECT_EQ(math::exp_of_negative(0.0F), 1.0F);
}

TEST(Single, ExpFarOutIsThatOfItsBound) {
  float const bound = math::exp_of_negative(-86.0F);
  EXPECT_GT(bound, 0.0F);
  for (float const x : {-87.0F, -1e30F, -std::numeric_limits<float>::infinity(), std::nanf("")}) {
    EXPECT_EQ(math::exp_of_negative(x), bound);
  }
}

TEST(Single, ProbabilitiesOfBothArmsAreThoseOfDoublePrecision) {
  for (float const log_odds : {-30.0F, -2.5F, -0.1F, 0.0F, 0.7F, 4.0F, 50.0F}) {
    auto const single = math::odds(log_odds);
    auto const exact = math::odds(math::widen(log_odds));
    EXPECT_NEAR(math::widen(single.likely), exact.likely, 4 * 0x1p-24 * exact.likely);
    EXPECT_NEAR(math::widen(single.unlikely), exact.unlikely, 4 * 0x1p-24 * exact.unlikely);
  }
}

TEST(Single, LanesHaveTheBitsThatEachHasAlone) {
  Single4 const x(-0.3F, -7.5F, -80.0F, -90.0F);
  Single4 const together = math::exp_of_negative(x);
  for (std::size_t lane = 0; lane < 4; ++lane) EXPECT_EQ(together[lane], math::exp_of_negative(x[lane]));
}

} // namespace
} // namespace iptwsim::test
