// p-values against what they are the inversion of: a scan of levels for the first interval that excludes the null.

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "inference/bootstrap_test.hpp"
#include "math/normal.hpp"
#include "random/stream.hpp"

namespace iptwsim::test {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr int steps = 4000; // of the scan, on alpha in (0, 1)

/// The smallest alpha on the grid at which the one-sided limit has left the null behind.
double scan(IntervalMethod method, BootstrapEstimate const& estimate, double null, Alternative side) {
  for (int step = 1; step < steps; ++step) {
    double const alpha = static_cast<double>(step) / steps;
    Interval const limits = bootstrap_interval(method, estimate, 1 - 2 * alpha);
    if (side == Alternative::greater ? limits.lower > null : limits.upper < null) return alpha;
  }
  return 1;
}

double scanned_p(IntervalMethod method, BootstrapEstimate const& estimate, NullHypothesis const& null) {
  double const least = 1 / (static_cast<double>(estimate.sample.size()) + 1);
  if (null.alternative != Alternative::two_sided) {
    return std::max(least, scan(method, estimate, null.value, null.alternative));
  }
  double const side = std::min(scan(method, estimate, null.value, Alternative::greater),
                               scan(method, estimate, null.value, Alternative::less));
  return std::min(1.0, 2 * std::max(least, side));
}

struct Kind {
  bool ties;
  double infinite; ///< probability of +Inf
};

std::vector<double> draw(Stream& stream, std::size_t replicates, Kind const& kind) {
  std::vector<double> out;
  for (std::size_t r = 0; r < replicates; ++r) {
    double const t = math::normal_quantile(stream.uniform_open());
    out.push_back(stream.uniform() < kind.infinite ? inf : kind.ties ? std::round(2 * t) / 2 : t);
  }
  return out;
}

constexpr std::array methods{IntervalMethod::percentile, IntervalMethod::basic, IntervalMethod::bca,
                             IntervalMethod::normal};
constexpr std::array alternatives{Alternative::two_sided, Alternative::greater, Alternative::less};

TEST(BootstrapP, IsTheSmallestLevelWhoseIntervalExcludesTheNull) {
  Stream stream({.seed = 43, .purpose = Purpose::covariate});
  for (int round = 0; round < 60; ++round) {
    std::size_t const replicates = std::array<std::size_t, 3>{19, 99, 199}[static_cast<std::size_t>(round % 3)];
    Kind const kind{.ties = round % 4 == 1, .infinite = round % 4 == 2 ? 0.1 : 0};
    ReplicateSample const sample(draw(stream, replicates, kind));
    BootstrapEstimate const estimate{sample, stream.uniform() - 0.5, 0.3 * (stream.uniform() - 0.5)};
    double const anywhere = 6 * (stream.uniform() - 0.5);
    double const value = kind.ties ? std::round(2 * anywhere) / 2 : anywhere; // often a replicate, or beyond them
    for (IntervalMethod const method : methods) {
      if (method == IntervalMethod::normal && kind.infinite > 0) continue;
      for (Alternative const alternative : alternatives) {
        NullHypothesis const null{value, alternative};
        TestValue const ours = bootstrap_p(method, estimate, null);
        EXPECT_EQ(ours.status, Status::ok);
        double const floor = method == IntervalMethod::normal ? 1.0 / static_cast<double>(replicates + 1) : 0;
        EXPECT_NEAR(std::max(ours.p, alternative == Alternative::two_sided ? 2 * floor : floor),
                    scanned_p(method, estimate, null), 2.5 / steps)
            << "round " << round << ", " << name_of(method) << ", " << name_of(alternative) << ", null " << value;
      }
    }
  }
}

TEST(BootstrapP, IsMonotoneInTheNullValue) {
  Stream stream({.seed = 44, .purpose = Purpose::covariate});
  ReplicateSample const sample(draw(stream, 99, {.ties = true, .infinite = 0.05}));
  BootstrapEstimate const estimate{sample, 0.2, 0.1};
  for (IntervalMethod const method : {IntervalMethod::percentile, IntervalMethod::basic, IntervalMethod::bca}) {
    double greater = 0, less = 1;
    for (double value = -4; value <= 4; value += 0.0625) {
      double const now_greater = bootstrap_p(method, estimate, {value, Alternative::greater}).p;
      double const now_less = bootstrap_p(method, estimate, {value, Alternative::less}).p;
      EXPECT_GE(now_greater, greater) << name_of(method) << " at " << value;
      EXPECT_LE(now_less, less) << name_of(method) << " at " << value;
      greater = now_greater;
      less = now_less;
    }
    EXPECT_LT(bootstrap_p(method, estimate, {-4, Alternative::greater}).p, 0.1);
    EXPECT_GT(greater, 0.8); // infinite replicates stay above every null
  }
}

TEST(BootstrapP, OrderStatisticsSayNoLessThanOneInRPlusOne) {
  std::vector<double> replicates;
  for (int i = 1; i <= 19; ++i) replicates.push_back(i);
  ReplicateSample const sample(replicates);
  BootstrapEstimate const estimate{sample, 10, 0.1};
  for (IntervalMethod const method : {IntervalMethod::percentile, IntervalMethod::basic, IntervalMethod::bca}) {
    for (double const far : {-1e3, 1e3}) {
      Alternative const toward = far < 0 ? Alternative::greater : Alternative::less;
      Alternative const away = far < 0 ? Alternative::less : Alternative::greater;
      EXPECT_DOUBLE_EQ(bootstrap_p(method, estimate, {far, Alternative::two_sided}).p, 2.0 / 20);
      EXPECT_DOUBLE_EQ(bootstrap_p(method, estimate, {far, toward}).p, 1.0 / 20);
      EXPECT_EQ(bootstrap_p(method, estimate, {far, away}).p, 1);
    }
  }
  // 4 is rank 4 of 20: 4/20 to its left, 16/20 to its right.
  EXPECT_DOUBLE_EQ(bootstrap_p(IntervalMethod::percentile, estimate, {4, Alternative::two_sided}).p, 0.4);
  EXPECT_DOUBLE_EQ(bootstrap_p(IntervalMethod::percentile, estimate, {4, Alternative::greater}).p, 0.2);
  EXPECT_DOUBLE_EQ(bootstrap_p(IntervalMethod::percentile, estimate, {4, Alternative::less}).p, 0.8);
  // basic: the mirror image of 4 in 10 is 16: 4/20 to its right.
  EXPECT_DOUBLE_EQ(bootstrap_p(IntervalMethod::basic, estimate, {4, Alternative::greater}).p, 0.2);
}

TEST(BootstrapP, OfOneReplicateIsAtMostOne) {
  ReplicateSample const sample(std::vector<double>{3});
  EXPECT_EQ(bootstrap_p(IntervalMethod::percentile, {sample, 3}, {0, Alternative::two_sided}).p, 1);
  EXPECT_EQ(bootstrap_p(IntervalMethod::percentile, {sample, 3}, {0, Alternative::greater}).p, 0.5);
}

TEST(BootstrapP, NormalInClosedForm) {
  // 1 .. 9: mean 5, sd^2 = 60/8; estimate 4, so the centre is 3.
  ReplicateSample const sample(std::vector<double>{5, 1, 9, 2, 8, 3, 7, 4, 6});
  double const z = 3 / std::sqrt(7.5);
  auto const p = [&](double null, Alternative alternative) {
    return bootstrap_p(IntervalMethod::normal, {sample, 4}, {null, alternative}).p;
  };
  EXPECT_DOUBLE_EQ(p(0, Alternative::two_sided), 2 * math::normal_cdf(-z));
  EXPECT_DOUBLE_EQ(p(0, Alternative::greater), math::normal_cdf(-z));
  EXPECT_DOUBLE_EQ(p(0, Alternative::less), math::normal_cdf(z));
  EXPECT_EQ(p(3, Alternative::two_sided), 1);
  EXPECT_LT(p(-1e3, Alternative::greater), 1e-100); // no order statistics, no floor
}

TEST(BootstrapP, SaysWhyThereIsNone) {
  auto const test = [](IntervalMethod method, std::vector<double> const& replicates, double value, double a) {
    ReplicateSample const sample(replicates);
    return bootstrap_p(method, {sample, value, a}, {});
  };
  for (IntervalMethod const method : methods) {
    TestValue const none = test(method, {nan, nan}, 1, 0);
    EXPECT_TRUE(std::isnan(none.p));
    EXPECT_EQ(none.status, Status::no_replicates);
  }
  TestValue const infinite = test(IntervalMethod::normal, {1, 2, inf}, 1, 0);
  EXPECT_TRUE(std::isnan(infinite.p));
  EXPECT_EQ(infinite.status, Status::non_finite_replicates);
  for (auto const& [value, a] : {std::pair{0.5, 0.0}, {4.0, 0.0}, {2.5, nan}}) { // w -Inf, w Inf, no acceleration
    TestValue const undefined = test(IntervalMethod::bca, {1, 2, 3}, value, a);
    EXPECT_TRUE(std::isnan(undefined.p));
    EXPECT_EQ(undefined.status, Status::bca_undefined);
  }
}

} // namespace
} // namespace iptwsim::test
