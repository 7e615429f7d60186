// From influence values to standard errors and BCa's acceleration; BCa and the handling of infinite replicates by hand.

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "inference/influence.hpp"
#include "inference/intervals.hpp"
#include "math/dual.hpp"
#include "math/normal.hpp"

namespace iptwsim::test {
namespace {

using math::Dual;
using testing::ElementsAre;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST(StackedStandardError, IsTheRootOfTheSquares) {
  EXPECT_DOUBLE_EQ(stacked_standard_error(std::vector<double>{1, -2, 4, -2}), 5); // 1 + 4 + 16 + 4
  EXPECT_TRUE(std::isnan(stacked_standard_error(std::vector<double>{1, nan})));
}

TEST(JackknifeStandardError, OfFourByHand) {
  // Mean 3, squares 4 + 0 + 0 + 4; 3/4 * 8 = 6.
  EXPECT_DOUBLE_EQ(jackknife_standard_error(std::vector<double>{1, 3, 3, 5}), std::sqrt(6.0));
  EXPECT_TRUE(std::isnan(jackknife_standard_error(std::vector<double>{1, nan, 3})));
  EXPECT_TRUE(std::isnan(jackknife_standard_error(std::vector<double>{1, inf, 3})));
}

TEST(JackknifeStandardError, OfAMeanIsTheUsualOne) {
  // x = 2 4 4 10: sum 20, s^2 = (9 + 1 + 1 + 25)/3 = 12; without x the mean is (20 - x)/3; s/sqrt 4 = sqrt 3.
  EXPECT_NEAR(jackknife_standard_error(std::vector<double>{18.0 / 3, 16.0 / 3, 16.0 / 3, 10.0 / 3}), std::sqrt(3.0),
              1e-15);
}

TEST(Acceleration, OfFourByHand) {
  // Cubes 1 - 8 + 64 - 8 = 49, squares 25: 49/(6 * 125).
  EXPECT_DOUBLE_EQ(acceleration(std::vector<double>{1, -2, 4, -2}), 49.0 / 750);
  EXPECT_DOUBLE_EQ(acceleration(std::vector<double>{10, -20, 40, -20}), 49.0 / 750); // free of scale
  EXPECT_EQ(acceleration(std::vector<double>{1, -1, 2, -2}), 0);
  for (auto const& undefined : {std::vector<double>{0, 0, 0}, {1, nan}, {1, inf}, {}}) {
    EXPECT_TRUE(std::isnan(acceleration(undefined)));
  }
}

TEST(BcaInfluence, OverTheWholeCohort) {
  std::vector<std::uint8_t> const treated{0, 0, 1, 1};
  std::vector<double> const values{1, 2, 4, 6};
  // n L and (n - 1)(t0 - t_(-i)) with t0 = 3.
  EXPECT_THAT(bca_influence(values, 3, Acceleration::influence, ResampleScheme::patient, treated),
              ElementsAre(4, 8, 16, 24));
  EXPECT_THAT(bca_influence(values, 3, Acceleration::jackknife, ResampleScheme::patient, treated),
              ElementsAre(6, 3, -3, -9));
}

TEST(BcaInfluence, WithinArms) {
  // Arms of 3 and 2: control mean 2, treated mean 5.
  std::vector<std::uint8_t> const treated{0, 1, 0, 1, 0};
  std::vector<double> const values{1, 4, 2, 6, 3};
  EXPECT_THAT(bca_influence(values, 3, Acceleration::influence, ResampleScheme::within_arm, treated),
              ElementsAre(-3, -2, 0, 2, 3));
  EXPECT_THAT(bca_influence(values, 3, Acceleration::jackknife, ResampleScheme::within_arm, treated),
              ElementsAre(4, -1, 2, -3, 0));
}

TEST(BiasCorrection, CountsReplicatesBelowTheEstimate) {
  ReplicateSample const sample(std::vector<double>{4, 1, 3, 2});
  EXPECT_EQ(bias_correction(sample, 2.5), 0);                                // 2 of 4
  EXPECT_DOUBLE_EQ(bias_correction(sample, 2), math::normal_quantile(0.25)); // strictly below
  EXPECT_EQ(bias_correction(sample, 1), -inf);
  EXPECT_EQ(bias_correction(sample, 9), inf);
}

TEST(Bca, WithoutBiasAndAccelerationIsPercentile) {
  std::vector<double> replicates;
  for (int i = 1; i <= 99; ++i) replicates.push_back(i * i);
  replicates[49] = 2500; // the median; 49 below 2500, one half needs an even R: leave one out
  replicates.pop_back();
  ReplicateSample const sample(replicates); // 98, of which 49 are below 49.5^2
  for (double const level : {0.5, 0.9, 0.95}) {
    auto const bca = bootstrap_interval(IntervalMethod::bca, {sample, 49.5 * 49.5, 0}, level);
    auto const percentile = bootstrap_interval(IntervalMethod::percentile, {sample, 49.5 * 49.5}, level);
    EXPECT_NEAR(bca.lower, percentile.lower, 1e-9);
    EXPECT_NEAR(bca.upper, percentile.upper, 1e-9);
    EXPECT_EQ(bca.status, Status::ok);
  }
}

TEST(Bca, ByHand) {
  // 19 replicates 1 .. 19, 11 below the estimate: w = Phi^-1(11/19) = 0.1992; a = 0.1, level 0.5, z = -+0.6745:
  // w + z = -0.4753 and 0.8737; over 1 - 0.1 of them: -0.4537 and 0.9573; plus w: -0.2545 and 1.1565.
  std::vector<double> replicates;
  for (int i = 1; i <= 19; ++i) replicates.push_back(i);
  ReplicateSample const sample(replicates);
  double const w = math::normal_quantile(11.0 / 19);
  auto const rank = [&](double z) { // 20 Phi; interpolated on the normal scale
    double const alpha = math::normal_cdf(w + (w + z) / (1 - 0.1 * (w + z)));
    double const k = std::floor(20 * alpha);
    double const from = math::normal_quantile(k / 20), to = math::normal_quantile((k + 1) / 20);
    return k + (math::normal_quantile(alpha) - from) / (to - from);
  };
  auto const ours = bootstrap_interval(IntervalMethod::bca, {sample, 11.5, 0.1}, 0.5);
  EXPECT_NEAR(ours.lower, rank(math::normal_quantile(0.25)), 1e-12);
  EXPECT_NEAR(ours.upper, rank(math::normal_quantile(0.75)), 1e-12);
  EXPECT_NEAR(ours.lower, 7.99, 0.05);  // 20 Phi(-0.2545)
  EXPECT_NEAR(ours.upper, 17.52, 0.05); // 20 Phi(1.1565)
  EXPECT_EQ(ours.status, Status::ok);
  EXPECT_EQ(bootstrap_interval(IntervalMethod::bca, {sample, 11.5, 0.1}, 0.95).status, Status::too_few_replicates);
}

TEST(Bca, WithoutItsTwoNumbersIsUndefined) {
  ReplicateSample const sample(std::vector<double>{1, 2, 3});
  for (BootstrapEstimate const& estimate :
       {BootstrapEstimate{sample, 0.5, 0}, BootstrapEstimate{sample, 4, 0}, BootstrapEstimate{sample, 2.5}}) {
    auto const ours = bootstrap_interval(IntervalMethod::bca, estimate, 0.9);
    EXPECT_TRUE(std::isnan(ours.lower) && std::isnan(ours.upper));
    EXPECT_EQ(ours.status, Status::bca_undefined);
  }
}

TEST(NonFiniteDrop, LeavesInfiniteReplicatesOutAndCountsTheRest) {
  std::vector<double> const replicates{inf, 5, 1, nan, 9, 2, -inf, 8, 3, 7, 4, 6, inf};
  ReplicateSample const dropped(replicates, NonFinite::drop), plain(std::vector<double>{5, 1, 9, 2, 8, 3, 7, 4, 6});
  EXPECT_EQ(dropped.size(), 9U);
  EXPECT_EQ(dropped.infinite(), 0U);
  EXPECT_EQ(dropped.moment_status(), Status::ok);
  EXPECT_EQ(dropped.standard_deviation(), std::sqrt(7.5));
  for (IntervalMethod const method : {IntervalMethod::normal, IntervalMethod::basic, IntervalMethod::percentile}) {
    auto const ours = bootstrap_interval(method, {dropped, 4}, 0.6),
               theirs = bootstrap_interval(method, {plain, 4}, 0.6);
    EXPECT_EQ(ours.lower, theirs.lower);
    EXPECT_EQ(ours.upper, theirs.upper);
    EXPECT_EQ(ours.status, Status::ok);
  }
  EXPECT_EQ(ReplicateSample(std::vector<double>{inf, -inf}, NonFinite::drop).moment_status(), Status::no_replicates);
}

template <class Function> void expect_derivative(Function function, double x, char const* what) {
  double const h = 1e-5;
  double const difference = (function(Dual(x + h)).value - function(Dual(x - h)).value) / (2 * h);
  Dual const ours = function(Dual(x, 1));
  EXPECT_NEAR(ours.slope, difference, 1e-8 * (1 + std::fabs(difference))) << what << " at " << x;
  EXPECT_EQ(ours.value, function(Dual(x)).value);
}

TEST(Dual, DerivativesAreThoseOfFiniteDifferences) {
  for (double const x : {0.3, 1.0, 2.7}) {
    expect_derivative([](Dual d) { return math::exp(-d * d); }, x, "exp(-x^2)");
    expect_derivative([](Dual d) { return math::log(d + Dual(1) / d); }, x, "log(x + 1/x)");
    expect_derivative([](Dual d) { return (d - Dual(3)) / (d * d + Dual(2)); }, x, "(x - 3)/(x^2 + 2)");
    expect_derivative([](Dual d) { return square_root(d * d * d); }, x, "x^1.5");
    expect_derivative([](Dual d) { return absolute(Dual(1.5) - d); }, x, "|1.5 - x|");
    expect_derivative([](Dual d) { return select(d > Dual(1.5), d * d, Dual(3) * d); }, x, "select");
    expect_derivative([](Dual d) { return minimum(d, Dual(1.5)) * maximum(Dual(2) * d, Dual(4)); }, x, "min max");
  }
}

TEST(Dual, ByHand) {
  Dual const x(2, 1);
  EXPECT_EQ((x * x * x).slope, 12);      // 3 x^2
  EXPECT_EQ((Dual(1) / x).slope, -0.25); // -1/x^2
  EXPECT_EQ(square_root(x * x).slope, 1);
  EXPECT_EQ(math::log(x).slope, 0.5);
  EXPECT_EQ(math::exp(Dual(0, 3)).slope, 3);
  EXPECT_EQ(select(false, x, Dual(5)).slope, 0); // a constant
  EXPECT_EQ(absolute(-x).slope, 1);
}

} // namespace
} // namespace iptwsim::test
