// What follow-up does to estimates, against hand-derived limits: immortal time, late entry, drop-out that depends on
// the patient. Measured means equal them within 4.5 standard errors over cohorts.

#include "support/binary_cause.hpp"

namespace iptwsim {
namespace {

using namespace test;

/// Randomized, exponential times with rate .1 in control.
SyntheticOptions trial(double hazard_ratio) {
  SyntheticOptions options;
  options.n = patients;
  options.treatment = {.randomized = prevalence};
  options.endpoints = {{"os", exponential(0.1, hazard_ratio)}};
  return options;
}

double survival(double t, double hazard_ratio = 1) { return std::exp(-0.1 * hazard_ratio * t); }

// Treatment starts at G, uniform on [0, b], of those with T > G. No effect: all have rate h. With
// m = E[exp(-h G)] = (1 - exp(-h b)) / (h b), naive survival at t >= b is, of treated patients P(T > t) / P(T > G)
// = exp(-h t) / m, and of controls, who have the planned ones that died before G, (1 - p) exp(-h t) / (1 - p m).
TEST(FollowUp, ImmortalTimeHasTheBiasDerivedByHand) {
  SyntheticOptions options = trial(1);
  options.treatment_start = {.earliest = 0, .latest = 4, .analysis = StartAnalysis::naive};
  double const m = (1 - survival(4)) / 0.4, p = prevalence;
  std::array<double, 2> const naive{(1 - p) * survival(at) / (1 - p * m), survival(at) / m};
  EXPECT_GT(naive[1] - naive[0], 0.15); // treatment does nothing
  expect_survival(options, {}, Missing::error, naive);
  options.treatment_start->analysis = StartAnalysis::planned;
  expect_survival(options, {}, Missing::error, {survival(at), survival(at)});
}

// From the landmark on, given survival to it. By 4 every plan has become true, by 2 only some: without an effect it
// does not matter, with one the controls are a mixture.
TEST(FollowUp, TheLandmarkAnalysisHasNone) {
  SyntheticOptions options = trial(1);
  options.treatment_start = {.earliest = 0, .latest = 4, .analysis = StartAnalysis::landmark};
  expect_survival(options, {}, Missing::error, {survival(at - 4), survival(at - 4)});
  options.treatment_start->landmark = 2;
  expect_survival(options, {}, Missing::error, {survival(at - 2), survival(at - 2)});
  options = trial(0.5);
  options.treatment_start = {.earliest = 0, .latest = 4, .analysis = StartAnalysis::landmark, .landmark = 2};
  double const p = prevalence;
  double const planned = p * survival(2, 0.5) * 0.5, others = (1 - p) * survival(2); // controls at the landmark
  double const controls = (planned * survival(at - 2, 0.5) + others * survival(at - 2)) / (planned + others);
  expect_survival(options, {}, Missing::error, {controls, survival(at - 2, 0.5)});
}

// L uniform on [0, b] and T > L. Counted from 0, survival at t >= b is P(T > t) / P(T > L) = exp(-h t) / m.
TEST(FollowUp, LateEntryIsHarmlessWhereItIsCounted) {
  SyntheticOptions options = trial(0.6);
  options.late_entry = {.latest = 4};
  expect_survival(options, {}, Missing::error, {survival(at), survival(at, 0.6)});
  options.late_entry->ignored = true;
  std::array<double, 2> const expected{survival(at) * 0.4 / (1 - survival(4)),
                                       survival(at, 0.6) * 0.24 / (1 - survival(4, 0.6))};
  EXPECT_GT(expected[0] - survival(at), 0.1);
  expect_survival(options, {}, Missing::error, expected);
}

TEST(FollowUp, DropOutByArmIsHarmlessToCurves) {
  SyntheticOptions options = trial(0.6);
  options.censoring = {.dropout_rate = 0.05, .dropout_log_hazard = {{"treatment", 1.5}}};
  expect_survival(options, {}, Missing::error, {survival(at), survival(at, 0.6)});
}

// Kaplan-Meier's limit is exp(-integral of the hazard among those still followed), X = x staying with exp(-c e^(bx) t).
TEST(FollowUp, DropOutByACauseHasTheBiasOfTheHazardAmongThoseFollowed) {
  Case measured(true);
  double const rate = 0.05, log_ratio = 2;
  measured.options.censoring = {.dropout_rate = rate, .dropout_log_hazard = {{"x", log_ratio}}};
  std::array<double, 2> expected;
  for (std::size_t arm = 0; arm < 2; ++arm) {
    constexpr int steps = 400;
    double const h = at / steps;
    std::array<double, 2> here{1, 1};
    expected[arm] = 1;
    for (int k = 1; k <= steps; ++k) {
      double dying = 0, followed = 0;
      for (std::size_t x = 0; x < 2; ++x) {
        double const stays = std::exp(-rate * std::exp(x == 1 ? log_ratio : 0) * (k - 0.5) * h);
        double const share = x == 1 ? share_of_x : 1 - share_of_x, next = measured.survival_given(x, arm, k * h);
        dying += share * stays * (here[x] - next);
        followed += share * stays * here[x];
        here[x] = next;
      }
      expected[arm] *= 1 - dying / followed;
    }
    EXPECT_GT(std::fabs(expected[arm] - measured.survival(arm)), 0.015);
  }
  expect_survival(measured.options, {"x"}, Missing::error, expected); // weights for treatment do not help
}

} // namespace
} // namespace iptwsim
