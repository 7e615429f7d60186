// What is the same for all cohorts of a scenario.

#include <gtest/gtest.h>

#include "plan/analysis_layout.hpp"
#include "support/analysed.hpp"
#include "support/random_cohort.hpp"

namespace iptwsim::test {
namespace {

Study study_of() {
  Study study;
  study.weights.estimand = {Estimand::ate, Estimand::overlap};
  study.estimators = all_estimators({3, 6}, 8);
  study.estimators.median = MedianOptions{};
  study.variance = {VarianceMethod::naive, VarianceMethod::robust, VarianceMethod::stacked};
  return study;
}

TEST(AnalysisLayout, ColumnsAreKnownBeforeTheCohort) {
  AnalysisLayout const layout(study_of());
  for (std::uint64_t const index : {0U, 4U}) {
    PreparedCohort const prepared(random_cohort(index).cohort, layout.full.estimators);
    ColumnSets const of_data = layout.columns(prepared);
    ColumnSets const of_names = layout.columns({.covariates = {"age", "sick"}, .endpoints = {"event"}});
    EXPECT_EQ(of_data.full, of_names.full);
    EXPECT_EQ(of_data.replicate, of_names.replicate);
    EXPECT_EQ(of_data.patient, of_names.patient);
    EXPECT_GT(of_names.full.size(), of_names.replicate.size()); // the crude comparison and diagnostics
    EXPECT_EQ(of_names.replicate, of_names.patient);            // no whole curve
  }
}

TEST(AnalysisLayout, KnownScoresHaveNoCoefficients) {
  AnalysisLayout const layout(study_of());
  auto const coefficients = [&](bool known) {
    int count = 0;
    for (Column const& column : layout.columns({{"age"}, {"event"}, known}).full) {
      count += column.quantity == Quantity::propensity_coefficient;
    }
    return count;
  };
  EXPECT_EQ(coefficients(true), 0);
  EXPECT_EQ(coefficients(false), 4); // intercept and age, each with its standard error
}

TEST(AnalysisLayout, OnlyTheWholeCurveDependsOnTheCohort) {
  Study study = study_of();
  study.estimators.survival->curve = true;
  AnalysisLayout const layout(study);
  EXPECT_EQ(layout.full.curve, CurveColumns::everything);
  EXPECT_EQ(layout.replicate.curve, CurveColumns::grid);
  EXPECT_EQ(layout.patient.curve, CurveColumns::none);
}

TEST(AnalysisLayout, ReplicatesOfARepeatedCohortAreDrawnInItsStream) {
  Study study = study_of();
  study.seed = 8;
  EXPECT_EQ(cohort_address(study).seed, 8U);
  EXPECT_EQ(cohort_address(study).cohort, 0U);
  study.stream = StreamOptions{.group = 1099511627775, .cohort = 12};
  EXPECT_EQ(cohort_address(study).seed, 8U);
  EXPECT_EQ(cohort_address(study).group, 1099511627775U);
  EXPECT_EQ(cohort_address(study).cohort, 12U);
}

TEST(AnalysisLayout, CopiesWhatInferenceNeeds) {
  Study study = study_of();
  study.level = {0.8, 0.9};
  study.null.log_hazard_ratio = 0.3;
  study.alternative.every = Alternative::less;
  study.bootstrap = BootstrapOptions{.replicates = 17};
  InferenceOptions const options = inference_options(study);
  EXPECT_EQ(options.level, study.level);
  EXPECT_EQ(options.variance, study.variance);
  EXPECT_EQ(options.null.log_hazard_ratio, 0.3);
  EXPECT_EQ(options.alternative.every, Alternative::less);
  EXPECT_EQ(options.bootstrap->replicates, 17);
}

} // namespace
} // namespace iptwsim::test
