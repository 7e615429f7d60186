// Terms of a generating model by hand, and the words for what is none.

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "scenario/generating_terms.hpp"
#include "support/lane4.hpp"
#include "support/mechanisms.hpp"

namespace iptwsim {
namespace {

using namespace test;

NamedCovariates const covariates{{"age", normal(60, 10)},
                                 {"size", lognormal(4, 0.5)},
                                 {"stage", categorical({{"II", 0.5}, {"III", 0.2}, {"I", 0.3}})}};

double value(std::string const& term, std::vector<double> const& values, double coefficient = 1) {
  return GeneratingTerms({{term, coefficient}}, covariates)(values.data());
}

std::string told(std::vector<std::string> const& terms, NamedCovariates const& known = covariates) {
  NamedNumbers coefficients;
  for (std::string const& term : terms) coefficients.emplace_back(term, 1.0);
  std::string text;
  for (OptionProblem const& p : term_problems("log_odds", coefficients, known)) {
    text += (text.empty() ? "" : "\n") + Problem{.what = p.what, .why = p.why, .advice = p.advice}.text();
    EXPECT_EQ(p.path.size(), 1U);
  }
  return text;
}

TEST(GeneratingTerms, EveryKind) {
  std::vector<double> const patient{50, 5, 2}; // stage III: levels are counted by name
  EXPECT_EQ(value("age", patient, 0.5), 25);
  EXPECT_EQ(value("age^2", patient), 2500);
  EXPECT_EQ(value("size^3", patient), 125);
  EXPECT_DOUBLE_EQ(value("log(size)", patient), std::log(5.0));
  EXPECT_EQ(value("stage:III", patient, 2), 2);
  EXPECT_EQ(value("stage:II", patient), 0);
  EXPECT_EQ(value("stage:I", patient), 0);
  EXPECT_EQ(value("stage:I", {50, 5, 0}), 1);
  EXPECT_EQ(value("size > 5", patient), 0);
  EXPECT_EQ(value("size >= 5", patient), 1);
  EXPECT_EQ(value("size < 5", patient), 0);
  EXPECT_EQ(value("size <= 5", patient), 1);
  EXPECT_EQ(value("age:size", patient), 250);
  EXPECT_EQ(value("age:stage:III:size > 4", patient, 0.1), 5);
  EXPECT_EQ(value("stage:III:age > 50", patient), 0);
}

TEST(GeneratingTerms, SumsInTheOrderOfTheConfig) {
  NamedNumbers const coefficients{{"age", 1e16}, {"size", 1.0}, {"age^2", -1e16}};
  std::vector<double> const patient{1, 1, 0};
  EXPECT_EQ(GeneratingTerms(coefficients, covariates)(patient.data()), (1e16 + 1.0) - 1e16);
  EXPECT_EQ(GeneratingTerms()(patient.data()), 0);
  EXPECT_TRUE(GeneratingTerms().empty());
}

TEST(GeneratingTerms, LanesAreAlone) {
  GeneratingTerms const terms({{"age^2", 0.3}, {"log(size)", -1.7}, {"stage:II", 0.4}, {"size > 2", 5}}, covariates);
  std::vector<Lane4> const patients{Lane4(1, -2, 3.5, 40), Lane4(0.1, 2, 7, 2.5), Lane4(0, 1, 2, 1)};
  Lane4 const sums = terms(patients.data());
  for (std::size_t lane = 0; lane < 4; ++lane) {
    std::vector<double> const patient{patients[0][lane], patients[1][lane], patients[2][lane]};
    EXPECT_EQ(sums[lane], terms(patient.data()));
  }
}

TEST(TermProblems, AreSaid) {
  EXPECT_EQ(told({"age", "age^2", "log(size)", "stage:I", "stage:II", "stage:III", "age:stage:II", "size > 5"}), "");
  EXPECT_EQ(told({"agee"}), "log_odds has \"agee\", no covariate (the covariates are age, size, stage), did you mean "
                            "\"age\"?");
  EXPECT_EQ(told({"age:grade"}), "log_odds has \"grade\", no covariate (the covariates are age, size, stage), correct "
                                 "it, or add the covariate");
  EXPECT_EQ(told({"age"}, {}), "log_odds has \"age\", no covariate (there are no covariates), correct it, or add the "
                               "covariate");
  EXPECT_EQ(told({"III"}), "log_odds has \"III\", no covariate (the covariates are age, size, stage), write stage:III");
  EXPECT_EQ(told({"stage"}), "log_odds has \"stage\" (stage needs a level here), name a level, as in stage:III");
  EXPECT_EQ(told({"stage:age"}),
            "log_odds has \"stage:age\" (stage needs a level here), name a level, as in stage:III");
  EXPECT_EQ(told({"stage^2"}), "log_odds has \"stage^2\" (stage holds categories), name a level, as in stage:III");
  EXPECT_EQ(told({"stage > 1"}), "log_odds has \"stage > 1\" (stage holds categories), name a level, as in stage:III");
  EXPECT_EQ(told({"stage:IIII"}), "log_odds has \"IIII\", no level of stage (its levels are I, II, III), did you mean "
                                  "\"III\"?");
  EXPECT_EQ(told({"rcs(age, 4)"}), "log_odds has \"rcs(age, 4)\" (its knots would depend on the sample), write powers, "
                                   "log(age) or indicators such as age > 1");
  EXPECT_EQ(told({"log(age)"}), "log_odds has \"log(age)\" (a normal covariate is not always above 0), give age a "
                                "truncate: [LOW, HIGH] above 0, or use another distribution");
  EXPECT_EQ(told({"age^1"}), "the term \"age^1\" has the exponent \"1\" (a power is a whole number from 2 to 9), "
                             "correct it, or add such a column to the CSV");
  EXPECT_EQ(told({"age:size", "size:age"}),
            "log_odds has \"age:size\" and \"size:age\" (age:size would be in the model "
            "twice), take one out");
  EXPECT_THAT(told({"a", "b"}), testing::AllOf(testing::HasSubstr("\"a\""), testing::HasSubstr("\n")));
}

TEST(IsAlwaysPositive, ByDistribution) {
  CovariateOptions poisson{.distribution = CovariateDistribution::poisson, .mean = 3};
  EXPECT_FALSE(is_always_positive(poisson));
  poisson.truncate = {1, 10};
  EXPECT_TRUE(is_always_positive(poisson));
  EXPECT_TRUE(is_always_positive(lognormal(1, 1)));
  EXPECT_FALSE(is_always_positive(bernoulli(0.5)));
  EXPECT_TRUE(is_always_positive({.distribution = CovariateDistribution::uniform, .lower = 0, .upper = 1}));
  EXPECT_FALSE(is_always_positive({.distribution = CovariateDistribution::uniform, .lower = -1, .upper = 1}));
  EXPECT_TRUE(is_always_positive({.distribution = CovariateDistribution::gamma, .shape = 1, .scale = 1}));
  EXPECT_FALSE(is_always_positive({.distribution = CovariateDistribution::gamma, .shape = 0.01, .scale = 1}));
}

} // namespace
} // namespace iptwsim
