#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "distributions.hpp"
#include "random/stream.hpp"
#include "unit/math/accuracy.hpp"

namespace iptwsim::test {
namespace {

/// e over many magnitudes, below what the distribution ever reaches.
std::vector<double> hazards_below_limit(SurvivalDistribution const& distribution) {
  double const limit = distribution.cumulative_hazard(inf);
  std::vector<double> hazards;
  for (double e = 1e-14; e < std::min(limit * (1 - 1e-6), 600.0); e *= 1.31) hazards.push_back(e);
  return hazards;
}

TEST(SurvivalDistribution, HasTheValuesOfItsFormulas) { // 17 digits by mpmath
  SurvivalDistribution const weibull(WeibullSurvival{.shape = 1.3, .scale = 5});
  EXPECT_NEAR(weibull.survival(3.0), 0.59764979703312808, 1e-15);
  EXPECT_NEAR(weibull.hazard(3.0), 0.22305847211546467, 1e-15);
  SurvivalDistribution const gompertz(GompertzSurvival{.rate = 0.1, .shape = 0.2});
  EXPECT_NEAR(gompertz.cumulative_hazard(10.0), 3.1945280494653251, 2e-15);
  EXPECT_NEAR(gompertz.hazard(10.0), 0.1 * 7.38905609893065, 2e-16);
  SurvivalDistribution const dying(GompertzSurvival{.rate = 0.1, .shape = -0.05});
  EXPECT_NEAR(dying.cumulative_hazard(10.0), 0.78693868057473315, 5e-16);
  EXPECT_NEAR(dying.never(), 0.13533528323661269, 1e-16); // e^-2
  SurvivalDistribution const log_logistic(LogLogisticSurvival{.shape = 1.5, .scale = 4});
  EXPECT_NEAR(log_logistic.survival(3.0), 0.60623731400937689, 1e-15);
  EXPECT_NEAR(log_logistic.hazard(3.0), 0.19688134299531155, 1e-15);
  EXPECT_NEAR(log_logistic.hazard(3e5) * 3e5, 1.5, 1e-6);
  SurvivalDistribution const lognormal(LognormalSurvival{.mu = 1.2, .sigma = 0.8});
  EXPECT_NEAR(lognormal.survival(3.0), 0.55042478560434976, 1e-15);
  EXPECT_NEAR(lognormal.hazard(3.0), 0.29958019223849042, 1e-15);
}

TEST(SurvivalDistribution, HasHandWorkedPiecesCuredSharesAndRatios) {
  SurvivalDistribution const pieces(PiecewiseExponentialSurvival({0, 1, 3}, {0.2, 0, 0.5}));
  EXPECT_DOUBLE_EQ(pieces.cumulative_hazard(4.0), 0.7);
  EXPECT_DOUBLE_EQ(pieces.time_of(0.7), 4);
  EXPECT_DOUBLE_EQ(pieces.time_of(0.2), 1);
  SurvivalDistribution const mixture(ExponentialSurvival{.rate = 1}, 0.25);
  EXPECT_NEAR(mixture.survival(std::log(3.0)), 0.5, 1e-15); // 1/4 + 3/4 / 3
  EXPECT_NEAR(mixture.hazard(std::log(3.0)), 0.5, 1e-15);   // half of the survivors are not cured
  EXPECT_NEAR(mixture.never(), 0.25, 1e-16);
  SurvivalDistribution const ratio = mixture.with_hazard_ratios({0}, {2});
  EXPECT_NEAR(ratio.survival(std::log(3.0)), 0.25, 1e-15);
  EXPECT_NEAR(ratio.never(), 0.0625, 1e-16);
  SurvivalDistribution const delayed =
      SurvivalDistribution(ExponentialSurvival{.rate = 0.1}).with_hazard_ratios({0, 2}, {1, 0.5});
  EXPECT_DOUBLE_EQ(delayed.cumulative_hazard(6.0), 0.4);
  EXPECT_DOUBLE_EQ(delayed.hazard(1.9), 0.1);
  EXPECT_DOUBLE_EQ(delayed.hazard(2.0), 0.05);
  EXPECT_EQ(delayed.jumps(), std::vector<double>{2});
  EXPECT_EQ(pieces.with_hazard_ratios({0, 2, 3}, {1, 2, 3}).jumps(), (std::vector<double>{1, 2, 3}));
}

TEST(SurvivalDistribution, HasNoEventsUnderAHazardRatioOfZero) {
  for (auto const& [name, control] : families()) {
    SurvivalDistribution const nobody = control.with_hazard_ratios({0}, {0});
    EXPECT_EQ(nobody.survival(100.0), 1) << name;
    EXPECT_EQ(nobody.never(), 1) << name;
    EXPECT_EQ(nobody.time_of(1e-16), inf) << name;
    EXPECT_EQ(nobody.hazard(2.0), 0) << name;
  }
}

TEST(SurvivalDistribution, GoesFromOneAtZeroToThoseWhoNeverHaveTheEvent) {
  for (auto const& [name, d] : distributions()) {
    EXPECT_EQ(d.survival(0.0), 1) << name;
    EXPECT_EQ(d.time_of(0.0), 0) << name;
    EXPECT_EQ(d.time_of(inf), inf) << name;
    double const limit = d.cumulative_hazard(inf);
    ASSERT_GT(limit, 0) << name;
    EXPECT_NEAR(d.never(), std::exp(-limit), 1e-16) << name;
    if (limit < inf) {
      EXPECT_EQ(d.time_of(limit * (1 + 1e-12)), inf) << name;
      EXPECT_LT(d.time_of(limit * (1 - 1e-6)), inf) << name;
    }
  }
}

TEST(SurvivalDistribution, HasATimeForEachCumulativeHazardAndBack) {
  for (auto const& [name, d] : distributions()) {
    for (double const e : hazards_below_limit(d)) {
      double const t = d.time_of(e);
      if (t == inf) continue;                   // beyond the largest number: a lognormal far out
      double const slope = d.hazard(t) * t / e; // a relative error of t is multiplied by it
      ASSERT_NEAR(d.cumulative_hazard(t) / e, 1, 8e-15 * std::max(slope, 1.0)) << name << " at e = " << e;
    }
  }
}

TEST(SurvivalDistribution, HasACumulativeHazardForEachTimeAndBack) {
  for (auto const& [name, d] : distributions()) {
    for (double t = 1e-3; t < 30; t *= 1.17) {
      double const e = d.cumulative_hazard(t);
      double const slope = d.hazard(t) * t / e; // relative errors are divided by it
      if (slope < 1e-3) continue;
      ASSERT_NEAR(d.time_of(e) / t, 1, 3e-14 / std::min(slope, 1.0)) << name << " at t = " << t;
    }
  }
}

TEST(SurvivalDistribution, HasTimesThatIncreaseWithTheCumulativeHazard) {
  for (auto const& [name, d] : distributions()) {
    double last = 0;
    for (double const e : hazards_below_limit(d)) {
      double const t = d.time_of(e);
      ASSERT_GE(t, last) << name << " at e = " << e;
      last = t;
    }
    double survival = 1;
    for (double t = 0; t < 50; t += 0.01) {
      double const now = d.survival(t);
      ASSERT_LE(now, survival + 2e-15) << name << " at t = " << t;
      survival = now;
    }
  }
}

/// Gauss-Legendre with three points on a thousand panels.
double integral(SurvivalDistribution const& d, double from, double to) {
  double const width = (to - from) / 1000, offset = std::sqrt(0.6) / 2;
  double sum = 0;
  for (int i = 0; i < 1000; ++i) {
    double const middle = from + (i + 0.5) * width;
    sum += 5 * d.hazard(middle - offset * width) + 8 * d.hazard(middle) + 5 * d.hazard(middle + offset * width);
  }
  return sum * width / 18;
}

TEST(SurvivalDistribution, HasTheHazardWhoseIntegralIsItsCumulativeHazard) {
  for (auto const& [name, d] : distributions()) {
    double from = 0.5, sum = d.cumulative_hazard(from);
    std::vector<double> ends = d.jumps();
    ends.push_back(20);
    for (double const end : ends) {
      if (end <= from) continue;
      sum += integral(d, from, end);
      from = end;
      ASSERT_NEAR(sum, d.cumulative_hazard(end), 1e-9) << name << " at t = " << end;
    }
  }
}

TEST(SurvivalDistribution, HasTheHazardAtTimeZeroThatItsFormulaTendsTo) {
  auto const at_zero = [](auto model) { return SurvivalDistribution(model).hazard(0.0); };
  EXPECT_EQ(at_zero(WeibullSurvival{.shape = 0.5, .scale = 2}), inf);
  EXPECT_EQ(at_zero(WeibullSurvival{.shape = 1, .scale = 2}), 0.5);
  EXPECT_EQ(at_zero(WeibullSurvival{.shape = 2, .scale = 2}), 0);
  EXPECT_EQ(at_zero(LogLogisticSurvival{.shape = 0.5, .scale = 2}), inf);
  EXPECT_EQ(at_zero(LogLogisticSurvival{.shape = 1, .scale = 2}), 0.5);
  EXPECT_EQ(at_zero(LogLogisticSurvival{.shape = 2, .scale = 2}), 0);
  EXPECT_EQ(at_zero(LognormalSurvival{.mu = 0, .sigma = 1}), 0);
  EXPECT_EQ(at_zero(GompertzSurvival{.rate = 0.3, .shape = -1}), 0.3);
}

// Kolmogorov-Smirnov on 20,000 simulated times: sqrt(n) D beyond 2.51 has the probability 2 exp(-2 2.51^2) = 6.8e-6 of
// 4.5 standard errors. Where patients are cured, D over the finite times is smaller than its law, never larger.
TEST(SurvivalDistribution, GivesSimulatedTimesItsOwnDistribution) {
  constexpr int n = 20'000;
  for (auto const& [name, d] : distributions()) {
    Stream stream({.seed = 4, .purpose = Purpose::event_time, .subject = 0});
    std::vector<double> times(n);
    for (double& time : times) time = d.time_of(-math::log(stream.uniform_open()));
    std::sort(times.begin(), times.end());
    double distance = 0;
    for (int i = 0; i < n && times[static_cast<std::size_t>(i)] < inf; ++i) {
      double const f = -math::expm1(-d.cumulative_hazard(times[static_cast<std::size_t>(i)]));
      distance = std::max({distance, f - i / double{n}, (i + 1) / double{n} - f});
    }
    EXPECT_LT(std::sqrt(double{n}) * distance, 2.51) << name;
    auto const never = static_cast<double>(std::count(times.begin(), times.end(), inf)) / n;
    EXPECT_NEAR(never, d.never(), 4.5 * std::sqrt(d.never() * (1 - d.never()) / n) + 1e-9) << name;
  }
}

TEST(SurvivalDistribution, HasTheBitsOfDoubleInEachLane) {
  std::array const arguments{0.0, 1e-12, 0.2, 0.35, 0.7, 1.0, 2.0, 2.5, 3.0, 5.0, 30.0, 460.0, inf};
  for (auto const& [name, d] : distributions()) {
    SCOPED_TRACE(name);
    expect_equal_lanes([&](auto x) { return d.cumulative_hazard(x); }, arguments);
    expect_equal_lanes([&](auto x) { return d.hazard(x); }, arguments);
    expect_equal_lanes([&](auto x) { return d.time_of(x); }, arguments);
  }
}

} // namespace
} // namespace iptwsim::test
