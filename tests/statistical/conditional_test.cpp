// Large simulated cohorts whose times are given by the covariates: the Cox model refitted with all its terms, log times
// by least squares, and the survival of each arm's own patients against its true value. Every z is (estimate - truth) /
// standard error; |z| beyond 4.5 fails (1 in 150,000). Seeds are fixed and never changed.

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "support/conditional.hpp"
#include "truth/conditional_calibration.hpp"
#include "truth/truth.hpp"

namespace iptwsim {
namespace {

using namespace test;

constexpr std::size_t n = 100000;
constexpr double most = 4.5;

/// x1, x2, a and a:x1 of every patient.
std::vector<std::array<double, 4>> design_of(SimulatedPatients const& patients) {
  std::vector<std::array<double, 4>> rows;
  auto const& x1 = patients.covariates.at("x1").values;
  auto const& x2 = patients.covariates.at("x2").values;
  for (std::size_t i = 0; i < patients.size(); ++i) {
    double const a = patients.treated[i];
    rows.push_back({x1[i], x2[i], a, a * x1[i]});
  }
  return rows;
}

/// Solves m x = right, m symmetric 4 x 4, and gives the diagonal of its inverse.
std::array<std::array<double, 4>, 2> solve(std::array<double, 16> m, std::array<double, 4> right) {
  std::array<double, 32> both{};
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 4; ++j) both[i * 8 + j] = m[i * 4 + j];
    both[i * 8 + 4 + i] = 1;
  }
  for (std::size_t k = 0; k < 4; ++k) { // Gauss-Jordan; m is positive definite
    double const pivot = both[k * 8 + k];
    for (std::size_t j = 0; j < 8; ++j) both[k * 8 + j] /= pivot;
    for (std::size_t i = 0; i < 4; ++i) {
      double const factor = both[i * 8 + k];
      for (std::size_t j = 0; i != k && j < 8; ++j) both[i * 8 + j] -= factor * both[k * 8 + j];
    }
  }
  std::array<std::array<double, 4>, 2> out{};
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 4; ++j) out[0][i] += both[i * 8 + 4 + j] * right[j];
    out[1][i] = both[i * 8 + 4 + i];
  }
  return out;
}

/// Newton's method on the partial likelihood (D. R. Cox, J. R. Stat. Soc. B 34, 1972, 187-220): estimates, variances.
std::array<std::array<double, 4>, 2> cox_fit(SimulatedPatients const& patients) {
  auto const rows = design_of(patients);
  auto const& [name, time, event, entry] = patients.endpoints[0];
  std::vector<std::size_t> latest_first(rows.size());
  std::iota(latest_first.begin(), latest_first.end(), std::size_t{0});
  std::sort(latest_first.begin(), latest_first.end(), [&](std::size_t i, std::size_t j) { return time[i] > time[j]; });
  std::array<double, 4> b{};
  std::array<std::array<double, 4>, 2> step{};
  for (int iteration = 0; iteration < 8; ++iteration) {
    double s0 = 0;
    std::array<double, 4> s1{}, score{};
    std::array<double, 16> s2{}, information{};
    for (std::size_t const i : latest_first) {
      auto const& x = rows[i];
      double const risk = std::exp(b[0] * x[0] + b[1] * x[1] + b[2] * x[2] + b[3] * x[3]);
      s0 += risk;
      for (std::size_t j = 0; j < 4; ++j) {
        s1[j] += risk * x[j];
        for (std::size_t k = 0; k < 4; ++k) s2[j * 4 + k] += risk * x[j] * x[k];
      }
      if (event[i] != 1) continue;
      for (std::size_t j = 0; j < 4; ++j) {
        score[j] += x[j] - s1[j] / s0;
        for (std::size_t k = 0; k < 4; ++k) information[j * 4 + k] += s2[j * 4 + k] / s0 - s1[j] / s0 * (s1[k] / s0);
      }
    }
    step = solve(information, score);
    for (std::size_t j = 0; j < 4; ++j) b[j] += step[0][j];
  }
  return {b, step[1]};
}

SyntheticOptions two_covariates() {
  SyntheticOptions options = one_covariate();
  options.covariates = {{"x1", normal(0, 1)}, {"x2", bernoulli(0.4)}};
  options.correlation = {CorrelationScale::latent, {{"x1:x2", 0.4}}};
  options.treatment = {.prevalence = 0.45, .log_odds = {{"x1", 0.6}, {"x2", -0.5}}};
  model_of(options).log_hazard_ratios = {{"x1", 0.5}, {"x2", -0.8}};
  model_of(options).treatment.interactions = {{"x1", 0.3}};
  model_of(options).frailty.reset();
  return options;
}

SimulatedPatients simulated(SyntheticOptions const& options, std::uint64_t seed) {
  return simulate(make_mechanism(options, solve_all(options)), n, {.seed = seed});
}

void expect_coefficients(SimulatedPatients const& patients, std::array<double, 4> const& truth) {
  auto const [estimate, variance] = cox_fit(patients);
  for (std::size_t j = 0; j < 4; ++j) {
    EXPECT_LT(std::fabs(estimate[j] - truth[j]) / std::sqrt(variance[j]), most) << j << ": " << estimate[j];
    EXPECT_LT(std::sqrt(variance[j]), 0.03);
  }
}

TEST(ConditionalSimulation, CoxModelFindsTheLogHazardRatios) {
  expect_coefficients(simulated(two_covariates(), 101), {0.5, -0.8, -0.7, 0.3});
}

TEST(ConditionalSimulation, AcceleratedWeibullIsACoxModelToo) {
  SyntheticOptions options = two_covariates();
  ConditionalOptions& model = model_of(options);
  model.log_time_ratios = {{"x1", -0.5}, {"x2", 0.8}};
  model.log_hazard_ratios.clear();
  model.treatment = {};
  model.treatment.log_time_ratio = 0.7;
  model.treatment.interactions = {{"x1", -0.3}};
  expect_coefficients(simulated(options, 102), {1.3 * 0.5, 1.3 * -0.8, 1.3 * -0.7, 1.3 * 0.3});
}

TEST(ConditionalSimulation, SolvedEffectsAreTheOnesSimulated) {
  SyntheticOptions options = two_covariates();
  model_of(options).treatment.log_hazard_ratio.reset();
  model_of(options).treatment.marginal =
      MarginalEffectOptions{.hazard_ratio = WantedHazardRatioOptions{0.6, CoxLimitKind::design}};
  double const effect = solve_all(options).conditional.at(0).effect;
  expect_coefficients(simulated(options, 103), {0.5, -0.8, effect, 0.3});
}

/// Patients followed without end have log times whose mean is linear in the design.
TEST(ConditionalSimulation, LogTimesOfAcceleratedLognormalTimes) {
  SyntheticOptions options = two_covariates();
  options.censoring = {};
  options.treatment = {.randomized = 0.5};
  ConditionalOptions& model = model_of(options);
  model.baseline = {};
  model.baseline.distribution = SurvivalFamily::lognormal;
  model.baseline.median = 4;
  model.baseline.sigma = 0.7;
  model.log_time_ratios = {{"x1", -0.5}, {"x2", 0.8}};
  model.log_hazard_ratios.clear();
  model.treatment = {};
  model.treatment.log_time_ratio = 0.7;
  model.treatment.interactions = {{"x1", -0.3}};
  auto const patients = simulated(options, 104);
  auto const rows = design_of(patients);
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < n; ++i) {
    auto const& x = rows[i];
    double const mean = std::log(4.0) - 0.5 * x[0] + 0.8 * x[1] + 0.7 * x[2] - 0.3 * x[3];
    double const residual = (std::log(patients.endpoints[0].time[i]) - mean) / 0.7;
    sum += residual;
    squares += residual * residual;
  }
  EXPECT_LT(std::fabs(sum) / std::sqrt(n), most);
  EXPECT_LT(std::fabs(squares - n) / std::sqrt(2.0 * n), most);
}

/// Treated patients live as S_1 of the treated population, control patients as S_0 of the others: frailty, cure,
/// interactions and terms together.
TEST(ConditionalSimulation, EachArmsPatientsLiveAsTheirTruth) {
  SyntheticOptions options = two_covariates();
  options.censoring = {.follow_up = 100};
  model_of(options).frailty = FrailtyOptions{0.8};
  model_of(options).baseline.cured = 0.2;
  model_of(options).log_hazard_ratios = {{"x1^2", 0.3}, {"x1 > 0.5", 0.7}, {"x2", -0.8}};
  auto const patients = simulated(options, 105);
  EstimatorOptions estimators{};
  estimators.survival = SurvivalOptions{.times = {0.5, 2, 5, 20}};
  TruthRequest const request{.estimands = {Estimand::atc, Estimand::att},
                             .estimators = estimators,
                             .treated_share = treated_share(options),
                             .points_log2 = 16};
  auto const truth = true_values(make_mechanism(options, solve_all(options)), request, 0).values;
  for (std::size_t arm = 0; arm < 2; ++arm) {
    for (std::size_t t = 0; t < 4; ++t) {
      double const expected = truth[arm * 16 + t * 4 + arm];
      double alive = 0, all = 0;
      for (std::size_t i = 0; i < n; ++i) {
        if (patients.treated[i] != arm) continue;
        all += 1;
        alive += patients.endpoints[0].time[i] > estimators.survival->times[t];
      }
      EXPECT_LT(std::fabs(alive / all - expected) / std::sqrt(expected * (1 - expected) / all), most) << arm << t;
    }
  }
}

} // namespace
} // namespace iptwsim
