// Several latents above their limits together. References: nested adaptive quadrature of the normal density (scipy's
// quad, conditioning on one latent after another).

#include <cmath>

#include <gtest/gtest.h>

#include "math/constants.hpp"
#include "math/normal.hpp"
#include "scenario/joint_latents.hpp"

namespace iptwsim {
namespace {

struct Joint {
  double survival = 0;
  std::vector<double> density;
};

Joint joint(std::vector<double> const& correlation, std::vector<double> const& q) {
  Joint result{.density = std::vector<double>(q.size())};
  LatentPoints const grid = grid_of(share_factors(correlation, q.size()));
  joint_survival(grid, q, {&result.survival, 1}, result.density);
  double alone = 0;
  joint_survival(grid, q, {&alone, 1});
  EXPECT_EQ(alone, result.survival);
  return result;
}

TEST(JointLatents, TwoAndThreeAgainstNestedQuadrature) {
  Joint const two = joint({1, 0.6, 0.6, 1}, {-0.3, 0.5});
  EXPECT_NEAR(two.survival, 0.27007149102615036, 2e-12);
  EXPECT_NEAR(two.density[0], 0.07538608551993532, 2e-12);
  Joint const three = joint({1, 0.5, -0.3, 0.5, 1, 0.2, -0.3, 0.2, 1}, {-1, 0.2, 0.4});
  EXPECT_NEAR(three.survival, 0.15718550611548968, 2e-12);
  EXPECT_NEAR(three.density[0], 0.03527877906626327, 2e-12);
  EXPECT_NEAR(three.density[1], 0.1118427602127806, 2e-12);
  EXPECT_NEAR(three.density[2], 0.15844923408732617, 2e-12);
  Joint const close = joint({1, 0.9, 0.8, 0.9, 1, 0.85, 0.8, 0.85, 1}, {-1, 0.2, 0.4});
  EXPECT_NEAR(close.survival, 0.29300406840321, 2e-11);
  EXPECT_NEAR(close.density[0], 0.00035475041653058116, 2e-11);
  EXPECT_NEAR(close.density[2], 0.22261678025875906, 2e-11);
}

// W. F. Sheppard 1899: P(Z_1 > 0, Z_2 > 0) = 1/4 + asin(r) / (2 pi); of three, 1/8 + sum of asin / (4 pi).
TEST(JointLatents, OrthantsInClosedForm) {
  double const pi = 3.141592653589793;
  for (double const r : {-0.95, -0.5, -0.1, 0.0, 0.3, 0.8, 0.99}) {
    EXPECT_NEAR(joint({1, r, r, 1}, {0, 0}).survival, 0.25 + std::asin(r) / (2 * pi), 1e-11) << r;
  }
  double const sum = std::asin(0.5) + std::asin(-0.3) + std::asin(0.2);
  EXPECT_NEAR(joint({1, 0.5, -0.3, 0.5, 1, 0.2, -0.3, 0.2, 1}, {0, 0, 0}).survival, 0.125 + sum / (4 * pi), 1e-12);
  std::vector<double> five(25, 0.5); // Z_i = (V + E_i) / sqrt 2: the first of six, 1/6
  for (std::size_t i = 0; i < 5; ++i) five[i * 5 + i] = 1;
  EXPECT_NEAR(joint(five, {0, 0, 0, 0, 0}).survival, 1.0 / 6, 1e-10);
}

TEST(JointLatents, IndependentOnesArePointsAndProducts) {
  SharedFactors const shared = share_factors({1, 0, 0, 1}, 2);
  EXPECT_EQ(shared.factors, 0U);
  EXPECT_EQ(grid_of(shared).size(), 1U);
  Joint const both = joint({1, 0, 0, 1}, {-1, 0.7});
  EXPECT_NEAR(both.survival, math::normal_cdf(1.0) * math::normal_cdf(-0.7), 1e-15);
  EXPECT_NEAR(both.density[1], math::normal_cdf(1.0) * math::normal_density(0.7), 1e-15);
  EXPECT_NEAR(joint({1}, {0.7}).survival, math::normal_cdf(-0.7), 1e-15);
}

TEST(JointLatents, InfiniteLimits) {
  std::vector<double> const r{1, 0.6, 0.6, 1};
  Joint const one = joint(r, {-math::infinity, 0.5});
  EXPECT_NEAR(one.survival, math::normal_cdf(-0.5), 1e-12);
  EXPECT_EQ(one.density[0], 0);
  EXPECT_NEAR(one.density[1], math::normal_density(0.5), 1e-12);
  EXPECT_EQ(joint(r, {math::infinity, 0.5}).survival, 0);
  EXPECT_EQ(joint(r, {math::infinity, 0.5}).density[1], 0);
}

// Covariances given covariates have a diagonal below 1: what is left of the variance is each one's own.
TEST(JointLatents, FactorsGiveTheCovarianceBack) {
  std::vector<double> const covariance{0.8, 0.3, -0.2, 0.3, 0.9, 0.1, -0.2, 0.1, 0.5};
  SharedFactors const shared = share_factors(covariance, 3);
  EXPECT_EQ(shared.factors, 2U);
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = 0; b < 3; ++b) {
      double sum = a == b ? shared.noise[a] * shared.noise[a] : 0;
      for (std::size_t f = 0; f < 2; ++f) sum += shared.factor[a * 2 + f] * shared.factor[b * 2 + f];
      EXPECT_NEAR(sum, covariance[a * 3 + b], 1e-11);
    }
  }
}

TEST(JointLatents, WeightsOfPopulationsAreKeptApart) {
  LatentPoints const points{
      .latents = 1, .populations = 2, .noise = {1}, .location = {0, 1}, .weight = {1, 0, 0.25, 3}};
  std::vector<double> const q{0.5};
  std::vector<double> survival(2), density(2);
  joint_survival(points, q, survival, density);
  EXPECT_DOUBLE_EQ(survival[0], math::normal_cdf(-0.5) + 0.25 * math::normal_cdf(0.5));
  EXPECT_DOUBLE_EQ(survival[1], 3 * math::normal_cdf(0.5));
  EXPECT_DOUBLE_EQ(density[1], 3 * math::normal_density(0.5));
}

} // namespace
} // namespace iptwsim
