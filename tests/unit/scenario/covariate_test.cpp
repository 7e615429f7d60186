#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "covariate_samples.hpp"
#include "scenario/covariate.hpp"
#include "support/lane4.hpp"

namespace iptwsim::test {
namespace {

using Distribution = CovariateDistribution;
using math::normal_cdf;
using math::normal_quantile;
using testing::ElementsAre;

constexpr double inf = math::infinity;

std::vector<double> grid_of_latents() {
  std::vector<double> latents{normal_quantile(0x1p-53), -normal_quantile(0x1p-53)}; // the ends of what is drawn
  for (double z = -8; z <= 8; z += 0.037) latents.push_back(z);
  return latents;
}

// F(F^-1(u)) = u with the relative accuracy of the tail that u lies in.
TEST(Covariate, InvertsItsDistributionFunctionInBothTails) {
  for (auto const& [name, options, tails] : sample_covariates()) {
    CovariateSource const source(options);
    if (!source.is_continuous()) continue;
    for (double const z : grid_of_latents()) {
      auto const [below, above] = tails(source.from_latent(z));
      auto const exact = normal_tails(z);
      // x is a double: near an end of a support that is not 0 its spacing is all that can be had
      double const relative = 2e-14 * (1 + z * z);
      EXPECT_NEAR(static_cast<double>(below / exact.below), 1, relative + 4e-14 / static_cast<double>(exact.below))
          << name << " " << z;
      EXPECT_NEAR(static_cast<double>(above / exact.above), 1, relative + 4e-14 / static_cast<double>(exact.above))
          << name << " " << z;
    }
  }
}

// Where 0 is the lower end, or none, small probabilities are exact to their own size.
TEST(Covariate, KeepsSmallProbabilities) {
  for (auto const& [name, options, tails] : sample_covariates()) {
    CovariateSource const source(options);
    bool const is_anchored = options.truncate.empty() && options.distribution != Distribution::uniform;
    if (!source.is_continuous() || !is_anchored) continue;
    for (double const z : {-8.2, -5.0, -3.0, 3.0, 5.0, 8.2}) {
      auto const [below, above] = tails(source.from_latent(z));
      auto const exact = normal_tails(z);
      long double const ratio = z < 0 ? below / exact.below : above / exact.above;
      EXPECT_NEAR(static_cast<double>(ratio), 1, 3e-14 * z * z) << name << " " << z;
    }
  }
}

// The value from the uniform draw is that of the latent, wherever it says one: also 1e-9 from a step.
TEST(Covariate, StepsWithTheUniformDraw) {
  for (CovariateOptions const& options :
       {CovariateOptions{.distribution = Distribution::bernoulli, .probability = 0.4},
        CovariateOptions{.distribution = Distribution::bernoulli, .probability = 0.002},
        CovariateOptions{.distribution = Distribution::categorical,
        .levels = {{"I", 0.2}, {"III", 0.5}, {"II", 0.3}}}}) {
    CovariateSource const source(options);
    auto const steps = source.uniform_steps();
    ASSERT_TRUE(steps.has_value());
    std::vector<double> draws{0x1p-53, 1 - 0x1p-53};
    for (double u = 0.0005; u < 1; u += 0.001) draws.push_back(u);
    for (double u = 0.0005; u < 1; u += 0.001) { // around where the value changes between two of them
      double low = u, high = u + 0.001;
      auto const value = [&](double at) { return source.from_latent(normal_quantile(at)); };
      if (!(high < 1) || value(low) == value(high)) continue;
      for (int step = 0; step < 60; ++step) (value((low + high) / 2) == value(u) ? low : high) = (low + high) / 2;
      EXPECT_TRUE((*steps)(low).unsure) << low;
      for (double const away : {1e-10, 1.1e-9, 1e-8}) draws.insert(draws.end(), {low - away, low + away});
    }
    std::size_t unsure = 0;
    for (double const u : draws) {
      auto const found = (*steps)(u);
      unsure += found.unsure ? 1 : 0;
      if (found.unsure) continue;
      EXPECT_EQ(found.value, source.from_latent(normal_quantile(u))) << u;
    }
    EXPECT_LE(4 * unsure, draws.size());
  }
  EXPECT_FALSE(CovariateSource({.distribution = Distribution::normal, .mean = 0, .sd = 1}).uniform_steps());
}

// The smallest k with F(k) >= u.
TEST(Covariate, StepsWhereADistributionFunctionDoes) {
  for (auto const& [name, options, tails] : sample_covariates()) {
    CovariateSource const source(options);
    if (source.is_continuous()) continue;
    for (double const z : grid_of_latents()) {
      double const k = source.from_latent(z);
      auto const exact = normal_tails(z);
      EXPECT_EQ(k, std::floor(k));
      EXPECT_GE(static_cast<double>(tails(k).below / exact.below), 1 - 1e-11) << name << " " << z;
      EXPECT_LE(static_cast<double>(tails(k).above / exact.above), 1 + 1e-11) << name << " " << z;
      EXPECT_LE(static_cast<double>(tails(k - 1).below / exact.below), 1 + 1e-11) << name << " " << z;
      EXPECT_GE(static_cast<double>(tails(k - 1).above / exact.above), 1 - 1e-11) << name << " " << z;
    }
  }
}

TEST(Covariate, NeverDecreasesAndStaysInItsSupport) {
  for (auto const& [name, options, tails] : sample_covariates()) {
    CovariateSource const source(options);
    double before = source.from_latent(-inf);
    for (double z = -38; z < 38.5; z += 0.0107) {
      double const x = source.from_latent(z);
      double const rounding = 4e-15 * std::fabs(x); // of normal_cdf and others, below any use
      ASSERT_GE(x, before - rounding) << name << " " << z;
      if (!options.truncate.empty()) {
        ASSERT_GE(x, options.truncate[0]) << name << " " << z;
        ASSERT_LE(x, options.truncate[1]) << name << " " << z;
      }
      before = std::max(before, x);
    }
    EXPECT_GE(source.from_latent(inf), before) << name;
  }
}

TEST(Covariate, HasTheEndsOfItsSupportAtInfinity) {
  auto const ends = [](CovariateOptions const& options) {
    CovariateSource const source(options);
    return std::vector{source.from_latent(-inf), source.from_latent(inf)};
  };
  EXPECT_THAT(ends({.distribution = Distribution::normal, .mean = 0, .sd = 1}), ElementsAre(-inf, inf));
  EXPECT_THAT(ends({.distribution = Distribution::normal, .mean = 0, .sd = 1, .truncate = {-1, 2}}),
              ElementsAre(-1, 2));
  EXPECT_THAT(ends({.distribution = Distribution::lognormal, .median = 2, .sigma = 1}), ElementsAre(0, inf));
  EXPECT_THAT(ends({.distribution = Distribution::lognormal, .median = 2, .sigma = 1, .truncate = {-3, 5}}),
              ElementsAre(0, 5));
  EXPECT_THAT(ends({.distribution = Distribution::uniform, .lower = 0.1, .upper = 0.7}), ElementsAre(0.1, 0.7));
  EXPECT_THAT(ends({.distribution = Distribution::gamma, .shape = 2, .scale = 2}), ElementsAre(0, inf));
  auto const cut = ends({.distribution = Distribution::gamma, .shape = 2, .scale = 2, .truncate = {1, 5}});
  EXPECT_NEAR(cut[0], 1, 1e-15);
  EXPECT_NEAR(cut[1], 5, 1e-14);
  EXPECT_THAT(ends({.distribution = Distribution::bernoulli, .probability = 0.3}), ElementsAre(0, 1));
  EXPECT_THAT(ends({.distribution = Distribution::poisson, .mean = 2, .truncate = {0.5, 4.5}}), ElementsAre(1, 4));
}

TEST(Covariate, TruncationIsSymmetric) {
  CovariateSource const low({.distribution = Distribution::normal, .mean = 0, .sd = 1, .truncate = {-9, -8}});
  CovariateSource const high({.distribution = Distribution::normal, .mean = 0, .sd = 1, .truncate = {8, 9}});
  for (double z = -8; z < 8; z += 0.1) EXPECT_EQ(low.from_latent(z), -high.from_latent(-z)) << z;
}

TEST(Covariate, BernoulliIsOneAboveItsQuantile) {
  for (double const p : {1e-12, 0.35, 0.5, 0.999}) {
    CovariateSource const source({.distribution = Distribution::bernoulli, .probability = p});
    double const threshold = p < 0.5 ? -normal_quantile(p) : normal_quantile(1 - p);
    EXPECT_EQ(source.from_latent(threshold), 0);
    EXPECT_EQ(source.from_latent(std::nextafter(threshold, inf)), 1);
    EXPECT_FALSE(source.is_categorical());
    EXPECT_FALSE(source.is_continuous());
  }
}

// low, medium, high on the latent; high, low, medium among the sorted levels
TEST(Covariate, CategoricalKeepsTheOrderOfTheConfigOnTheLatent) {
  CovariateSource const source(
      {.distribution = Distribution::categorical, .levels = {{"low", 0.5}, {"medium", 0.3}, {"high", 0.2}}});
  EXPECT_TRUE(source.is_categorical());
  EXPECT_THAT(source.levels(), ElementsAre("high", "low", "medium"));
  EXPECT_EQ(source.from_latent(-10.0), 1); // low
  EXPECT_EQ(source.from_latent(0.0), 1);
  EXPECT_EQ(source.from_latent(1e-9), 2); // medium
  EXPECT_EQ(source.from_latent(normal_quantile(0.799)), 2);
  EXPECT_EQ(source.from_latent(normal_quantile(0.801)), 0); // high
  EXPECT_EQ(source.from_latent(inf), 0);
}

TEST(Covariate, GivesEachLaneTheBitsOfDouble) {
  for (auto const& [name, options, tails] : sample_covariates()) {
    CovariateSource const source(options);
    for (double z = -8; z < 7; z += 0.11) {
      Lane4 const latents(z, -z, z + 0.3, 1 - z);
      Lane4 const x = source.from_latent(latents);
      for (std::size_t lane = 0; lane < 4; ++lane) ASSERT_EQ(x[lane], source.from_latent(latents[lane])) << name;
    }
  }
}

TEST(Covariate, HasFrozenValues) {
  std::vector<double> const frozen{
      0x1.674c750e778p-6,
      0x1.b60c470a39111p+5,
      0x1.4d0dcd5ef4fb4p+6, // normal
      0x1.dfc19418a0b1fp-3,
      0x1.ced85ac2cce06p+1,
      0x1.e14a878c39c1cp+3, // lognormal
      -0x1.ffffffdda3e83p+0,
      0x1.99999999999ap-2,
      0x1.7ae147ae147aep+2, // uniform
      0x1.3f67beb76c4afp-10,
      0x1.1ffdbe0573fd6p+2,
      0x1.6a120edc7db34p+4, // gamma
      0x1.c48dd5e78822dp-100,
      0x1.a106f17464662p-6,
      0x1.51d828c530bfep+2, // gamma of shape 0.3
      0x1.f9df81a71f7b1p+6,
      0x1.80b2cabd7dc7cp+7,
      0x1.d4b978b9b67dep+7, // gamma of shape 200
      0x1.2000a600f5f7ep+4,
      0x1.b15d68c2beb01p+5,
      0x1.2942e18414a3dp+6, // truncated normal
      0x1.040000000c08ep+7,
      0x1.04fefb40f68b2p+7,
      0x1.1060767731b29p+7, // normal above 130
      -0x1.165854c7fab6ep+5,
      -0x1.755dab9d8935p+3,
      -0x1.40735703b387p+3, // normal below -10
      0x1.0000025c736f9p+0,
      0x1.c234d6c06aea1p+1,
      0x1.3513c1cdffffp+3, // truncated lognormal
      0x1.9c511dc3a41fp-28,
      0x1.ccccccccccccep+0,
      0x1.7c28f5c28f5c2p+2, // truncated uniform
      0x1.00000017c1af3p+1,
      0x1.20adbaf874308p+2,
      0x1.79644da3788e4p+3, // truncated gamma
      0,
      2,
      8, // poisson
      0,
      0,
      0, // poisson of mean 0.01
      816,
      983,
      1074, // poisson of mean 1000
      1,
      2,
      7, // truncated poisson
      21,
      21,
      23, // poisson above 20
  };
  std::size_t i = 0;
  for (auto const& [name, options, tails] : sample_covariates()) {
    CovariateSource const source(options);
    for (double const u : {1e-9, 0.3, 0.99}) {
      ASSERT_LT(i, frozen.size());
      EXPECT_EQ(source.from_latent(normal_quantile(u)), frozen[i++]) << name << " " << u;
    }
  }
  EXPECT_EQ(i, frozen.size());
}

} // namespace
} // namespace iptwsim::test
