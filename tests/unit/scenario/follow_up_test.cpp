#include <array>
#include <cmath>
#include <vector>

#include <gmock/gmock.h>

#include "random/stream.hpp"
#include "scenario/follow_up.hpp"
#include "unit/math/accuracy.hpp"

namespace iptwsim::test {
namespace {

std::vector<FollowUpOptions> designs() {
  return {
      {},
      {.follow_up = 5},
      {.accrual = 8, .follow_up = 2},
      {.accrual = 8, .accrual_pattern = Accrual::ramp, .follow_up = 2},
      {.accrual = 3, .follow_up = 0},
      {.dropout_rate = 0.1},
      {.dropout_rate = 0.0},
      {.dropout_rate = 0.05, .dropout_shape = 1.8},
      {.accrual = 8, .follow_up = 2, .dropout_rate = 0.02},
      {.accrual = 8, .accrual_pattern = Accrual::ramp, .follow_up = 2, .dropout_rate = 0.1, .dropout_shape = 0.6},
  };
}

TEST(FollowUp, EndsWithTheStudyAtTheLatest) {
  FollowUp const uniform({.accrual = 8, .follow_up = 2});
  EXPECT_EQ(uniform.administrative_time(0.0), 10);
  EXPECT_EQ(uniform.administrative_time(0.25), 8);
  EXPECT_EQ(uniform.administrative_time(1.0), 2);
  EXPECT_EQ(uniform.dropout_time(0.5), inf);
  FollowUp const ramp({.accrual = 8, .accrual_pattern = Accrual::ramp, .follow_up = 2});
  EXPECT_EQ(ramp.administrative_time(0.25), 6); // a quarter of the patients enter in the first half
  FollowUp const endless({.dropout_rate = 0.1});
  EXPECT_EQ(endless.administrative_time(0.3), inf);
  EXPECT_NEAR(endless.dropout_time(0.5), std::log(2) / 0.1, 1e-14);
  EXPECT_NEAR(FollowUp({.dropout_rate = 0.25, .dropout_shape = 2}).dropout_time(1 - std::exp(-1.0)), 2, 1e-15);
  FollowUp const both({.accrual = 8, .follow_up = 2, .dropout_rate = 0.1});
  EXPECT_EQ(both.censoring_time(0.25, 1 - 1e-9), 8);
  EXPECT_EQ(both.censoring_time(0.25, 0.5), both.dropout_time(0.5));
}

TEST(FollowUp, HasHandWorkedSurvival) {
  FollowUp const uniform({.accrual = 8, .follow_up = 2});
  EXPECT_EQ(uniform.survival(0.0), 1);
  EXPECT_EQ(uniform.survival(2.0), 1);
  EXPECT_EQ(uniform.survival(4.0), 0.75);
  EXPECT_EQ(uniform.survival(10.0), 0);
  EXPECT_EQ(uniform.survival(11.0), 0);
  EXPECT_EQ(uniform.survival(inf), 0);
  EXPECT_EQ(FollowUp({.accrual = 8, .accrual_pattern = Accrual::ramp, .follow_up = 2}).survival(6.0), 0.25);
  FollowUp const at_once({.follow_up = 5});
  EXPECT_EQ(at_once.survival(5.0), 1);
  EXPECT_EQ(at_once.survival(std::nextafter(5.0, 6)), 0);
  EXPECT_NEAR(FollowUp({.dropout_rate = 0.25, .dropout_shape = 2}).survival(2.0), std::exp(-1.0), 1e-16);
  EXPECT_EQ(FollowUp({}).survival(1e9), 1);
  EXPECT_NEAR(FollowUp({.accrual = 8, .follow_up = 2, .dropout_rate = 0.1}).survival(4.0), 0.75 * std::exp(-0.4),
              1e-16);
}

TEST(FollowUp, KnowsItsEndAndItsKinks) {
  EXPECT_EQ(FollowUp({.accrual = 8, .follow_up = 2}).end(), 10);
  EXPECT_EQ(FollowUp({.dropout_rate = 0.1}).end(), inf);
  EXPECT_TRUE(FollowUp({.dropout_rate = 0.1}).is_finite());
  EXPECT_TRUE(FollowUp({.follow_up = 2}).is_finite());
  EXPECT_FALSE(FollowUp({.dropout_rate = 0.0}).is_finite());
  EXPECT_FALSE(FollowUp({}).is_finite());
  EXPECT_EQ(FollowUp({.accrual = 8, .follow_up = 2}).kinks(), (std::vector<double>{2, 10}));
  EXPECT_EQ(FollowUp({.accrual = 8, .follow_up = 0}).kinks(), std::vector<double>{8});
  EXPECT_EQ(FollowUp({.follow_up = 5}).kinks(), std::vector<double>{5});
  EXPECT_TRUE(FollowUp({.dropout_rate = 1}).kinks().empty());
}

// G is the integral over entry and drop-out of 1{C >= t}: the midpoint rule is off by one point of each at most.
TEST(FollowUp, HasTheSurvivalThatItsTimesIntegrateTo) {
  constexpr int points = 2000;
  auto const at = [](int i) { return (i + 0.5) / points; };
  for (FollowUpOptions const& options : designs()) {
    FollowUp const design(options);
    for (double const t : {0.0, 0.5, 2.0, 3.0, 5.0, 7.3, 9.9, 10.0, 40.0}) {
      int admitted = 0, stayed = 0;
      for (int i = 0; i < points; ++i) admitted += design.administrative_time(at(i)) >= t;
      for (int i = 0; i < points; ++i) stayed += design.dropout_time(at(i)) >= t;
      double const share = admitted / double{points} * (stayed / double{points});
      ASSERT_NEAR(design.survival(t), share, 2.0 / points) << t;
    }
  }
}

// The largest distance over all times is at most 2.51 / sqrt(n), with probability 1 - 6.8e-6 (Kolmogorov).
TEST(FollowUp, HasTheSurvivalOfSimulatedCensoringTimes) {
  constexpr int n = 20'000;
  for (FollowUpOptions const& options : designs()) {
    FollowUp const design(options);
    if (!design.is_finite()) continue;
    Stream entry({.seed = 5, .purpose = Purpose::entry_time}), dropout({.seed = 5, .purpose = Purpose::censoring_time});
    std::vector<double> times(n);
    for (double& time : times) time = design.censoring_time(entry.uniform_open(), dropout.uniform_open());
    std::sort(times.begin(), times.end());
    double distance = 0;
    for (int i = 0; i < n; ++i) {
      double const t = times[static_cast<std::size_t>(i)];
      int const at_least = n - static_cast<int>(std::lower_bound(times.begin(), times.end(), t) - times.begin());
      distance = std::max(distance, std::fabs(design.survival(t) - at_least / double{n}));
    }
    EXPECT_LT(distance * std::sqrt(double{n}), 2.51);
  }
}

TEST(FollowUp, HasTheBitsOfDoubleInEachLane) {
  std::array const arguments{0.0, 1e-16, 0.1, 0.5, 0.75, 0.999, 1.0};
  std::array const times{0.0, 0.5, 2.0, 4.0, 9.5, 10.0, 12.0, inf};
  for (FollowUpOptions const& options : designs()) {
    FollowUp const design(options);
    expect_equal_lanes([&](auto u) { return design.censoring_time(u, decltype(u)(1.0) - u); }, arguments);
    expect_equal_lanes([&](auto t) { return design.survival(t); }, times);
  }
}

TEST(FollowUpProblems, NameWhatMeansNothingAlone) {
  auto const what = [](FollowUpOptions const& options) {
    std::vector<std::string> texts;
    for (OptionProblem const& problem : problems_of(options)) texts.push_back(problem.path[0] + ": " + problem.what);
    return texts;
  };
  using testing::ElementsAre;
  EXPECT_THAT(what({.accrual = 8}), ElementsAre("accrual: accrual stands without follow_up"));
  EXPECT_THAT(what({.follow_up = 0}), ElementsAre("follow_up: follow_up is 0 without accrual"));
  EXPECT_THAT(what({.accrual_pattern = Accrual::ramp, .follow_up = 3}),
              ElementsAre("accrual_pattern: accrual_pattern is ramp without accrual"));
  EXPECT_THAT(what({.follow_up = 3, .dropout_shape = 2}),
              ElementsAre("dropout_shape: dropout_shape stands without dropout_rate"));
  for (FollowUpOptions const& options : designs()) EXPECT_TRUE(problems_of(options).empty());
}

} // namespace
} // namespace iptwsim::test
