// What failing assumptions do to estimates, against the formulas of simple cases: one binary cause X of treatment and
// of an uncensored time, so that estimates are weighted proportions and have their limits' values on average. Measured
// bias equals the formula within 4.5 standard errors of the mean over cohorts. Seeds are fixed and never changed.

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "math/sum.hpp"
#include "support/analysed.hpp"
#include "support/mechanisms.hpp"

namespace iptwsim {
namespace {

using namespace test;

constexpr std::size_t cohorts = 100, patients = 4000;
constexpr double at = 5, share_of_x = 0.3, prevalence = 0.4, dependence = -0.5;

/// P(Z1 > a, Z2 > b) of standard normals with correlation r, by Simpson's rule on the first.
double both_above(double a, double b, double r) {
  constexpr int panels = 20000;
  double const end = 10, width = (end - a) / panels, s = std::sqrt(1 - r * r);
  double sum = 0;
  for (int i = 0; i <= panels; ++i) {
    double const z = a + i * width, weight = i == 0 || i == panels ? 1 : i % 2 ? 4 : 2;
    sum += weight * std::exp(-z * z / 2) * std::erfc((b - r * z) / s / std::sqrt(2));
  }
  return sum * width / 3 / std::sqrt(2 * std::acos(-1.0)) / 2;
}

double const cut_of_x = -math::normal_quantile(share_of_x);

/// Of X = x, where the log odds ratio of X is given and the mean is `wanted`; solved here.
double probability(std::size_t x, double wanted, double log_odds) {
  double low = -20, high = 20;
  auto const e = [](double eta) { return 1 / (1 + std::exp(-eta)); };
  for (int step = 0; step < 200; ++step) {
    double const b = (low + high) / 2;
    (share_of_x * e(b + log_odds) + (1 - share_of_x) * e(b) > wanted ? high : low) = b;
  }
  return e(low + (x == 1 ? log_odds : 0));
}

/// x is 1 with probability .3; exponential times, hazard ratio .6.
struct Case {
  SyntheticOptions options;
  double log_odds = 1.2;

  explicit Case(bool is_measured) {
    options.n = patients;
    options.treatment = {.prevalence = prevalence};
    options.endpoints = {{"os", exponential(0.1, 0.6)}};
    if (is_measured) {
      options.covariates = {{"x", bernoulli(share_of_x)}};
      options.treatment.log_odds = {{"x", log_odds}};
      options.endpoints[0].second.dependence = {{"x", dependence}};
    } else {
      options.unmeasured = {.prevalence = share_of_x, .log_odds = log_odds, .dependence = dependence};
    }
  }

  double survival(std::size_t arm) const { return std::exp(-0.1 * at * (arm == 1 ? 0.6 : 1)); }

  /// P(T_a > at | X = x).
  double survival(std::size_t arm, std::size_t x) const {
    double const of_both = both_above(cut_of_x, math::normal_quantile(1 - survival(arm)), dependence);
    return x == 1 ? of_both / share_of_x : (survival(arm) - of_both) / (1 - share_of_x);
  }

  /// P(A = 1 | X = x).
  double treated(std::size_t x) const { return probability(x, prevalence, log_odds); }

  /// P(X = x | A = arm).
  double among(std::size_t arm, std::size_t x) const {
    double const own = x == 1 ? share_of_x : 1 - share_of_x;
    return own * (arm == 1 ? treated(x) / prevalence : (1 - treated(x)) / (1 - prevalence));
  }

  /// Mean over x of S_a(at | x).
  double mixed(std::size_t arm, double share_with_x) const {
    return share_with_x * survival(arm, 1) + (1 - share_with_x) * survival(arm, 0);
  }
};

/// Survival by arm, its mean over cohorts held to what is expected.
void expect_survival(SyntheticOptions const& options, std::vector<char const*> const& texts, Missing missing,
                     std::array<double, 2> const& expected) {
  Mechanism const mechanism = mechanism_of(options);
  std::vector<Term> terms;
  for (char const* const text : texts) terms.push_back(std::get<Term>(parse_term(text)));
  EstimatorOptions estimators;
  estimators.survival = SurvivalOptions{{at}};
  AnalysisOptions const analysis = analysis_options(estimators, {Estimand::ate});
  std::array<std::vector<double>, 2> estimates;
  for (std::uint64_t cohort = 1; cohort <= cohorts; ++cohort) {
    SimulatedPatients const simulated = simulate(mechanism, patients, {.seed = 20261124, .cohort = cohort});
    Analysed const analysed = analyse(make_cohort(simulated, terms, missing).cohort, analysis);
    estimates[0].push_back(analysed.value(Quantity::survival, "control"));
    estimates[1].push_back(analysed.value(Quantity::survival, "treated"));
  }
  for (std::size_t arm = 0; arm < 2; ++arm) {
    double const se = std::sqrt(math::sample_variance(estimates[arm]) / static_cast<double>(cohorts));
    EXPECT_LT(std::fabs(math::mean(estimates[arm]) - expected[arm]) / se, 4.5)
        << "arm " << arm << ": expected " << expected[arm] << ", mean " << math::mean(estimates[arm]) << ", SE " << se;
  }
}

TEST(Stress, BothAboveIsThatOfTheTable) {
  EXPECT_NEAR(both_above(0, 0, 0.5), 1.0 / 3, 1e-10);
  EXPECT_NEAR(both_above(0.3, -1, 0), (1 - math::normal_cdf(0.3)) * math::normal_cdf(1.0), 1e-10);
}

// bias in arm a = [P(U = 1 | A = a) - P(U = 1)] [S_a(t | U = 1) - S_a(t | U = 0)]
TEST(Stress, UnmeasuredConfoundingHasTheBiasOfTheFormula) {
  Case const unmeasured(false);
  std::array<double, 2> expected;
  for (std::size_t arm = 0; arm < 2; ++arm) {
    double const difference = unmeasured.survival(arm, 1) - unmeasured.survival(arm, 0);
    expected[arm] = unmeasured.survival(arm) + (unmeasured.among(arm, 1) - share_of_x) * difference;
    EXPECT_GT(std::fabs(expected[arm] - unmeasured.survival(arm)), 0.02); // there is something to see
  }
  expect_survival(unmeasured.options, {}, Missing::error, expected);
}

TEST(Stress, MeasuredConfoundingHasNone) {
  Case const measured(true);
  expect_survival(measured.options, {"x"}, Missing::error, {measured.survival(0), measured.survival(1)});
}

TEST(Stress, ATermLeftOutIsLikeAnUnmeasuredCause) {
  Case const measured(true);
  expect_survival(measured.options, {}, Missing::error,
                  {measured.mixed(0, measured.among(0, 1)), measured.mixed(1, measured.among(1, 1))});
}

// Adjusted for the measured M: sum_m P(M = m) S_a(t | A = a, M = m), P(X | A, M) from P(X, M) P(A | X).
TEST(Stress, MeasurementErrorHasTheBiasOfTheFormula) {
  Case measured(true);
  double const reliability = 0.6;
  measured.options.reliability = {{"x", reliability}};
  double const both = both_above(cut_of_x, cut_of_x, std::sqrt(reliability));
  std::array<double, 2> expected{0, 0};
  for (std::size_t arm = 0; arm < 2; ++arm) {
    for (std::size_t m = 0; m < 2; ++m) {
      double const with_x = m == 1 ? both : share_of_x - both; // P(X = 1, M = m)
      double const of_m = m == 1 ? share_of_x : 1 - share_of_x;
      auto const in_arm = [&](std::size_t x) { return arm == 1 ? measured.treated(x) : 1 - measured.treated(x); };
      double const ones = with_x * in_arm(1), zeros = (of_m - with_x) * in_arm(0);
      expected[arm] += of_m * measured.mixed(arm, ones / (ones + zeros));
    }
    double const bias = expected[arm] - measured.survival(arm);
    double const crude = measured.mixed(arm, measured.among(arm, 1)) - measured.survival(arm);
    EXPECT_GT(bias / crude, 0.2); // some of the confounding stays, not all
    EXPECT_LT(bias / crude, 0.8);
  }
  expect_survival(measured.options, {"x"}, Missing::error, expected);
}

TEST(Stress, WithoutAChanceOfTreatmentTheTreatedSayNothingOfThePart) {
  Case measured(true);
  measured.options.treatment.log_odds.clear();
  measured.options.positivity = {.where = "x", .probability = 0};
  double const among_controls = share_of_x / (1 - prevalence);
  expect_survival(measured.options, {}, Missing::error, {measured.mixed(0, among_controls), measured.survival(1, 0)});
}

TEST(Stress, WithASmallChanceWeightsStillBalance) {
  Case measured(true);
  measured.options.treatment.log_odds.clear();
  measured.options.positivity = {.where = "x", .probability = 0.05};
  expect_survival(measured.options, {"x"}, Missing::error, {measured.survival(0), measured.survival(1)});
}

TEST(Stress, ValuesMissingAtRandomCostOnlyPatients) {
  Case measured(true);
  measured.options.missing = {{"x", {.share = 0.4}}};
  expect_survival(measured.options, {"x"}, Missing::drop, {measured.survival(0), measured.survival(1)});
}

// Not at random: complete cases are another population, P(X = 1 | seen).
TEST(Stress, CompleteCasesAreAnotherPopulation) {
  Case measured(true);
  double const share = 0.4, own = 1.5;
  measured.options.missing = {{"x", {.share = share, .log_odds = {{"x", own}}}}};
  double const seen = share_of_x * (1 - probability(1, share, own)) / (1 - share);
  EXPECT_LT(seen, 0.2);
  expect_survival(measured.options, {"x"}, Missing::drop, {measured.mixed(0, seen), measured.mixed(1, seen)});
}

// With the indicator, patients without a value are a level of their own, within which nothing is adjusted.
TEST(Stress, TheIndicatorMethodLeavesConfoundingAmongThoseWithoutAValue) {
  Case measured(true);
  double const share = 0.4;
  measured.options.missing = {{"x", {.share = share}}};
  std::array<double, 2> expected;
  for (std::size_t arm = 0; arm < 2; ++arm) {
    expected[arm] = (1 - share) * measured.survival(arm) + share * measured.mixed(arm, measured.among(arm, 1));
  }
  expect_survival(measured.options, {"x", "missing(x)"}, Missing::indicator, expected);
}

} // namespace
} // namespace iptwsim
