// Moments formed in parts and merged.

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "math/moments.hpp"
#include "math/sum.hpp"

namespace iptwsim::math::test {
namespace {

std::vector<double> const values{3, -1, 4, 1, -5, 9, 2.5, -6};

TEST(Moments, AreTheMeanAndTheSumOfSquaresAboutIt) {
  Moments const m = moments(std::vector<double>{1, 2, 6}); // mean 3, squares 4 + 1 + 9
  EXPECT_EQ(m, (Moments{3, 3, 14}));
  EXPECT_EQ(m.variance(), 7);
}

TEST(Moments, OfNothingChangeNothing) {
  Moments const m = moments(values);
  EXPECT_EQ(moments({}), Moments{});
  EXPECT_EQ(merge(m, {}), m);
  EXPECT_EQ(merge({}, m), m);
  EXPECT_TRUE(std::isnan(Moments{}.variance()));
}

TEST(Moments, OfOneValueHaveNoVariance) {
  Moments const one = moments(std::vector<double>{0.1});
  EXPECT_EQ(one, (Moments{1, 0.1, 0}));
  EXPECT_TRUE(std::isnan(one.variance()));
}

TEST(Moments, OfEqualValuesHaveNoSpread) {
  Moments const seven = moments(std::vector<double>(7, 0.1)); // 7 * 0.1 is not 0.7 in doubles
  EXPECT_EQ(seven, (Moments{7, 0.1, 0}));
  EXPECT_EQ(merge(seven, moments(std::vector<double>(3, 0.1))), (Moments{10, 0.1, 0}));
}

TEST(Moments, MergedAreThoseOfAllValues) {
  Moments const all = moments(values);
  for (std::size_t cut = 0; cut <= values.size(); ++cut) {
    std::span<double const> const span(values);
    Moments const merged = merge(moments(span.first(cut)), moments(span.subspan(cut)));
    EXPECT_EQ(merged.n, all.n);
    EXPECT_NEAR(merged.mean, all.mean, 1e-15);
    EXPECT_NEAR(merged.m2, all.m2, 1e-13);
  }
}

TEST(Moments, KeepASmallSpreadAboutALargeMean) {
  std::vector<double> large;
  for (double const x : values) large.push_back(1e8 + x);
  std::span<double const> const span(large);
  // A mean of 1e8 is known to 1e-8; the textbook sum of x^2 - n mean^2 would keep no digit.
  EXPECT_NEAR(merge(moments(span.first(3)), moments(span.subspan(3))).variance(), sample_variance(values), 1e-7);
}

} // namespace
} // namespace iptwsim::math::test
