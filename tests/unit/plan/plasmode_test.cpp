// Cohorts drawn from a real one: the fitted models against R, who is drawn, and true values as plain sums over rows.

#include <cmath>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "math/constants.hpp"
#include "plan/plasmode.hpp"
#include "support/analysed.hpp"
#include "support/plasmode.hpp"

namespace iptwsim::test {
namespace {

constexpr std::array<std::size_t, 3> rows{0, 1, 99};

// R 4.2.2: glm(hormon ~ age + meno + grade + nodes, binomial), epsilon 1e-14
TEST(Plasmode, ScoresAreThoseOfLogisticRegression) {
  Plasmode const plasmode(rotterdam_plasmode(500));
  std::array const expected{0.1455789090542579, 0.1543419536512388, 0.0292260844937706};
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_NEAR(plasmode.scores()[rows[i]], expected[i], 1e-10);
  EXPECT_EQ(plasmode.rows(), 2982U);
  EXPECT_NEAR(plasmode.treated_share(), 0.113682092555332, 1e-12); // the mean score is the share
}

TEST(Plasmode, ScoresAreThoseOfTheModelAskedFor) {
  Study study = rotterdam_plasmode(500);
  std::vector<double> const logistic = Plasmode(study).scores();
  study.propensity.model.kind = PropensityModel::firth;
  std::vector<double> const firth = Plasmode(study).scores();
  EXPECT_NE(firth[0], logistic[0]);
  EXPECT_NEAR(firth[0], logistic[0], 2e-3); // shrunken, in 2,982 patients by little
}

// survival 3.5: survreg(Surv(dtime, death) ~ age + meno + grade + nodes + hormon), rel.tolerance 1e-14, hormon 0
TEST(Plasmode, WeibullHazardsAreThoseOfSurvreg) {
  Plasmode const plasmode(rotterdam_plasmode(500));
  std::array const expected{0.331021920993311, 0.361451976849040, 0.239229829706802};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_NEAR(plasmode.cumulative_hazard(rows[i], 0, 2000), expected[i], 1e-9);
  }
}

// survSplit at the events of ranks n k/5 + 1, then glm(poisson) with offset(log(length)), epsilon 1e-14
TEST(Plasmode, PiecewiseHazardsAreThoseOfPoissonRegression) {
  Study study = rotterdam_plasmode(500);
  study.cohort.plasmode->baseline = PlasmodeBaseline::piecewise_exponential;
  study.cohort.plasmode->effect.log_hazard_ratio = std::log(0.5);
  Plasmode const plasmode(study);
  std::array const expected{0.359597271871490, 0.390522235953249, 0.263683933016941};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_NEAR(plasmode.cumulative_hazard(rows[i], 0, 2000), expected[i], 1e-9);
    EXPECT_NEAR(plasmode.cumulative_hazard(rows[i], 1, 2000), expected[i] / 2, 1e-9); // the effect that is asked for
  }
}

// survreg(Surv(dtime, 1 - death) ~ 1): shape 3.47046857019644, scale 3809.23171595802842; the last time is 7043
TEST(Plasmode, FollowUpIsFittedOrGiven) {
  Study study = rotterdam_plasmode(500);
  FollowUp const fitted = Plasmode(study).follow_up();
  EXPECT_NEAR(fitted.survival(3000.0), std::exp(-std::pow(3000 / 3809.23171595802842, 3.47046857019644)), 1e-9);
  EXPECT_EQ(fitted.end(), 7043);
  study.cohort.plasmode->censoring = FollowUpOptions{.follow_up = 1000};
  EXPECT_EQ(Plasmode(study).follow_up().survival(999.0), 1);
  EXPECT_EQ(Plasmode(study).follow_up().end(), 1000);
}

TEST(Plasmode, PatientsAreRowsOfTheRealCohort) {
  Study study = rotterdam_plasmode(400);
  study.cohort.plasmode->assignment = PlasmodeTreatment::own;
  Plasmode const plasmode(study);
  auto const patients = plasmode.simulate(400, {.seed = 3, .cohort = 1});
  double treated = 0;
  for (std::size_t i = 0; i < patients.size(); ++i) {
    // grade is 2 or 3, meno 0 or 1, as in the file
    EXPECT_TRUE(patients.covariates.at("grade").values[i] == 2 || patients.covariates.at("grade").values[i] == 3);
    treated += patients.treated[i];
  }
  EXPECT_NEAR(treated / 400, 0.1137, 4.5 * std::sqrt(0.1137 * 0.8863 / 400));
  auto const fewer = plasmode.simulate(100, {.seed = 3, .cohort = 1});
  for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(fewer.endpoints[0].time[i], patients.endpoints[0].time[i]);
  EXPECT_NE(plasmode.simulate(100, {.seed = 3, .cohort = 2}).endpoints[0].time, fewer.endpoints[0].time);
}

TEST(Plasmode, OmittedTermsAreCausesThatTheAnalysisDoesNotSee) {
  Study study = rotterdam_plasmode(50);
  Plasmode const all(study);
  study.propensity.omit = {"nodes"};
  Plasmode const without(study);
  EXPECT_EQ(without.names().covariates, (std::vector<std::string>{"age", "meno", "grade"}));
  auto const patients = without.simulate(50, {.seed = 1});
  EXPECT_EQ(patients.endpoints[0].time, all.simulate(50, {.seed = 1}).endpoints[0].time);
  MadeCohort const made = without.make(patients);
  EXPECT_EQ(made.cohort.covariates.cols(), 3);
  EXPECT_EQ(made.cohort.covariates(7, 2), patients.covariates.at("grade").values[7]);
}

TEST(Plasmode, TrueValuesAreMeansOverTheRealPatients) {
  for (PlasmodeTreatment const assignment : {PlasmodeTreatment::fitted, PlasmodeTreatment::own}) {
    Study study = rotterdam_plasmode(500);
    study.cohort.plasmode->assignment = assignment;
    study.cohort.plasmode->effect.log_hazard_ratio = -0.5;
    Plasmode const plasmode(study);
    TruthRequest request{.estimands = {Estimand::ate, Estimand::overlap}};
    request.estimators.survival = SurvivalOptions{.times = {2000}};
    auto const truth = plasmode.true_values(request).values;
    std::array<double, 4> sums{};
    double weights = 0;
    for (std::size_t row = 0; row < plasmode.rows(); ++row) {
      double const e = plasmode.scores()[row], h = e * (1 - e);
      weights += h;
      for (std::size_t arm = 0; arm < 2; ++arm) {
        double const survival = std::exp(-plasmode.cumulative_hazard(row, arm, 2000));
        sums[arm] += survival / static_cast<double>(plasmode.rows());
        sums[2 + arm] += survival * h;
      }
    }
    EXPECT_NEAR(truth[0], sums[0], 1e-9);
    EXPECT_NEAR(truth[1], sums[1], 1e-9);
    EXPECT_NEAR(truth[4], sums[2] / weights, 1e-9);
    EXPECT_NEAR(truth[5], sums[3] / weights, 1e-9);
  }
}

TEST(Plasmode, RowsThatAreDroppedAreCounted) {
  Study study = rotterdam_plasmode(50);
  EXPECT_EQ(Plasmode(study).rows_dropped(), 0U);
  study.cohort.plasmode->csv = "mgus2.csv"; // of 1,384 patients 13 lack hgb
  study.cohort.plasmode->treatment = {.column = "sex", .treated = "M"};
  study.cohort.plasmode->endpoint = {.time = "time", .event = {.column = "either"}};
  study.propensity.terms = {"age", "hgb"};
  EXPECT_THROW(Plasmode{study}, Error);
  study.cohort.plasmode->missing = Missing::drop;
  Plasmode const complete(study);
  EXPECT_EQ(complete.rows(), 1371U);
  EXPECT_EQ(complete.rows_dropped(), 13U);
  study.cohort.plasmode->missing = Missing::indicator;
  Plasmode const all(study);
  EXPECT_EQ(all.rows(), 1384U);
  EXPECT_EQ(all.rows_dropped(), 0U);
  EXPECT_EQ(all.names().covariates, (std::vector<std::string>{"age", "hgb", "missing(hgb)"}));
}

TEST(Plasmode, AnOmittedTermDropsItsRowsAllTheSame) {
  auto const file = std::filesystem::path(testing::TempDir()) / "omitted.csv";
  std::ofstream csv(file);
  csv << "arm,t,d,age,stage\n1,3,1,,a\n"; // the one patient of stage a lacks age
  for (int i = 0; i < 40; ++i) {
    csv << i * 7 % 3 % 2 << ',' << 1 + i * 11 % 17 << ',' << i % 2 << ',' << 50 + i * 13 % 19 << ','
        << (i % 5 < 2 ? "b\n" : "c\n");
  }
  csv.close();
  Study study = rotterdam_plasmode(20);
  study.cohort.plasmode->folder = file.parent_path().string();
  study.cohort.plasmode->csv = file.filename().string();
  study.cohort.plasmode->treatment.column = "arm";
  study.cohort.plasmode->endpoint = {.time = "t", .event = {.column = "d"}};
  study.cohort.plasmode->missing = Missing::drop;
  study.cohort.plasmode->assignment = PlasmodeTreatment::randomized;
  study.propensity.terms = {"stage", "age", "age^2"};
  study.propensity.omit = {"age"};
  Plasmode const plasmode(study);
  EXPECT_EQ(plasmode.rows_dropped(), 1U);
  EXPECT_EQ(plasmode.names().covariates, (std::vector<std::string>{"stage:c", "age^2"}));
  study.cohort.plasmode->missing = Missing::indicator;
  study.propensity.terms = {"age", "stage"};
  EXPECT_EQ(Plasmode(study).names().covariates, (std::vector<std::string>{"stage:b", "stage:c"}));
  study.propensity.omit = {"stage"};
  EXPECT_EQ(Plasmode(study).names().covariates, (std::vector<std::string>{"age", "missing(age)"}));
}

TEST(Plasmode, WhatCannotBeFittedIsTold) {
  Study study = rotterdam_plasmode(50);
  study.propensity.terms = {"age", "chemo", "hormon > 0.5"};
  EXPECT_THROW(Plasmode{study}, Error); // separates the arms
  study.cohort.plasmode->csv = "none.csv";
  EXPECT_THROW(Plasmode{study}, Error);
}

} // namespace
} // namespace iptwsim::test
