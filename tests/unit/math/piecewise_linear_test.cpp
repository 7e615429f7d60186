#include <array>
#include <vector>

#include "accuracy.hpp"
#include "math/piecewise_linear.hpp"
#include "math/root.hpp"

namespace iptwsim::test {
namespace {

using math::PiecewiseLinear;

TEST(PiecewiseLinear, IsTheSumOfItsPieces) {
  PiecewiseLinear const line({0, 2, 5}, {1, 0.5, 2}); // y: 0, 2, 3.5
  EXPECT_EQ(line(0.0), 0);
  EXPECT_EQ(line(1.0), 1);
  EXPECT_EQ(line(2.0), 2);
  EXPECT_EQ(line(4.0), 3);
  EXPECT_EQ(line(5.0), 3.5);
  EXPECT_EQ(line(6.0), 5.5);
  EXPECT_EQ(line(inf), inf);
  EXPECT_EQ(line.slope(0.0), 1);
  EXPECT_EQ(line.slope(1.9), 1);
  EXPECT_EQ(line.slope(2.0), 0.5); // at a change the slope after it
  EXPECT_EQ(line.slope(100.0), 2);
  for (double const x : {0.0, 1.0, 2.0, 4.0, 5.0, 6.0}) EXPECT_EQ(line.inverse(line(x)), x);
}

TEST(PiecewiseLinear, TakesTheFirstPlaceWhereAFlatPieceReachesAValue) {
  PiecewiseLinear const line({0, 1, 3}, {1, 0, 4});
  EXPECT_EQ(line.inverse(1.0), 1);
  EXPECT_EQ(line.inverse(std::nextafter(1.0, 2)), 3 + 0x1p-54);
  EXPECT_EQ(line.inverse(5.0), 4);
}

TEST(PiecewiseLinear, NeverReachesWhatLiesAboveALastFlatPiece) {
  PiecewiseLinear const line({0, 2}, {1, 0});
  EXPECT_EQ(line(inf), 2);
  EXPECT_EQ(line.inverse(2.0), 2);
  EXPECT_EQ(line.inverse(2.1), inf);
  EXPECT_EQ(line.inverse(inf), inf);
}

TEST(PiecewiseLinear, BeginsFlat) {
  PiecewiseLinear const line({0, 3}, {0, 1});
  EXPECT_EQ(line.inverse(0.0), 0);
  EXPECT_EQ(line.inverse(1e-300), 3);
  EXPECT_EQ(line.inverse(2.0), 5);
  PiecewiseLinear const nothing({0}, {0});
  EXPECT_EQ(nothing(7.0), 0);
  EXPECT_EQ(nothing.inverse(0.0), 0);
  EXPECT_EQ(nothing.inverse(0.1), inf);
}

TEST(PiecewiseLinear, HasPiecesWithoutLengthAndPiecesAtInfinity) {
  PiecewiseLinear const line({0, 2, 2, inf, inf}, {1, 5, 3, 0, 7});
  EXPECT_EQ(line(2.0), 2);
  EXPECT_EQ(line(3.0), 5);
  EXPECT_EQ(line.inverse(5.0), 3);
  EXPECT_EQ(line(inf), inf);
  EXPECT_EQ(line.inverse(inf), inf);
  PiecewiseLinear const ends({0, inf}, {0, 7}); // a slope of 0 up to infinity reaches nothing
  EXPECT_EQ(ends(5.0), 0);
  EXPECT_EQ(ends.inverse(0.5), inf);
}

TEST(PiecewiseLinear, HasAnIncreasingInverseAcrossRoundedEnds) {
  PiecewiseLinear const line({0, 0.1, 0.7, 1.1}, {0.3, 1.7, 0.9, 0.2});
  for (double const change : {0.1, 0.7, 1.1}) {
    double y = line(change);
    for (int i = 0; i < 20; ++i) y = std::nextafter(y, 0);
    double last = line.inverse(y);
    for (int i = 0; i < 40; ++i) {
      y = std::nextafter(y, 10);
      double const x = line.inverse(y);
      ASSERT_LE(last, x) << change;
      last = x;
    }
  }
}

TEST(PiecewiseLinear, HasTheBitsOfDoubleInEachLane) {
  PiecewiseLinear const line({0, 0.1, 0.7, 1.1}, {0.3, 0, 0.9, 0.2});
  std::array const arguments{0.0, 0.05, 0.1, 0.3, 0.7, 0.8, 1.1, 4.0, inf, nan};
  expect_equal_lanes([&](auto x) { return line(x); }, arguments);
  expect_equal_lanes([&](auto x) { return line.inverse(x); }, arguments);
  expect_equal_lanes([&](auto x) { return line.slope(x); }, arguments);
}

TEST(RootOfIncreasing, FindsRootsOfAnySizeToTheLastPlace) {
  for (double const root : {0.0, 1e-200, -1e-9, 0.3, -0.7, 1.0, 5e8, -1e250}) {
    EXPECT_EQ(math::root_of_increasing([root](double x) { return x - root; }, 1), root);
  }
  EXPECT_NEAR(math::root_of_increasing([](double x) { return x * x * x - 2; }, 1), 1.2599210498948732, 3e-16);
}

TEST(RootOfIncreasing, StopsWhereThereIsNone) {
  EXPECT_GE(math::root_of_increasing([](double) { return -1.0; }, 1), 1e300);
  EXPECT_LE(math::root_of_increasing([](double) { return 1.0; }, 1), -1e300);
  (void)math::root_of_increasing([](double) { return nan; }, 1); // returns
}

} // namespace
} // namespace iptwsim::test
