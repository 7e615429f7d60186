#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "math/normal.hpp"
#include "truth/time_nodes.hpp"

namespace iptwsim {
namespace {

struct Case {
  std::string name;
  SurvivalDistribution control, treated;
};

std::vector<Case> cases() {
  SurvivalDistribution const exponential{ExponentialSurvival{0.2}};
  SurvivalDistribution const infant{WeibullSurvival{0.2, 3}}, late{WeibullSurvival{6, 10}};
  SurvivalDistribution const lognormal{LognormalSurvival{1, 1.5}}, sharp{LognormalSurvival{2, 0.05}};
  SurvivalDistribution const gompertz{GompertzSurvival{0.05, 0.3}}, dying_away{GompertzSurvival{0.3, -0.2}};
  SurvivalDistribution const log_logistic{LogLogisticSurvival{0.8, 4}};
  SurvivalDistribution const pauses{PiecewiseExponentialSurvival({0, 1, 2.5, 6}, {0.3, 0, 1, 0.1})};
  SurvivalDistribution const cured{WeibullSurvival{1.4, 2}, 0.4};
  SurvivalDistribution const never{PiecewiseExponentialSurvival({0}, {0})};
  return {{"exponential", exponential, exponential.with_hazard_ratios({0}, {0.5})},
          {"null", exponential, exponential},
          {"weibulls", infant, late},
          {"crossing", exponential, exponential.with_hazard_ratios({0, 2, 4}, {2, 0.5, 0})},
          {"lognormals", lognormal, sharp},
          {"gompertz", gompertz, dying_away},
          {"log-logistic", log_logistic, log_logistic.with_hazard_ratios({0}, {0.7})},
          {"pauses", pauses, exponential},
          {"cured", cured, cured.with_hazard_ratios({0, 3}, {1, 0.3})},
          {"never", exponential, never},
          {"scales", SurvivalDistribution{ExponentialSurvival{1e-4}}, SurvivalDistribution{ExponentialSurvival{1e4}}}};
}

FollowUp no_censoring() { return FollowUp({}); }

/// Deaths of an arm: integral of phi(q) dq.
double deaths(std::vector<TimeNode> const& nodes, std::size_t arm, double until = math::infinity) {
  double sum = 0;
  for (TimeNode const& node : nodes) {
    if (node.time < until) sum += math::normal_density(node.latent[arm]) * node.step[arm];
  }
  return sum;
}

TEST(TimeNodes, EveryArmLosesAllWhoEverHaveTheEvent) {
  for (Case const& c : cases()) {
    auto const nodes = time_nodes({c.control, c.treated}, no_censoring(), {.whole_follow_up = true});
    EXPECT_NEAR(deaths(nodes, 0), 1 - c.control.never(), 1e-9) << c.name;
    EXPECT_NEAR(deaths(nodes, 1), 1 - c.treated.never(), 1e-9) << c.name;
    EXPECT_LT(nodes.size(), 700) << c.name;
  }
}

TEST(TimeNodes, DeathsUntilAHorizonAreTheDistributionFunction) {
  for (Case const& c : cases()) {
    for (double const tau : {0.3, 2.0, 3.5, 20.0}) {
      auto const nodes = time_nodes({c.control, c.treated}, no_censoring(), {.borders = {tau}});
      double width = 0;
      for (TimeNode const& node : nodes) width += node.width;
      EXPECT_NEAR(width, tau, tau * 1e-8) << c.name << ' ' << tau;
      EXPECT_NEAR(deaths(nodes, 0), 1 - c.control.survival(tau), 1e-9) << c.name << ' ' << tau;
      EXPECT_NEAR(deaths(nodes, 1), 1 - c.treated.survival(tau), 1e-9) << c.name << ' ' << tau;
    }
  }
}

TEST(TimeNodes, FinerPanelsChangeNoIntegral) {
  FollowUp const follow_up({.accrual = 3, .accrual_pattern = Accrual::ramp, .follow_up = 2, .dropout_rate = 0.5});
  for (Case const& c : cases()) {
    for (bool const censored : {false, true}) {
      std::array<double, 3> coarse{}, fine{};
      for (double const resolution : {0.75, 0.2}) {
        auto const nodes = time_nodes({c.control, c.treated}, censored ? follow_up : no_censoring(),
                                      {.borders = {4}, .whole_follow_up = true, .resolution = resolution});
        auto& sum = resolution > 0.5 ? coarse : fine;
        for (TimeNode const& node : nodes) {
          for (std::size_t arm = 0; arm < 2; ++arm) {
            if (node.time < 4) sum[arm] += math::normal_cdf(-node.latent[arm]) * node.width; // restricted mean
          }
          sum[2] += node.followed * math::normal_density(node.latent[1]) * node.step[1] *
                    math::normal_cdf(0.3 - node.latent[0]);
        }
      }
      for (std::size_t k = 0; k < 3; ++k)
        EXPECT_NEAR(coarse[k], fine[k], 1e-8) << c.name << ' ' << censored << ' ' << k;
    }
  }
}

TEST(TimeNodes, RestrictedMeansOfClosedForm) {
  SurvivalDistribution const control{ExponentialSurvival{0.2}};
  SurvivalDistribution const treated{PiecewiseExponentialSurvival({0, 2}, {0.5, 0})};
  auto const nodes = time_nodes({control, treated}, no_censoring(), {.borders = {5}});
  std::array<double, 2> area{};
  for (TimeNode const& node : nodes) {
    for (std::size_t arm = 0; arm < 2; ++arm) area[arm] += node.width * math::normal_cdf(-node.latent[arm]);
  }
  EXPECT_NEAR(area[0], (1 - std::exp(-1.0)) / 0.2, 1e-10);
  EXPECT_NEAR(area[1], (1 - std::exp(-1.0)) / 0.5 + 3 * std::exp(-1.0), 1e-10);
}

TEST(TimeNodes, TheStudysEndIsTheLastHorizon) {
  SurvivalDistribution const arm{ExponentialSurvival{0.2}};
  FollowUp const follow_up({.accrual = 1, .follow_up = 2});
  auto const nodes = time_nodes({arm, arm}, follow_up, {.whole_follow_up = true});
  EXPECT_LT(nodes.back().time, 3);
  EXPECT_GT(nodes.back().time, 2.9);
  double expected = 0; // P(death seen) = F(2) + integral over [2, 3] of (3 - t) f(t) dt
  expected = 1 - (std::exp(-0.4) - std::exp(-0.6)) / 0.2;
  double seen = 0;
  for (TimeNode const& node : nodes) seen += node.followed * math::normal_density(node.latent[0]) * node.step[0];
  EXPECT_NEAR(seen, expected, 1e-10);
}

} // namespace
} // namespace iptwsim
