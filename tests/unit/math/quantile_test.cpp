#include <vector>

#include "accuracy.hpp"
#include "math/quantile.hpp"

namespace iptwsim::test {
namespace {

using math::quantile;

// The expected values are R 4.2.2's quantile(x, p), printed with 17 digits; the comparison is of bits.
TEST(Quantile, EqualsRToTheBit) {
  std::vector<double> const x{1, 2, 4, 8, 16};
  EXPECT_EQ(quantile(x, 0), 1.0);
  EXPECT_EQ(quantile(x, 0.1), 1.3999999999999999);
  EXPECT_EQ(quantile(x, 0.25), 2.0);
  EXPECT_EQ(quantile(x, 0.333), 2.6639999999999997);
  EXPECT_EQ(quantile(x, 0.5), 4.0);
  EXPECT_EQ(quantile(x, 0.9), 12.7999999999999972);
  EXPECT_EQ(quantile(x, 0.975), 15.2000000000000028);
  EXPECT_EQ(quantile(x, 1), 16.0);

  std::vector<double> const y{0.1, 0.30000000000000004, 0.7, 0.9, 1.3, 2.2, 3.1};
  EXPECT_EQ(quantile(y, 0.025), 0.13);
  EXPECT_EQ(quantile(y, 0.05), 0.16000000000000003);
  EXPECT_EQ(quantile(y, 0.3), 0.61999999999999988);
  EXPECT_EQ(quantile(y, 0.77), 1.8580000000000001);
  EXPECT_EQ(quantile(y, 0.975), 2.9649999999999999);
}

TEST(Quantile, LetsInfiniteValuesKeepTheirRank) {
  std::vector<double> const x{-inf, 1, 2, inf};
  EXPECT_EQ(quantile(x, 0), -inf);
  EXPECT_EQ(quantile(x, 0.1), -inf);
  EXPECT_EQ(quantile(x, 0.34), 1.02);
  EXPECT_EQ(quantile(x, 0.5), 1.5);
  EXPECT_EQ(quantile(x, 0.67), inf);
  EXPECT_EQ(quantile(x, 1), inf);
  std::vector<double> const equal{inf, inf};
  EXPECT_EQ(quantile(equal, 0.4), inf);
  std::vector<double> const opposite{-inf, inf};
  EXPECT_TRUE(std::isnan(quantile(opposite, 0.4)));
}

TEST(Quantile, TakesOneValueAndNone) {
  EXPECT_EQ(quantile(std::vector<double>{3}, 0.7), 3.0);
  EXPECT_TRUE(std::isnan(quantile({}, 0.5)));
}

} // namespace
} // namespace iptwsim::test
