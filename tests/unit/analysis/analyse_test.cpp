// What the whole analysis gives a user beside the estimators themselves: contrasts, statuses, and what is withheld.

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "support/analysed.hpp"
#include "support/hand_cohort.hpp"

namespace iptwsim::test {
namespace {

// Control: S = 1/2 from 2, followed to 4. Treated: S = 2/3 from 1, 0 from 3.
std::vector<Patient> const patients{
    {2, dies, control}, {4, leaves, control}, {1, dies, treated}, {3, dies, treated}, {3, dies, treated}};

Analysed crude(std::vector<double> const& times, double tau, std::vector<Patient> const& who = patients) {
  return analyse(HandCohort(who).cohort(), analysis_options(all_estimators(times, tau), {Estimand::unweighted}));
}

TEST(Contrasts, AreTreatedMinusAndOverControl) {
  auto const ours = crude({2}, 2);
  EXPECT_DOUBLE_EQ(ours.value(Quantity::survival, "control"), 1.0 / 2);
  EXPECT_DOUBLE_EQ(ours.value(Quantity::survival, "treated"), 2.0 / 3);
  EXPECT_DOUBLE_EQ(ours.value(Quantity::survival_difference), 1.0 / 6);
  EXPECT_DOUBLE_EQ(ours.value(Quantity::survival_ratio), 4.0 / 3);
  EXPECT_DOUBLE_EQ(ours.value(Quantity::rmst, "control"), 2);
  EXPECT_DOUBLE_EQ(ours.value(Quantity::rmst, "treated"), 1 + 2.0 / 3);
  EXPECT_DOUBLE_EQ(ours.value(Quantity::rmst_difference), -1.0 / 3);
  EXPECT_DOUBLE_EQ(ours.value(Quantity::rmst_ratio), 5.0 / 6);
  for (Status const status : ours.statuses) EXPECT_EQ(status, Status::ok);
}

TEST(BeyondFollowUp, IsSaidWhereACurveAboveZeroIsCarriedForward) {
  auto const ours = crude({5}, 5);
  EXPECT_EQ(ours.value(Quantity::survival, "control"), 0.5);
  EXPECT_EQ(ours.status(Quantity::survival, "control"), Status::beyond_follow_up);
  EXPECT_EQ(ours.value(Quantity::survival, "treated"), 0);
  EXPECT_EQ(ours.status(Quantity::survival, "treated"), Status::ok); // a curve at 0 is known from there on
  EXPECT_EQ(ours.status(Quantity::survival_difference), Status::beyond_follow_up);
  EXPECT_EQ(ours.status(Quantity::rmst, "control"), Status::beyond_follow_up);
  EXPECT_EQ(ours.status(Quantity::rmst, "treated"), Status::ok);
  EXPECT_EQ(ours.status(Quantity::rmst_difference), Status::beyond_follow_up);
  EXPECT_DOUBLE_EQ(ours.value(Quantity::rmst, "control"), 2 + 3 * 0.5);
}

TEST(BeyondFollowUp, TheLastFollowUpItselfIsNotBeyond) {
  auto const ours = crude({4}, 4);
  EXPECT_EQ(ours.status(Quantity::survival, "control"), Status::ok);
  EXPECT_EQ(ours.status(Quantity::rmst, "control"), Status::ok);
}

TEST(SurvivalRatio, HasNoValueOverASurvivalOfZero) {
  auto const ours = crude({3}, 3, {{2, dies, control}, {3, dies, treated}, {4, leaves, treated}});
  EXPECT_EQ(ours.value(Quantity::survival, "control"), 0);
  EXPECT_EQ(ours.value(Quantity::survival_difference), 0.5);
  EXPECT_EQ(ours.status(Quantity::survival_ratio), Status::zero_denominator);
}

TEST(EmptyArm, WithholdsEveryNumberAndSaysWhy) {
  auto const options = analysis_options(all_estimators({2}, 3), every_estimand());
  std::vector<double> const only_control{2, 3, 0, 0, 0};
  auto const ours = analyse(HandCohort(patients).cohort(1), options, only_control);
  for (std::size_t c = 0; c < ours.values.size(); ++c) {
    EXPECT_TRUE(std::isnan(ours.values[c]));
    EXPECT_EQ(ours.statuses[c], Status::empty_arm);
  }
}

TEST(Separation, WithholdsWeightedNumbersAndLeavesTheCrudeComparison) {
  auto const options = analysis_options(all_estimators({2}, 3), {Estimand::ate, Estimand::unweighted});
  Cohort cohort = HandCohort(patients).cohort(1);
  for (Eigen::Index i = 0; i < 5; ++i)
    cohort.covariates(i, 0) = static_cast<double>(i); // control 0, 1; treated 2, 3, 4
  auto const ours = analyse(cohort, options);
  for (std::size_t c = 0; c < ours.values.size(); ++c) {
    bool const crude_number = ours.columns[c].estimand == "unweighted";
    EXPECT_EQ(std::isnan(ours.values[c]), !crude_number);
    EXPECT_EQ(ours.statuses[c], crude_number ? Status::ok : Status::separation);
  }
}

TEST(NoEvents, LeaveSurvivalAtOneAndNothingToTest) {
  auto const ours = crude({2}, 3, {{4, leaves, control}, {5, leaves, control}, {6, leaves, treated}});
  EXPECT_EQ(ours.value(Quantity::survival, "control"), 1);
  EXPECT_EQ(ours.value(Quantity::rmst, "treated"), 3);
  EXPECT_EQ(ours.status(Quantity::rmst, "treated"), Status::ok);
  EXPECT_EQ(ours.status(Quantity::log_hazard_ratio), Status::no_events);
  EXPECT_EQ(ours.status(Quantity::log_rank, "", Method::robust, Statistic::z), Status::no_events);
  EXPECT_EQ(ours.status(Quantity::log_rank, "", Method::xie_liu, Statistic::z), Status::no_events);
}

TEST(NoSpread, LeavesTheHazardRatioWithoutARobustStandardError) {
  AnalysisOptions options = analysis_options(all_estimators({1}, 1), {Estimand::unweighted});
  options.standard_errors = {.naive = true, .robust = true};
  auto const ours = analyse(HandCohort({{1, dies, control}, {1, dies, treated}, {1, dies, treated}}).cohort(), options);
  auto const status = [&](Method method, Statistic statistic) {
    return ours.status(Quantity::log_hazard_ratio, "", method, statistic);
  };
  EXPECT_NEAR(ours.value(Quantity::log_hazard_ratio), 0, 1e-14);
  EXPECT_EQ(ours.status(Quantity::log_hazard_ratio), Status::ok);
  EXPECT_EQ(status(Method::naive, Statistic::std_error), Status::ok);
  EXPECT_EQ(status(Method::robust, Statistic::std_error), Status::zero_denominator);
  EXPECT_TRUE(std::isnan(ours.value(Quantity::log_hazard_ratio, "", Method::robust, Statistic::std_error)));
}

TEST(Columns, ComeByEstimandThenByEndpoint) {
  Cohort cohort = HandCohort(patients).cohort();
  cohort.endpoints.push_back(cohort.endpoints[0]);
  cohort.endpoints[1].name = "second";
  auto const ours = analyse(cohort, analysis_options(all_estimators({1, 2}, 3), {Estimand::att, Estimand::unweighted}));
  ASSERT_EQ(ours.columns[0].quantity, Quantity::propensity_aliased); // the model's column, then the comparisons
  std::size_t const each = ours.columns.size() / 4;                  // 2 times 4 + rmst 4 + cox 3 + log-rank 6
  EXPECT_EQ(each, 2U * 4 + 4 + 3 + 6);
  EXPECT_EQ(ours.values.size(), ours.columns.size());
  for (std::size_t c = 0; c < 4 * each; ++c) {
    EXPECT_EQ(ours.columns[c + 1].estimand, c < 2 * each ? "att" : "unweighted");
    EXPECT_EQ(ours.columns[c + 1].endpoint, (c / each) % 2 == 0 ? "event" : "second");
    EXPECT_EQ(ours.values[c + 1],
              ours.values[c % each + 2 * each * (c / (2 * each)) + 1]); // the endpoints are the same
  }
}

TEST(Analysis, OneRunLeavesNoTraceInTheNext) {
  Cohort const cohort = HandCohort(patients).cohort();
  AnalysisOptions const options = analysis_options(all_estimators({2}, 3), every_estimand());
  PreparedCohort const prepared(cohort, options.estimators);
  Analysis<double> analysis(prepared, options, {0.0});
  std::vector<double> const ones(5, 1.0), separated{5, 0, 0, 0, 0};
  auto const first = analysis.run(ones).values;
  analysis.run(separated);
  EXPECT_EQ(analysis.run(ones).values, first);
}

} // namespace
} // namespace iptwsim::test
