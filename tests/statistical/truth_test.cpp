// True values against millions of simulated patients, weighted by their true probabilities of treatment: the mean over
// independent cohorts is within 4.5 of its standard errors of the true value, for every quantity and estimand.

#include <cmath>

#include <gtest/gtest.h>

#include "math/sum.hpp"
#include "support/analysed.hpp"
#include "support/mechanisms.hpp"
#include "truth/truth.hpp"

namespace iptwsim {
namespace {

constexpr std::size_t cohorts = 50, patients = 40000;

/// Strongly confounded; crossing hazards, cure, late entry and drop-out.
SyntheticOptions strong() {
  SyntheticOptions options;
  options.n = patients;
  options.covariates = {
      {"age", test::normal(0, 1)}, {"stage", test::bernoulli(0.35)}, {"size", test::lognormal(4, 0.5)}};
  options.correlation = {CorrelationScale::latent, {{"age:size", 0.3}}};
  options.treatment = {.prevalence = 0.35, .log_odds = {{"age", 0.7}, {"stage", -0.8}, {"size > 5", 0.5}}};
  options.endpoints = {
      {"os",
       {.marginal = MarginalOptions{.control = {.distribution = SurvivalFamily::weibull, .shape = 1.3, .scale = 5},
                                    .treated = {.hazard_ratios = HazardRatiosOptions{{0, 2}, {1.6, 0.4}}}},
        .dependence = {{"age", -0.5}, {"stage", 0.3}, {"size", -0.4}}}},
      {"pfs",
       {.marginal =
            MarginalOptions{
                .control = {.distribution = SurvivalFamily::lognormal, .sigma = 0.9, .median = 2, .cured = 0.2},
                .treated = {.hazard_ratio = 0.6}},
        .dependence = {{"age", -0.6}}}}};
  options.censoring = {.accrual = 3, .accrual_pattern = Accrual::ramp, .follow_up = 4, .dropout_rate = 0.05};
  return options;
}

struct Sharpness {
  int points_log2 = 14;
  bool median = true; // reached within the follow-up
};

void expect_agreement(SyntheticOptions const& options, std::vector<Estimand> const& estimands, bool stabilized,
                      Sharpness const& sharpness = {}) {
  Mechanism const mechanism = test::mechanism_of(options);
  EstimatorOptions estimators = test::all_estimators({1, 3}, 5);
  estimators.log_rank.reset();
  if (sharpness.median) estimators.median = MedianOptions{};
  estimators.cumulative_incidence = CumulativeIncidenceOptions{.times = {3}};
  AnalysisOptions analysis = test::analysis_options(estimators, estimands, stabilized);
  analysis.standard_errors = {.naive = false, .robust = false};

  TruthRequest const request{.estimands = estimands,
                             .weights = analysis.weights,
                             .estimators = estimators,
                             .treated_share = treated_share(options),
                             .points_log2 = sharpness.points_log2};
  auto const columns = truth_columns(options, request);
  std::vector<TruthValues> shifts;
  for (std::uint64_t shift = 0; shift < 16; ++shift) shifts.push_back(true_values(mechanism, request, shift));

  std::vector<std::size_t> estimated; // the others are no estimator's
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (columns[c].statistic == Statistic::estimate) estimated.push_back(c);
  }
  std::vector<std::vector<double>> estimates(columns.size());
  for (std::uint64_t cohort = 1; cohort <= cohorts; ++cohort) {
    auto const simulated = simulate(mechanism, patients, {.seed = 20240607, .group = 0, .cohort = cohort});
    auto scores = std::make_shared<FixedScores>();
    for (double const e : simulated.score) {
      scores->score.push_back(e);
      scores->complement.push_back(1 - e);
    }
    PreparedCohort const prepared(make_cohort(simulated, {}).cohort, estimators);
    std::vector<double> const counts(patients, 1.0);
    auto const out = Analysis<double>(prepared, analysis, ScoreSource{.fixed = scores}).run(counts);
    ASSERT_EQ(out.values.size(), estimated.size() + 1); // the first says how many terms are aliased
    for (std::size_t k = 0; k < estimated.size(); ++k) estimates[estimated[k]].push_back(out.values[k + 1]);
  }

  for (std::size_t const c : estimated) {
    std::vector<double> values;
    std::vector<Status> statuses;
    for (TruthValues const& shift : shifts) {
      values.push_back(shift.values[c]);
      statuses.push_back(shift.statuses[c]);
    }
    TrueValue const truth = combine_shifts(values, statuses);
    ASSERT_EQ(truth.status, Status::ok);
    double const se = std::sqrt(math::sample_variance(estimates[c]) / static_cast<double>(cohorts));
    double const z = (math::mean(estimates[c]) - truth.value) / std::hypot(se, truth.error);
    EXPECT_LT(std::fabs(z), 4.5) << columns[c].endpoint << ' ' << columns[c].estimand << ' '
                                 << name(columns[c].quantity) << ' ' << columns[c].arm << ' '
                                 << columns[c].time.value_or(0) << ": truth " << truth.value << ", mean "
                                 << math::mean(estimates[c]) << ", SE " << se;
    EXPECT_LT(truth.error, se / 5); // the comparison is as sharp as the simulation
  }
}

std::vector<Estimand> weighted_estimands() {
  return {Estimand::ate, Estimand::att, Estimand::atc, Estimand::overlap, Estimand::matching, Estimand::entropy};
}

TEST(TruthStatistical, WeightedCohortsAgreeWithStabilizedWeights) {
  expect_agreement(strong(), weighted_estimands(), true);
}

TEST(TruthStatistical, WeightedCohortsAgreeWithUnstabilizedWeights) {
  expect_agreement(strong(), weighted_estimands(), false);
}

TEST(TruthStatistical, FixedArmSizesAgree) {
  SyntheticOptions options = strong();
  options.n.reset();
  options.treatment.prevalence.reset();
  options.arms = ArmsOptions{.control = 25000, .treated = 15000};
  expect_agreement(options, weighted_estimands(), true);
}

// Correlated times to several causes: their first, with competing causes and with causes that censor, whose dependence
// moves the limit of Kaplan-Meier away from net survival.
TEST(TruthStatistical, FirstOfSeveralTimesAgree) {
  SyntheticOptions options = test::three_causes();
  options.n = patients;
  options.treatment.log_odds = {{"age", 0.06}, {"size", 0.3}};
  options.component_correlation = {.pairs = {{"recurrence:disease_death", 0.5}, {"disease_death:other_death", 0.6}}};
  for (auto& [name, component] : options.components) *component.marginal.control.rate *= 2;
  // The medians, 8 to 20, lie behind the end of follow-up, where no cohort has an estimate.
  expect_agreement(options, {Estimand::ate, Estimand::att, Estimand::overlap}, true,
                   {.points_log2 = 17, .median = false});
}

TEST(TruthStatistical, UnweightedRandomizedCohortsAgree) {
  SyntheticOptions options = strong();
  options.treatment = {.randomized = 0.3};
  expect_agreement(options, {Estimand::unweighted, Estimand::overlap}, true);
}

} // namespace
} // namespace iptwsim
