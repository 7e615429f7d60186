#include <vector>

#include "accuracy.hpp"
#include "math/sum.hpp"

namespace iptwsim::test {
namespace {

using Values = std::vector<double>;

TEST(Sum, RunsFromTheFirstToTheLast) {
  EXPECT_EQ(math::sum(Values{1e16, 1, 1}), 1e16); // each 1 is lost by itself
  EXPECT_EQ(math::sum(Values{1, 1, 1e16}), 1e16 + 2);
  EXPECT_EQ(math::sum({}), 0.0);
  EXPECT_TRUE(std::isnan(math::sum(Values{inf, -inf})));
}

TEST(CompensatedSum, KeepsWhatThePlainSumLoses) {
  EXPECT_EQ(math::compensated_sum(Values{1e16, 1, 1}), 1e16 + 2);
  EXPECT_EQ(math::compensated_sum(Values{1, 1e100, 1, -1e100}), 2.0); // Neumaier's example
  EXPECT_EQ(math::compensated_sum(Values(10, 0.1)), 1.0);
  EXPECT_EQ(math::compensated_sum(Values{1, inf, 2}), inf);
  EXPECT_TRUE(std::isnan(math::compensated_sum(Values{1, nan, 2})));
}

TEST(Mean, DividesTheSum) {
  EXPECT_EQ(math::mean(Values{1, 2, 6}), 3.0);
  EXPECT_EQ(math::mean(Values{1, inf}), inf);
  EXPECT_TRUE(std::isnan(math::mean({})));
}

TEST(SampleVariance, DividesByNLessOne) {
  EXPECT_EQ(math::sample_variance(Values{1, 2, 6}), 7.0); // (4 + 1 + 9) / 2
  EXPECT_EQ(math::sample_variance(Values{5, 5, 5}), 0.0);
  EXPECT_TRUE(std::isnan(math::sample_variance(Values{5})));
  EXPECT_TRUE(std::isnan(math::sample_variance({})));
}

TEST(SampleVariance, SurvivesALargeMean) {
  EXPECT_EQ(math::sample_variance(Values{1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}), 30.0);
}

} // namespace
} // namespace iptwsim::test
