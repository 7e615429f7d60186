// Terms of propensity models against R: glm for coefficients, Hmisc for knots and columns of splines.

#include <cmath>

#include <gtest/gtest.h>

#include "cohort/load.hpp"
#include "cohort/terms_spline.hpp"
#include "propensity/logistic.hpp"
#include "reference/agreement.hpp"

namespace iptwsim::test {
namespace {

constexpr double iterated = 1e-9;

LoadedCohort rotterdam(std::vector<std::string> const& terms, std::vector<std::string> const& categorical) {
  CohortOptions options;
  options.treatment.column = "hormon";
  options.categorical = categorical;
  return load_cohort(std::string(IPTWSIM_SOURCE_DIR) + "/tests/data/rotterdam.csv", options,
                     {{"os", {.time = "dtime", .event = {"death"}}}}, terms);
}

TEST(TermsReference, Models) {
  Agreement agreement;
  nlohmann::json const models = read_json("terms.json").at("models");
  EXPECT_EQ(models.size(), 6U);
  for (auto const& [name, model] : models.items()) {
    Cohort const cohort = rotterdam(model.at("terms"), model.at("categorical")).cohort;
    Design const design(cohort);
    LogisticFit<double> fit;
    std::vector<double> const ones(cohort.size(), 1.0);
    fit_logistic<double>(design, cohort.treated, ones, std::vector<double>(design.columns(), 0.0), fit);
    EXPECT_EQ(fit.status, 0) << name;
    auto const ours = design.to_data_scale(fit.coefficients);
    ASSERT_EQ(ours.size(), model.at("coef").size()) << name;
    for (std::size_t j = 0; j < ours.size(); ++j) {
      std::string const where = name + " " + (j == 0 ? "intercept" : cohort.covariate_names[j - 1]);
      agreement.compare("propensity_coefficient", where, ours[j], number(model.at("coef").at(j)),
                        number(model.at("se").at(j)), iterated);
    }
    for (std::size_t i = 0; i < 10; ++i) {
      agreement.compare("propensity score", name, fit.score[i], number(model.at("e_first10").at(i)), 0, iterated);
    }
  }
}

TEST(TermsReference, SplineColumns) {
  Agreement agreement;
  nlohmann::json const reference = read_json("terms.json");
  LoadedCohort const loaded = rotterdam({"age"}, {});
  std::vector<double> const age(loaded.cohort.covariates.col(0).begin(), loaded.cohort.covariates.col(0).end());
  for (auto const& [k, theirs] : reference.at("splines_of_age").items()) {
    std::vector<double> const knots = spline_knots(age, std::stoi(k));
    ASSERT_EQ(knots.size(), theirs.at("knots").size());
    for (std::size_t j = 0; j < knots.size(); ++j) {
      agreement.compare("knot", k, knots[j], number(theirs.at("knots").at(j)), 0, 1e-14);
    }
    for (std::size_t j = 1; j + 1 < knots.size(); ++j) {
      std::vector<double> const ours = spline_column(age, knots, j);
      for (std::size_t i = 0; i < reference.at("spline_rows_1based").size(); ++i) {
        auto const row = reference.at("spline_rows_1based").at(i).get<std::size_t>() - 1;
        agreement.compare("column of a spline", k + " knots", ours[row], number(theirs.at("basis").at(i).at(j)), 1,
                          1e-12);
      }
    }
  }
}

TEST(TermsReference, KnotsAreSaidWithTheCohort) {
  LoadedCohort const loaded = rotterdam({"rcs(age, 4)", "size"}, {});
  ASSERT_EQ(loaded.splines.size(), 1U);
  EXPECT_EQ(loaded.splines[0].term, "rcs(age, 4)");
  EXPECT_EQ(loaded.splines[0].knots, (std::vector<double>{35, 49, 61, 77}));
  std::vector<std::string> const names{"age", "age'", "age''", "size:<=20", "size:>50"};
  EXPECT_EQ(loaded.cohort.covariate_names, names);
}

} // namespace
} // namespace iptwsim::test
