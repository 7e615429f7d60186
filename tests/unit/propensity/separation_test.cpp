// Covariates that tell the arms apart: there is no maximum likelihood estimate, and the status has to say so; and
// covariates that almost do, where there is one.

#include <cmath>

#include <gtest/gtest.h>

#include "support/logistic_fit.hpp"

namespace iptwsim::test {
namespace {

std::vector<std::uint8_t> const halves{0, 0, 0, 0, 1, 1, 1, 1};

TEST(Separation, ACovariateThatSplitsTheArms) {
  EXPECT_EQ(TreatmentModel({halves, {{1, 2, 3, 4, 5, 6, 7, 8}}}).status(), Status::separation);
  EXPECT_EQ(TreatmentModel({halves, {{8, 7, 6, 5, 4, 3, 2, 1}}}).status(), Status::separation);
  EXPECT_EQ(TreatmentModel({halves, {{1, 2, 3, 4, 4.001, 6, 7, 800}}}).status(), Status::separation);
}

TEST(Separation, QuasiSeparationByAValueThatBothArmsShare) {
  EXPECT_EQ(TreatmentModel({halves, {{1, 2, 3, 4, 4, 6, 7, 8}}}).status(), Status::separation);
}

TEST(Separation, ADummyThatOnlyTreatedPatientsHave) {
  EXPECT_EQ(TreatmentModel({halves, {{0, 0, 0, 0, 1, 0, 0, 0}}}).status(), Status::separation);
  // Beside a covariate that separates nothing.
  EXPECT_EQ(TreatmentModel({halves, {{3, 1, 4, 1, 5, 2, 6, 2}, {0, 0, 0, 0, 1, 0, 0, 1}}}).status(),
            Status::separation);
}

TEST(Separation, TwoCovariatesThatSplitTheArmsTogetherOnly) {
  // Treated are those with x + y > 3.5; neither x nor y separates.
  TreatmentData const data{halves, {{0, 1, 2, 3, 1, 2, 3, 4}, {3, 2, 1, 0, 3, 2, 1, 0}}};
  EXPECT_EQ(TreatmentModel(data).status(), Status::separation);
}

TEST(Separation, AsManyColumnsAsPatients) {
  TreatmentData const data{{0, 1, 0, 1}, {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}}};
  EXPECT_EQ(TreatmentModel(data).status(), Status::separation);
}

TEST(Separation, IsSeenFromTheCohortsOwnCoefficientsToo) {
  // The cohort is not separated, the copies drawn are: the replicate starts at the cohort's fit.
  TreatmentData data{{0, 0, 1, 0, 0, 1, 1, 0, 1, 1}, {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}}};
  TreatmentModel const cohort(data);
  ASSERT_EQ(cohort.status(), Status::ok);
  data.counts = {1, 1, 0, 2, 2, 1, 1, 0, 2, 0};
  EXPECT_EQ(TreatmentModel(data, cohort.fit.coefficients).status(), Status::separation);
}

// The cohort's own coefficients put the drawn patients of the dummy so far out that no curvature is left there. That is
// not aliasing: other columns do not repeat this one, it tells the arms apart.
TEST(Separation, ADummyFarOutAtTheStartIsNotAliased) {
  TreatmentData data{{0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1},
                     {{-1.45, -1.91, -1.43, 1.52, -0.19, 1, -0.21, -0.2, -1.25, 1.12, -0.55, 0.22},
                      {0, 1, 1, 0, 0, 1, 0, 0, 0, 1, 1, 0}}};
  TreatmentModel const cohort(data);
  ASSERT_EQ(cohort.status(), Status::ok);
  data.counts = {2, 1, 1, 3, 1, 0, 1, 1, 1, 0, 0, 1}; // of the dummy's patients only controls are drawn
  ASSERT_EQ(TreatmentModel(data).status(), Status::separation);
  EXPECT_EQ(TreatmentModel(data, cohort.fit.coefficients).status(), Status::separation);
}

TEST(Separation, OneOverlappingPairIsEnoughForAnEstimate) {
  TreatmentModel const model({{0, 0, 0, 1, 0, 1, 1, 1}, {{1, 2, 3, 4, 5, 6, 7, 8}}});
  EXPECT_EQ(model.status(), Status::ok);
  // A rare and a strong predictor: 199 to 1 on either side, log odds ratio 2 log 199.
  TreatmentData table{{0, 1, 0, 1}, {{0, 0, 1, 1}}, {199, 1, 1, 199}};
  TreatmentModel const strong(table);
  EXPECT_EQ(strong.status(), Status::ok);
  EXPECT_NEAR(strong.coefficients()[1], 2 * std::log(199.0), 1e-12);
}

} // namespace
} // namespace iptwsim::test
