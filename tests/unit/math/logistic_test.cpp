#include <cmath>

#include <gtest/gtest.h>

#include "math/constants.hpp"
#include "math/logistic.hpp"

namespace iptwsim::math {
namespace {

// Python: mpmath 1.2.1, 1 / (1 + exp(-x)) with 40 digits
TEST(Logistic, FarOutOnBothSides) {
  EXPECT_EQ(logistic(0.0).score, 0.5);
  EXPECT_EQ(logistic(0.0).complement, 0.5);
  EXPECT_DOUBLE_EQ(logistic(1.5).score, 0.81757447619364365961);
  EXPECT_DOUBLE_EQ(logistic(1.5).complement, 0.18242552380635634039);
  EXPECT_DOUBLE_EQ(logistic(-40.0).score, 4.2483542552915889773e-18);
  EXPECT_EQ(logistic(-40.0).complement, 1.0);
  for (double const x : {0.3, 7.0, 36.5, 700.0}) {
    EXPECT_EQ(logistic(x).score, logistic(-x).complement);
    EXPECT_EQ(logistic(x).complement, logistic(-x).score);
  }
  EXPECT_EQ(logistic(infinity).complement, 0.0);
  EXPECT_EQ(logistic(-infinity).score, 0.0);
  EXPECT_TRUE(std::isnan(logistic(not_a_number).score));
}

} // namespace
} // namespace iptwsim::math
