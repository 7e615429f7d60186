// True values of times that are given by the covariates, against plain quadrature and what is known of them.

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "math/normal.hpp"
#include "random/sobol.hpp"
#include "support/combined_truth.hpp"
#include "support/conditional.hpp"
#include "truth/conditional_nodes.hpp"
#include "truth/truth.hpp"

namespace iptwsim {
namespace {

using test::model_of;
using test::one_covariate;

EstimatorOptions estimators() {
  return {.survival = SurvivalOptions{.times = {2.5}},
          .rmst = RmstOptions{.tau = 5},
          .cox = CoxOptions{},
          .log_rank = {},
          .median = MedianOptions{},
          .cumulative_incidence = {}};
}

/// Columns of one estimand.
enum Place { survival, survival_treated, rmst = 4, rmst_treated, median = 8, median_treated, log_hazard_ratio = 11 };
constexpr std::size_t columns = 12;

std::vector<TrueValue> errors_of(SyntheticOptions const& options, std::vector<Estimand> estimands,
                                 EstimatorOptions const& wanted = estimators(), int points_log2 = 15) {
  TruthRequest const request{.estimands = std::move(estimands),
                             .estimators = wanted,
                             .treated_share = treated_share(options),
                             .points_log2 = points_log2};
  return test::combined_truth(test::mechanism_of(options), request);
}

std::vector<double> truth_of(SyntheticOptions const& options, std::vector<Estimand> estimands,
                             EstimatorOptions const& wanted = estimators()) {
  std::vector<double> values;
  for (TrueValue const& one : errors_of(options, std::move(estimands), wanted, 9)) values.push_back(one.value);
  return values;
}

/// Within what the shifts say of the error: with 15 degrees of freedom beyond 6.6 as rarely as a normal beyond 4.5.
void expect_truth(TrueValue const& found, double expected) {
  EXPECT_LT(found.error, 1e-4);
  EXPECT_LT(std::fabs(found.value - expected), 6.6 * found.error) << found.value << " is not " << expected;
}

// scipy: 180 Gauss-Hermite nodes in x, 60 Gauss-Legendre nodes on each of 26 to 84 stretches of time, brentq.
TEST(ConditionalTruth, OneCovariateAsByPlainQuadrature) {
  struct Expected {
    Estimand estimand;
    double survival, survival_treated, rmst, rmst_treated, median, median_treated, log_hazard_ratio;
  };
  SyntheticOptions const options = one_covariate();
  std::vector<Expected> const expected{{Estimand::ate, 0.6616896627803417, 0.770702184118144, 3.429470912965001,
                                        3.9158011189831914, 4.235318541206161, 7.176300928247635, -0.4645389875791709},
                                       {Estimand::att, 0.6182213013411837, 0.7277221846510536, 3.2442165689826963,
                                        3.7253921368585377, 3.632827116269802, 5.8112669719811745,
                                        -0.41879433507109043},
                                       {Estimand::overlap, 0.6734683043089923, 0.7853299469736038, 3.4768350341711423,
                                        3.97715905945262, 4.372483259622112, 7.497110530210045, -0.4894752597626993}};
  auto const truth = errors_of(options, {Estimand::ate, Estimand::att, Estimand::overlap});
  ASSERT_EQ(truth.size(), 3 * columns);
  for (std::size_t k = 0; k < expected.size(); ++k) {
    TrueValue const* const found = truth.data() + k * columns;
    expect_truth(found[survival], expected[k].survival);
    expect_truth(found[survival_treated], expected[k].survival_treated);
    expect_truth(found[rmst], expected[k].rmst);
    expect_truth(found[rmst_treated], expected[k].rmst_treated);
    expect_truth(found[median], expected[k].median);
    expect_truth(found[median_treated], expected[k].median_treated);
    expect_truth(found[log_hazard_ratio], expected[k].log_hazard_ratio);
  }
  SyntheticOptions endless = options;
  endless.censoring = {};
  expect_truth(errors_of(endless, {Estimand::ate})[log_hazard_ratio], -0.44102996366271663);
}

TEST(ConditionalTruth, IsTheMeanOfTheMechanismsOwnSurvivalGivenTheCovariates) {
  SyntheticOptions options = test::confounded();
  options.endpoints.emplace_back("given", one_covariate().endpoints[0].second);
  auto& model = *options.endpoints[2].second.conditional;
  model.log_hazard_ratios = {{"age", 0.3}, {"stage:III", 1.0}, {"log(size)", -0.5}};
  model.treatment.interactions = {{"male", 0.6}};
  Mechanism const mechanism = test::mechanism_of(options);
  ShiftedSobol const sobol({.dimension = 4, .points_log2 = 10, .shift = 3});
  auto const u = sobol.block(0, 1024);
  std::vector<std::array<double, 2>> sums(3);
  double total = 0;
  for (std::size_t i = 0; i < 1024; ++i) {
    std::array<double, 4> w{}, x{};
    for (std::size_t j = 0; j < 4; ++j) w[j] = math::normal_quantile(u[j * 1024 + i]);
    mechanism.covariate_values(w.data(), x.data());
    double const e = mechanism.treatment_probability(x.data()).score;
    total += e;
    for (std::size_t c = 0; c < 3; ++c) {
      for (std::size_t arm = 0; arm < 2; ++arm) {
        sums[c][arm] += e * mechanism.survival_given(c, arm, 2.5, w.data(), x.data());
      }
    }
  }
  TruthRequest const request{.estimands = {Estimand::att}, .estimators = estimators(), .points_log2 = 10};
  auto const truth = true_values(mechanism, request, 3).values;
  for (std::size_t arm = 0; arm < 2; ++arm) {
    EXPECT_NEAR(truth[2 * columns + arm], sums[2][arm] / total, 1e-9); // the mesh
    for (std::size_t c = 0; c < 2; ++c) EXPECT_NEAR(truth[c * columns + arm], sums[c][arm] / total, 2e-3) << c;
  }
}

TEST(ConditionalTruth, WithoutTermsOneShiftIsExact) {
  SyntheticOptions options = one_covariate();
  model_of(options).log_hazard_ratios.clear();
  model_of(options).treatment.interactions.clear();
  TruthRequest const request{.estimands = {Estimand::ate, Estimand::att}, .estimators = estimators()};
  EXPECT_EQ(shifts_needed(options, request, {}), 16); // the share of treated is not said
  options.treatment = {.prevalence = 0.4, .log_odds = {{"x", 0.6}}};
  TruthRequest const known{
      .estimands = request.estimands, .estimators = estimators(), .treated_share = treated_share(options)};
  EXPECT_EQ(shifts_needed(options, known, {}), 1);
  auto const truth = true_values(test::mechanism_of(options), known, 0).values;
  double const hazard = std::pow(0.5, 1.3);
  EXPECT_NEAR(truth[survival], std::pow(1 + 0.5 * hazard, -2), 1e-14);
  EXPECT_NEAR(truth[survival_treated], std::pow(1 + 0.5 * hazard * std::exp(-0.7), -2), 1e-14);
  // (1 + v H)^(-1/v) = 1/2 at H = (2^v - 1)/v
  EXPECT_NEAR(truth[median], 5 * std::pow((std::sqrt(2.0) - 1) / 0.5, 1 / 1.3), 1e-13);
  for (std::size_t c = 0; c < columns; ++c) EXPECT_NEAR(truth[columns + c], truth[c], 1e-15) << c;
  EXPECT_GT(shifts_needed(one_covariate(), known, {}), 1);
}

TEST(ConditionalTruth, HazardRatiosAreNotCollapsible) {
  SyntheticOptions options = one_covariate();
  options.treatment = {.randomized = 0.5};
  model_of(options).treatment.interactions.clear();
  model_of(options).frailty.reset();
  auto const marginal = [&](SyntheticOptions const& given) {
    return truth_of(given, {Estimand::ate})[log_hazard_ratio];
  };
  SyntheticOptions endless = options;
  endless.censoring = {};
  // Without confounding the hazard ratio of the population is nearer to 1, the more so the longer it is followed.
  EXPECT_GT(marginal(options), -0.7 + 0.05);
  EXPECT_GT(marginal(endless), marginal(options) + 0.02);
  EXPECT_LT(marginal(endless), -0.3);
  SyntheticOptions rare = options; // with few events it is the patient's
  model_of(rare).baseline.scale = 5e4;
  EXPECT_NEAR(marginal(rare), -0.7, 1e-3);
  model_of(options).log_hazard_ratios.clear();
  EXPECT_NEAR(marginal(options), -0.7, 1e-12);
}

TEST(ConditionalTruth, TimeRatiosAreCollapsible) {
  SyntheticOptions options = one_covariate();
  ConditionalOptions& model = model_of(options);
  model.log_hazard_ratios.clear();
  model.log_time_ratios = {{"x", -0.9}};
  model.treatment = {};
  model.treatment.log_time_ratio = 0.6;
  EstimatorOptions wanted = estimators();
  wanted.survival->times = {2, 2 * std::exp(0.6)};
  for (SurvivalFamily const family : {SurvivalFamily::weibull, SurvivalFamily::log_logistic}) {
    model.baseline.distribution = family;
    auto const truth = truth_of(options, {Estimand::ate}, wanted);
    EXPECT_NEAR(truth[4 + survival_treated], truth[survival], 1e-13); // S_1(t e^b) = S_0(t)
    EXPECT_NEAR(truth[4 + median_treated] / truth[4 + median], std::exp(0.6), 1e-12);
  }
}

TEST(ConditionalTruth, AcceleratedAndProportionalWeibullAreTheSameModel) {
  SyntheticOptions proportional = one_covariate(), accelerated = one_covariate();
  ConditionalOptions& model = model_of(accelerated);
  model.log_hazard_ratios.clear();
  model.log_time_ratios = {{"x", -0.8 / 1.3}};
  model.treatment = {};
  model.treatment.log_time_ratio = 0.7 / 1.3;
  model.treatment.interactions = {{"x", -0.3 / 1.3}};
  auto const a = truth_of(proportional, {Estimand::ate, Estimand::overlap});
  auto const b = truth_of(accelerated, {Estimand::ate, Estimand::overlap});
  for (std::size_t c = 0; c < a.size(); ++c) EXPECT_NEAR(a[c], b[c], 1e-9 * (1 + std::fabs(a[c]))) << c;
}

TEST(ConditionalTruth, InteractionsMakeEstimandsDiffer) {
  SyntheticOptions options = one_covariate();
  auto const difference = [&] {
    auto const truth = truth_of(options, {Estimand::ate, Estimand::att});
    return truth[columns + 6] - truth[6]; // of the restricted means
  };
  double const with = difference();
  model_of(options).treatment.interactions = {{"x", -0.3}};
  EXPECT_GT(std::fabs(with - difference()), 0.05);
}

TEST(ConditionalTruth, CuredPatientsAndHazardsThatJump) {
  SyntheticOptions options = one_covariate();
  ConditionalOptions& model = model_of(options);
  model.baseline = {};
  model.baseline.distribution = SurvivalFamily::piecewise_exponential;
  model.baseline.from = {0, 1, 3};
  model.baseline.rates = {0.1, 0.4, 0.05};
  model.frailty.reset();
  expect_truth(errors_of(options, {Estimand::ate})[rmst], 2.9076833521086667);
  model.baseline = {};
  model.baseline.distribution = SurvivalFamily::exponential;
  model.baseline.rate = 0.2;
  model.baseline.cured = 0.6;
  auto const cured = errors_of(options, {Estimand::ate});
  expect_truth(cured[rmst], 4.10501581296792);
  EXPECT_EQ(cured[median_treated].status, Status::not_reached);
}

} // namespace
} // namespace iptwsim
