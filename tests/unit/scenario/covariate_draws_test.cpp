// Covariates drawn as simulated patients draw them, against their distributions: Kolmogorov and Smirnov's distance,
// frequencies, moments. Seeds are fixed; 4.5 standard errors have probability 7e-6 each.

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "covariate_samples.hpp"
#include "random/stream.hpp"
#include "scenario/covariate.hpp"

namespace iptwsim::test {
namespace {

using Distribution = CovariateDistribution;

constexpr std::size_t patients = 20'000;

std::vector<double> draw(CovariateOptions const& options, std::uint64_t cohort = 0) {
  CovariateSource const source(options);
  std::vector<double> values(patients);
  for (std::size_t i = 0; i < patients; ++i) {
    Stream stream({.seed = 2021, .cohort = cohort, .purpose = covariate_purpose(0), .subject = i});
    values[i] = source.from_latent(math::normal_quantile(stream.uniform_open()));
  }
  return values;
}

struct Moments {
  double mean = 0, variance = 0, mean_se = 0, variance_se = 0;
};

Moments moments_of(std::vector<double> const& values) {
  auto const n = static_cast<double>(values.size());
  Moments moments;
  moments.mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double square = 0, fourth = 0;
  for (double const x : values) {
    double const d = (x - moments.mean) * (x - moments.mean);
    square += d;
    fourth += d * d;
  }
  moments.variance = square / (n - 1);
  moments.mean_se = std::sqrt(moments.variance / n);
  moments.variance_se = std::sqrt((fourth / n - moments.variance * moments.variance) / n);
  return moments;
}

// P(sqrt(n) D > 2.51) = 2 exp(-2 2.51^2) = 7e-6
TEST(CovariateDraws, OfContinuousDistributionsPassTheirKolmogorovSmirnovTest) {
  std::uint64_t cohort = 0;
  for (auto const& [name, options, tails] : sample_covariates()) {
    if (!CovariateSource(options).is_continuous()) continue;
    std::vector<double> values = draw(options, ++cohort);
    std::sort(values.begin(), values.end());
    double distance = 0;
    for (std::size_t i = 0; i < patients; ++i) {
      auto const below = static_cast<double>(tails(values[i]).below);
      distance = std::max(
          {distance, below - static_cast<double>(i) / patients, static_cast<double>(i + 1) / patients - below});
    }
    EXPECT_LT(distance * std::sqrt(patients), 2.51) << name;
  }
}

TEST(CovariateDraws, OfDiscreteDistributionsHaveTheirFrequencies) {
  std::uint64_t cohort = 100;
  for (auto const& [name, options, tails] : sample_covariates()) {
    if (CovariateSource(options).is_continuous()) continue;
    std::vector<double> const values = draw(options, ++cohort);
    auto const [least, most] = std::minmax_element(values.begin(), values.end());
    for (double k = *least; k < *most; ++k) { // the distribution function at every value
      auto const p = static_cast<double>(tails(k).below);
      auto const count = std::count_if(values.begin(), values.end(), [=](double x) { return x <= k; });
      double const difference = static_cast<double>(count) / patients - p;
      EXPECT_LT(std::fabs(difference) / std::sqrt(p * (1 - p) / patients), 4.5) << name << " " << k;
    }
  }
}

TEST(CovariateDraws, OfLevelsHaveTheirFrequencies) {
  NamedNumbers const levels{{"low", 0.5}, {"medium", 0.3}, {"high", 0.2}};
  CovariateSource const source({.distribution = Distribution::categorical, .levels = levels});
  std::vector<double> const values = draw({.distribution = Distribution::categorical, .levels = levels});
  for (auto const& [level, p] : levels) {
    auto const place = std::find(source.levels().begin(), source.levels().end(), level) - source.levels().begin();
    auto const count = std::count(values.begin(), values.end(), static_cast<double>(place));
    double const difference = static_cast<double>(count) / patients - p;
    EXPECT_LT(std::fabs(difference) / std::sqrt(p * (1 - p) / patients), 4.5) << level;
  }
}

struct KnownMoments {
  std::string name;
  CovariateOptions options;
  double mean, variance;
};

TEST(CovariateDraws, HaveTheMomentsOfTheirDistributions) {
  std::vector<KnownMoments> const known{
      {"normal", {.distribution = Distribution::normal, .mean = 60, .sd = 10}, 60, 100},
      {"lognormal", // 4.7 exp(s^2/2), mean^2 (exp(s^2) - 1)
       {.distribution = Distribution::lognormal, .median = 4.7, .sigma = 0.5},
       5.3257977294140837,
       8.0561314151336214},
      {"uniform", {.distribution = Distribution::uniform, .lower = -2, .upper = 6}, 2, 64.0 / 12},
      {"gamma", {.distribution = Distribution::gamma, .shape = 2.5, .scale = 3}, 7.5, 22.5},
      {"small gamma", {.distribution = Distribution::gamma, .shape = 0.3, .scale = 2}, 0.6, 1.2},
      {"poisson", {.distribution = Distribution::poisson, .mean = 3.5}, 3.5, 3.5},
      {"large poisson", {.distribution = Distribution::poisson, .mean = 1e5}, 1e5, 1e5},
      {"bernoulli", {.distribution = Distribution::bernoulli, .probability = 0.35}, 0.35, 0.2275},
      // the truncated ones by mpmath: quadrature of the density, sums of the probabilities
      {"truncated normal",
       {.distribution = Distribution::normal, .mean = 60, .sd = 10, .truncate = {18, 75}},
       58.612714283577193,
       77.230149285213799},
      {"normal above 130",
       {.distribution = Distribution::normal, .mean = 60, .sd = 10, .truncate = {130, 150}},
       131.37545439418038,
       1.8261569719006344},
      {"truncated lognormal",
       {.distribution = Distribution::lognormal, .median = 4.7, .sigma = 0.5, .truncate = {1, 10}},
       4.8129048371300452,
       3.9499648506561735},
      {"truncated gamma",
       {.distribution = Distribution::gamma, .shape = 2.5, .scale = 3, .truncate = {2, 12}},
       6.3361831280748228,
       6.9931839105798707},
      {"truncated poisson",
       {.distribution = Distribution::poisson, .mean = 3.5, .truncate = {0.5, 7}},
       3.4690039278635098,
       2.5750543469377415},
      {"poisson above 20",
       {.distribution = Distribution::poisson, .mean = 3.5, .truncate = {20.5, 30}},
       21.185675849222704,
       0.21619667014530008},
  };
  std::uint64_t cohort = 200;
  for (auto const& [name, options, mean, variance] : known) {
    Moments const moments = moments_of(draw(options, ++cohort));
    EXPECT_LT(std::fabs(moments.mean - mean) / moments.mean_se, 4.5) << name << " " << moments.mean;
    EXPECT_LT(std::fabs(moments.variance - variance) / moments.variance_se, 4.5) << name << " " << moments.variance;
    EXPECT_LT(moments.mean_se, 0.02 * std::sqrt(variance)) << name; // the test can fail
  }
}

} // namespace
} // namespace iptwsim::test
