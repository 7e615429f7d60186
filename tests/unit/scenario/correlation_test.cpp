#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "math/normal.hpp"
#include "random/stream.hpp"
#include "scenario/correlation.hpp"
#include "scenario/correlation_matrix.hpp"
#include "scenario/covariate.hpp"
#include "support/mechanisms.hpp"

namespace iptwsim::test {
namespace {

using testing::HasSubstr;

CovariateOptions gamma(double shape) {
  return {.distribution = CovariateDistribution::gamma, .shape = shape, .scale = 1};
}

SyntheticOptions with(std::vector<std::pair<std::string, CovariateOptions>> covariates, NamedNumbers pairs,
                      CorrelationScale scale = CorrelationScale::latent) {
  SyntheticOptions options;
  options.covariates = std::move(covariates);
  options.correlation = {scale, std::move(pairs)};
  return options;
}

SyntheticOptions three(NamedNumbers pairs) {
  return with({{"age", normal(0, 1)}, {"size", lognormal(4, 1)}, {"grade", gamma(2)}}, std::move(pairs));
}

/// L L'
std::vector<double> matrix_of(LatentCorrelation const& latent) {
  std::size_t const m = latent.size();
  std::vector<double> matrix(m * m);
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < m; ++j) {
      for (std::size_t h = 0; h < m; ++h) matrix[i * m + j] += latent.factor[i * m + h] * latent.factor[j * m + h];
    }
  }
  return matrix;
}

/// `path: what (why), advice` of every problem, one a line.
std::string told(SyntheticOptions const& options) {
  std::string text;
  for (OptionProblem const& p : correlation_problems(options)) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : "\n", fmt::join(p.path, "."),
                        Problem{.what = p.what, .why = p.why, .advice = p.advice}.text());
  }
  return text;
}

/// n patients' latents of two covariates, from their own streams.
std::vector<std::array<double, 2>> draw(LatentCorrelation const& latent, std::size_t n, std::uint64_t cohort) {
  std::vector<std::array<double, 2>> latents(n);
  for (std::size_t i = 0; i < n; ++i) {
    double w[2];
    for (std::size_t j : {0, 1}) {
      Stream stream({.seed = 4, .cohort = cohort, .purpose = covariate_purpose(j), .subject = i});
      w[j] = math::normal_quantile(stream.uniform_open());
    }
    latents[i] = {w[0], latent.factor[latent.size()] * w[0] + latent.factor[latent.size() + 1] * w[1]};
  }
  return latents;
}

std::vector<double> ranks_of(std::vector<double> const& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t rank = 0; rank < order.size(); ++rank) ranks[order[rank]] = static_cast<double>(rank);
  return ranks;
}

double spearman(std::vector<double> const& x, std::vector<double> const& y) { // without ties
  std::vector<double> const a = ranks_of(x), b = ranks_of(y);
  double squares = 0;
  for (std::size_t i = 0; i < a.size(); ++i) squares += (a[i] - b[i]) * (a[i] - b[i]);
  auto const n = static_cast<double>(a.size());
  return 1 - 6 * squares / (n * (n * n - 1));
}

TEST(LatentCorrelation, ByHand) {
  SyntheticOptions options = with({{"age", normal(0, 1)}, {"size", normal(0, 1)}}, {{"size:age", 0.6}});
  options.endpoints = {{"os", exponential(1, 1, {{"size", 0.5}})}};
  LatentCorrelation const latent = latent_correlation(options);
  EXPECT_EQ(latent.covariates, 2U);
  EXPECT_EQ(latent.components, 1U);
  // row 2: 0.6, sqrt(1 - 0.36); row 3: L^-1 (0, 0.5) = (0, 0.625), sqrt(1 - 0.625^2)
  std::vector<double> const expected{1, 0, 0, 0.6, 0.8, 0, 0, 0.625, 0.78062474979979979};
  for (std::size_t i = 0; i < 9; ++i) EXPECT_NEAR(latent.factor[i], expected[i], 1e-15) << i;
}

// Off the diagonal endpoints have D' R^-1 D: nothing in common but the covariates.
TEST(LatentCorrelation, EndpointsAreIndependentGivenTheCovariates) {
  SyntheticOptions options = three({{"age:size", 0.5}, {"size:grade", -0.4}});
  options.endpoints = {{"os", exponential(1, 1, {{"age", -0.3}, {"size", 0.2}})},
                       {"pfs", exponential(1, 1, {{"grade", -0.6}})}};
  LatentCorrelation const latent = latent_correlation(options);
  std::vector<double> const matrix = matrix_of(latent);
  // d1' R^-1 d2 = (-0.3, 0.2, 0) (0.12, -0.24, -0.45) / 0.59
  std::vector<double> const expected{1,
                                     0.5,
                                     0,
                                     -0.3,
                                     0, //
                                     0.5,
                                     1,
                                     -0.4,
                                     0.2,
                                     0, //
                                     0,
                                     -0.4,
                                     1,
                                     0,
                                     -0.6, //
                                     -0.3,
                                     0.2,
                                     0,
                                     1,
                                     -0.084 / 0.59, //
                                     0,
                                     0,
                                     -0.6,
                                     -0.084 / 0.59,
                                     1};
  for (std::size_t i = 0; i < 25; ++i) EXPECT_NEAR(matrix[i], expected[i], 1e-15) << i;
}

TEST(LatentCorrelation, IsIndependenceWithoutPairs) {
  SyntheticOptions options = three({});
  options.endpoints = {{"os", exponential(1, 1)}, {"pfs", exponential(1, 1)}};
  LatentCorrelation const latent = latent_correlation(options);
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t j = 0; j < 5; ++j) EXPECT_EQ(latent.factor[i * 5 + j], i == j ? 1 : 0);
  }
  options.correlation.reset();
  EXPECT_EQ(latent_correlation(options).factor, latent.factor);
  EXPECT_EQ(latent_correlation({}).size(), 0U);
}

TEST(LatentCorrelation, OfRanksIsPearsons) {
  EXPECT_NEAR(latent_of_rank(0.3), 0.31286893008046174, 1e-16); // 2 sin(pi 0.05), mpmath
  EXPECT_NEAR(latent_of_rank(-0.999), -0.99909296328148573, 2e-16);
  SyntheticOptions const options = with({{"a", normal(0, 1)}, {"b", gamma(1)}}, {{"a:b", 0.3}}, CorrelationScale::rank);
  EXPECT_EQ(latent_correlation(options).factor[2], latent_of_rank(0.3));
}

// The mean of Spearman's coefficient over cohorts of n has the expectation of P. A. P. Moran (Biometrika 35, 1948,
// 203-206): 6 / (pi (n + 1)) (asin rho + (n - 2) asin(rho / 2)), the second part being the population's r.
TEST(LatentCorrelation, RankCorrelationOfContinuousCovariatesIsTheOneAskedFor) {
  SyntheticOptions const options =
      with({{"size", lognormal(4.7, 0.5)}, {"marker", gamma(0.7)}}, {{"size:marker", 0.3}}, CorrelationScale::rank);
  LatentCorrelation const latent = latent_correlation(options);
  CovariateSource const size(options.covariates[0].second), marker(options.covariates[1].second);
  constexpr std::size_t n = 200, cohorts = 400;
  double sum = 0, squares = 0;
  for (std::uint64_t cohort = 0; cohort < cohorts; ++cohort) {
    std::vector<double> x, y;
    for (auto const& [a, b] : draw(latent, n, cohort)) {
      x.push_back(size.from_latent(a));
      y.push_back(marker.from_latent(b));
    }
    double const r = spearman(x, y);
    sum += r;
    squares += r * r;
  }
  double const mean = sum / cohorts;
  double const se = std::sqrt((squares / cohorts - mean * mean) / (cohorts - 1));
  double const pi = std::acos(-1.0);
  double const expected = 6 / (pi * (n + 1)) * std::asin(latent_of_rank(0.3)) + 0.3 * (n - 2.0) / (n + 1);
  EXPECT_LT(std::fabs(mean - expected) / se, 4.5) << mean << " " << expected;
  EXPECT_LT(se, 0.004);
}

// Two medians are exceeded together with probability 1/4 + asin(rho) / (2 pi) (W. F. Sheppard 1899).
TEST(LatentCorrelation, OfBernoullisIsThatOfTheirLatents) {
  SyntheticOptions const options = with({{"a", bernoulli(0.5)}, {"b", bernoulli(0.5)}}, {{"a:b", -0.6}});
  LatentCorrelation const latent = latent_correlation(options);
  CovariateSource const a(options.covariates[0].second), b(options.covariates[1].second);
  constexpr double n = 40'000;
  double both = 0;
  for (auto const& [x, y] : draw(latent, 40'000, 1)) both += a.from_latent(x) * b.from_latent(y);
  double const p = 0.25 + std::asin(-0.6) / (2 * std::acos(-1.0));
  EXPECT_LT(std::fabs(both / n - p) / std::sqrt(p * (1 - p) / n), 4.5);
}

TEST(CorrelationProblems, NoneOfGoodPairs) {
  EXPECT_EQ(told(three({})), "");
  EXPECT_EQ(told(three({{"age:size", 0.5}, {"grade : size", -0.4}})), "");
  EXPECT_EQ(told(three({{"age:size", 0.99999}})), "");
  EXPECT_EQ(told(with({{"log(x)", normal(0, 1)}, {"a:b", normal(0, 1)}}, {{"`log(x)`:`a:b`", 0.5}})), "");
  EXPECT_EQ(told({}), "");
}

TEST(CorrelationProblems, OfNames) {
  EXPECT_EQ(
      told(three({{"age:sise", 0.1}})),
      "correlation.pairs.age:sise: pairs has \"sise\", no covariate (the covariates are age, size, grade), did you "
      "mean \"size\"?");
  EXPECT_THAT(told(three({{"age", 0.1}})),
              HasSubstr("\"age\" (a pair is two different covariates), write it as age:size"));
  EXPECT_THAT(told(three({{"age:age", 0.1}})), HasSubstr("a pair is two different covariates"));
  EXPECT_THAT(told(three({{"age^2:size", 0.1}})), HasSubstr("a pair is two different covariates"));
  EXPECT_THAT(told(three({{"age:size:grade", 0.1}})), HasSubstr("a pair is two different covariates"));
  EXPECT_EQ(
      told(three({{"age:size", 0.1}, {"size:age", 0.2}})),
      "correlation.pairs.size:age: pairs has \"age:size\" and \"size:age\" (two covariates have one correlation), "
      "take one out");
  SyntheticOptions options = three({{"age:os", 0.1}});
  options.endpoints = {{"os", exponential(1, 1, {{"sise", 0.1}})}};
  EXPECT_EQ(
      told(options),
      "correlation.pairs.age:os: pairs has \"os\", no covariate (it is an endpoint), write it as "
      "endpoints.os.dependence\n"
      "endpoints.os.dependence.sise: dependence has \"sise\", no covariate (the covariates are age, size, grade), "
      "did you mean \"size\"?");
}

TEST(CorrelationProblems, OfMatricesNameThePairsThatCannotHoldTogether) {
  EXPECT_EQ(
      told(three({{"age:size", 0.9}, {"size:grade", 0.9}, {"age:grade", -0.9}})),
      "correlation.pairs: pairs has age:size 0.9, age:grade -0.9, size:grade 0.9 (these cannot hold together: their "
      "matrix is not positive definite), bring them nearer to 0");
  EXPECT_EQ(
      told(three({{"age:size", 0.9}, {"size:grade", 0.9}})),
      "correlation.pairs: pairs has age:size 0.9, size:grade 0.9, and 0 for age:grade (these cannot hold together: "
      "their matrix is not positive definite), bring them nearer to 0, or name age:grade too");
  EXPECT_EQ(told(three({{"age:size", 0.6}, {"size:grade", 0.8}})).find("pairs has age:size 0.6"), 19U); // det = 0
  EXPECT_EQ(told(three({{"age:size", 0.59}, {"size:grade", 0.8}})), "");
}

// The pairs that are fine are left out: a and e with everything, and any three of b, c, d.
TEST(CorrelationProblems, OfMatricesNameNoOthers) {
  SyntheticOptions const options =
      with({{"a", normal(0, 1)}, {"b", normal(0, 1)}, {"c", normal(0, 1)}, {"d", normal(0, 1)}, {"e", normal(0, 1)}},
           {{"a:b", 0.1}, {"b:c", -0.6}, {"b:d", -0.6}, {"c:d", -0.6}, {"d:e", 0.3}, {"a:e", 0.2}});
  EXPECT_THAT(told(options), HasSubstr("pairs has b:c -0.6, b:d -0.6, c:d -0.6 ("));
}

TEST(CorrelationProblems, OfEndpointsNameTheCovariates) {
  SyntheticOptions options = three({{"age:size", 0.2}, {"size:grade", 0.1}});
  options.endpoints = {{"os", exponential(1, 1, {{"age", -0.8}, {"size", 0.7}, {"grade", 0.1}})}};
  EXPECT_EQ(told(options),
            "endpoints.os.dependence: dependence has age -0.8, size 0.7 with age:size 0.2 between the covariates "
            "(together they would explain more than all of the time's variation), bring them nearer to 0");
  options.endpoints = {{"os", exponential(1, 1, {{"age", 0.8}, {"grade", 0.7}})}};
  EXPECT_EQ(
      told(options),
      "endpoints.os.dependence: dependence has age 0.8, grade 0.7 (together they would explain more than all of the "
      "time's variation), bring them nearer to 0");
}

TEST(CorrelationProblems, OfRanksWithTies) {
  std::vector<std::pair<std::string, CovariateOptions>> const covariates{{"age", normal(0, 1)},
                                                                         {"male", bernoulli(0.5)}};
  EXPECT_EQ(told(with(covariates, {{"age:male", 0.3}}, CorrelationScale::latent)), "");
  EXPECT_EQ(
      told(with(covariates, {{"age:male", 0.3}}, CorrelationScale::rank)),
      "correlation.pairs.age:male: \"age:male\" has a rank correlation with \"male\" (ranks of a bernoulli covariate "
      "have ties), use scale: latent");
}

} // namespace
} // namespace iptwsim::test
