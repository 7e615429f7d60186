// What is solved for is found again by other means: closed forms, the true values' own points, simulated patients.

#include <cmath>

#include <gtest/gtest.h>

#include "support/conditional.hpp"
#include "truth/conditional_calibration.hpp"
#include "truth/truth.hpp"

namespace iptwsim {
namespace {

using test::model_of;
using test::one_covariate;

/// Wishes for the effect of one_covariate().
SyntheticOptions wishing(MarginalEffectOptions wish) {
  SyntheticOptions options = one_covariate();
  model_of(options).treatment.log_hazard_ratio.reset();
  model_of(options).treatment.marginal = wish;
  return options;
}

/// The last of the true values of the whole population, over 16 shifts.
TrueValue last_truth(SyntheticOptions const& options, EstimatorOptions const& estimators) {
  Mechanism const mechanism = make_mechanism(options, solve_all(options));
  TruthRequest const request{.estimands = {Estimand::ate},
                             .estimators = estimators,
                             .treated_share = treated_share(options),
                             .points_log2 = 12};
  std::vector<double> values;
  for (std::uint64_t shift = 0; shift < 16; ++shift)
    values.push_back(true_values(mechanism, request, shift).values.back());
  return combine_shifts(values, std::vector<Status>(16, Status::ok));
}

/// Both have integrated with errors of their own.
void expect_reached(TrueValue const& truth, double wanted, double answer_error) {
  EXPECT_LT(truth.error, 3e-4);
  EXPECT_LT(std::fabs(truth.value - wanted), 6.6 * std::hypot(truth.error, answer_error));
}

EstimatorOptions cox() {
  EstimatorOptions estimators{};
  estimators.cox = CoxOptions{};
  return estimators;
}

TEST(ConditionalCalibration, HazardRatiosOfBothLimits) {
  SyntheticOptions design = wishing({.hazard_ratio = WantedHazardRatioOptions{0.6, CoxLimitKind::design}});
  SyntheticOptions endless = wishing({.hazard_ratio = WantedHazardRatioOptions{0.6, CoxLimitKind::uncensored}});
  SolvedConditional const by_design = solve_all(design).conditional.at(0);
  SolvedConditional const by_all = solve_all(endless).conditional.at(0);
  EXPECT_TRUE(by_design.has_effect && !by_design.has_shift);
  EXPECT_LT(by_design.effect, std::log(0.6)); // a patient's effect is larger than the population's
  EXPECT_LT(by_all.effect, by_design.effect - 0.02);
  EXPECT_GT(by_design.effect_error, 0);
  EXPECT_LT(by_design.effect_error, 1e-3);
  expect_reached(last_truth(design, cox()), std::log(0.6), by_design.effect_error);
  SyntheticOptions followed = endless; // the uncensored limit is the truth of a study without end
  followed.censoring = {};
  EXPECT_NEAR(solve_all(followed).conditional.at(0).effect, by_all.effect, 1e-12);
  expect_reached(last_truth(followed, cox()), std::log(0.6), by_all.effect_error);
}

TEST(ConditionalCalibration, WithoutTermsAnswersAreClosedForms) {
  SyntheticOptions options = wishing({.survival_difference = WantedDifferenceOptions{4, 0.1}});
  ConditionalOptions& model = model_of(options);
  model.baseline = {};
  model.baseline.distribution = SurvivalFamily::exponential;
  model.baseline.rate = 0.2;
  model.log_hazard_ratios.clear();
  model.treatment.interactions.clear();
  model.frailty.reset();
  double const wanted = std::log(-std::log(std::exp(-0.8) + 0.1) / 0.8);
  EXPECT_NEAR(solve_all(options).conditional.at(0).effect, wanted, 1e-10);
  EXPECT_NEAR(solve_all(options).conditional.at(0).effect_error, 0, 1e-12);

  // integral of exp(-0.2 t) over [0, 3], and of exp(-0.1 t), whose hazard ratio is 1/2
  double const control = (1 - std::exp(-0.6)) / 0.2, treated = (1 - std::exp(-0.3)) / 0.1;
  model.treatment.marginal = MarginalEffectOptions{.rmst_difference = WantedDifferenceOptions{3, treated - control}};
  EXPECT_NEAR(solve_all(options).conditional.at(0).effect, std::log(0.5), 1e-9);

  // Everybody is followed for 4 years: 1 - exp(-4 rate) see the event.
  model.treatment = {};
  model.treatment.log_hazard_ratio = 0;
  model.event_fraction = 0.3;
  options.censoring = {.follow_up = 4};
  EXPECT_NEAR(solve_all(options).conditional.at(0).shift, std::log(-std::log(0.7) / 4 / 0.2), 1e-9);
  EXPECT_FALSE(solve_all(options).conditional.at(0).has_effect);
}

TEST(ConditionalCalibration, AcceleratedTimesAreSolvedOnTheirOwnScale) {
  SyntheticOptions options = wishing({.rmst_difference = WantedDifferenceOptions{5, 0.4}});
  model_of(options).log_hazard_ratios.clear();
  model_of(options).log_time_ratios = {{"x", -0.6}};
  SolvedConditional const solved = solve_all(options).conditional.at(0);
  EXPECT_GT(solved.effect, 0); // longer
  EstimatorOptions estimators{};
  estimators.rmst = RmstOptions{.tau = 5};
  SyntheticOptions const plain = with_solved(options, solve_all(options).conditional);
  EXPECT_EQ(plain.endpoints[0].second.conditional->treatment.log_time_ratio, solved.effect);
  Mechanism const mechanism = test::mechanism_of(plain);
  double difference = 0;
  for (std::uint64_t shift = 0; shift < 16; ++shift) {
    TruthRequest const request{.estimands = {Estimand::ate}, .estimators = estimators, .points_log2 = 12};
    difference += true_values(mechanism, request, shift).values.at(2) / 16;
  }
  EXPECT_NEAR(difference, 0.4, 1e-4);
}

TEST(ConditionalCalibration, EffectAndEventsTogetherAsSimulatedPatientsHaveThem) {
  SyntheticOptions options = wishing({.hazard_ratio = WantedHazardRatioOptions{0.5, CoxLimitKind::design}});
  model_of(options).event_fraction = 0.25;
  Solved const solved = solve_all(options);
  EXPECT_TRUE(solved.conditional.at(0).has_effect && solved.conditional.at(0).has_shift);
  expect_reached(last_truth(options, cox()), std::log(0.5), solved.conditional.at(0).effect_error);
  constexpr std::size_t n = 100000;
  auto const patients = simulate(make_mechanism(options, solved), n, {.seed = 11});
  double events = 0;
  for (auto const event : patients.endpoints[0].event) events += event;
  EXPECT_LT(std::fabs(events / n - 0.25), 4.5 * std::sqrt(0.25 * 0.75 / n));
}

TEST(ConditionalCalibration, ComesBackFromNumbers) {
  SyntheticOptions options = wishing({.survival_difference = WantedDifferenceOptions{4, 0.1}});
  model_of(options).event_fraction = 0.4;
  Solved const solved = solve_all(options);
  Solved const again = solved_of(options, numbers_of(solved));
  EXPECT_EQ(numbers_of(again), numbers_of(solved));
  EXPECT_EQ(again.conditional.at(0).endpoint, "os");
  EXPECT_EQ(again.conditional.at(0).effect, solved.conditional.at(0).effect);
  EXPECT_EQ(again.conditional.at(0).shift, solved.conditional.at(0).shift);
}

TEST(ConditionalCalibration, WhatCannotBeHadIsToldWithWhatCan) {
  SyntheticOptions options = wishing({.survival_difference = WantedDifferenceOptions{4, 0.6}});
  auto problems = unreachable_wishes(options);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].path, (std::vector<std::string>{"endpoints", "os", "conditional", "treatment", "marginal",
                                                        "survival_difference"}));
  EXPECT_EQ(problems[0].what, "a survival difference of 0.6 at 4 cannot be had");
  // Survival of untreated patients at 4 is 0.51843, by the trapezoidal rule over x.
  EXPECT_EQ(problems[0].why, "whatever the treatment effect on patients, it lies between -0.5184 and 0.4816");
  options = one_covariate();
  model_of(options).log_hazard_ratios.clear();
  model_of(options).treatment = {};
  model_of(options).treatment.log_time_ratio = 0.4;
  model_of(options).baseline.cured = 0.4;
  model_of(options).event_fraction = 0.7;
  problems = unreachable_wishes(options);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].what, "an event fraction of 0.7 cannot be had");
  EXPECT_EQ(problems[0].why,
            "under this follow-up, however high the hazard, it stays below 0.5297"); // 1 - (1 + log(2.5)/2)^-2
  EXPECT_TRUE(unreachable_wishes(one_covariate()).empty());
}

} // namespace
} // namespace iptwsim
