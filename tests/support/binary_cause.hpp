#pragma once
// One binary cause X of treatment and of an uncensored time, so that estimates are weighted proportions whose limits
// are formulas; and the mean of estimates over cohorts, held to what is expected. Seeds are fixed and never changed.

#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "math/sum.hpp"
#include "support/analysed.hpp"
#include "support/mechanisms.hpp"

namespace iptwsim::test {

inline constexpr std::size_t cohorts = 100, patients = 4000;
inline constexpr double at = 5, share_of_x = 0.3, prevalence = 0.4, dependence = -0.5;

/// P(Z1 > a, Z2 > b) of standard normals with correlation r, by Simpson's rule on the first.
inline double both_above(double a, double b, double r) {
  constexpr int panels = 20000;
  double const end = 10, width = (end - a) / panels, s = std::sqrt(1 - r * r);
  double sum = 0;
  for (int i = 0; i <= panels; ++i) {
    double const z = a + i * width, weight = i == 0 || i == panels ? 1 : i % 2 ? 4 : 2;
    sum += weight * std::exp(-z * z / 2) * std::erfc((b - r * z) / s / std::sqrt(2));
  }
  return sum * width / 3 / std::sqrt(2 * std::acos(-1.0)) / 2;
}

inline double const cut_of_x = -math::normal_quantile(share_of_x);

/// Of X = x, where the log odds ratio of X is given and the mean is `wanted`; solved here.
inline double probability(std::size_t x, double wanted, double log_odds) {
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

  double survival(std::size_t arm, double t = at) const { return std::exp(-0.1 * t * (arm == 1 ? 0.6 : 1)); }

  /// P(T_a > t | X = x).
  double survival_given(std::size_t x, std::size_t arm, double t = at) const {
    double const of_both = both_above(cut_of_x, math::normal_quantile(1 - survival(arm, t)), dependence);
    return x == 1 ? of_both / share_of_x : (survival(arm, t) - of_both) / (1 - share_of_x);
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
    return share_with_x * survival_given(1, arm) + (1 - share_with_x) * survival_given(0, arm);
  }
};

/// Survival by arm, its mean over cohorts held to what is expected.
inline void expect_survival(SyntheticOptions const& options, std::vector<char const*> const& texts, Missing missing,
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

} // namespace iptwsim::test
