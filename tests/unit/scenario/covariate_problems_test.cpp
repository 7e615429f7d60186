#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "covariate_samples.hpp"
#include "scenario/covariate.hpp"
#include "support/problems_text.hpp"

namespace iptwsim::test {
namespace {

using Distribution = CovariateDistribution;
using testing::HasSubstr;

std::string told(CovariateOptions const& options) { return text_of(problems_of(options)); }

TEST(CovariateProblems, NoneOfGoodCovariates) {
  for (auto const& [name, options, tails] : sample_covariates()) EXPECT_EQ(told(options), "") << name;
  EXPECT_EQ(told({.distribution = Distribution::bernoulli, .probability = 0.3}), "");
  EXPECT_EQ(told({.distribution = Distribution::categorical, .levels = {{"I", 0.3}, {"II", 0.7}}}), "");
  EXPECT_EQ(told({.distribution = Distribution::normal, .mean = 0, .sd = 1, .truncate = {0, math::infinity}}), "");
  EXPECT_EQ(told({.distribution = Distribution::poisson, .mean = 2, .truncate = {1, math::infinity}}), "");
  EXPECT_EQ(told({.distribution = Distribution::poisson, .mean = 1e6}), "");
}

TEST(CovariateProblems, OfMissingParameters) {
  EXPECT_EQ(told({.distribution = Distribution::normal}),
            ": normal covariate lacks the key \"mean\" (a normal covariate has mean and sd), add it\n"
            ": normal covariate lacks the key \"sd\" (a normal covariate has mean and sd), add it");
  for (Distribution const distribution : {Distribution::lognormal, Distribution::uniform, Distribution::bernoulli,
                                          Distribution::categorical, Distribution::gamma, Distribution::poisson}) {
    EXPECT_THAT(told({.distribution = distribution}), HasSubstr("lacks the key"));
  }
}

TEST(CovariateProblems, OfParametersOfOtherDistributions) {
  EXPECT_EQ(told({.distribution = Distribution::poisson, .mean = 2, .sd = 1}),
            "sd: poisson covariate has sd (a poisson covariate has mean), take it out, or choose another distribution");
  EXPECT_EQ(told({.distribution = Distribution::bernoulli, .probability = 0.3, .truncate = {0, 1}}),
            "truncate: bernoulli covariate has truncate (it has no range to cut), take it out");
}

TEST(CovariateProblems, OfLevels) {
  auto const levels = [](NamedNumbers numbers) {
    return told({.distribution = Distribution::categorical, .levels = std::move(numbers)});
  };
  EXPECT_EQ(levels({{"a", 0.3}, {"b", 0.6}}),
            "levels: the probabilities of levels sum to 0.9 (they sum to 1), correct them");
  EXPECT_EQ(levels({{"a", 0.1}, {"b", 0.2}, {"c", 0.7}}), ""); // not 1 in binary
  EXPECT_EQ(levels({{"a", 0.333333}, {"b", 0.333333}, {"c", 0.333333}}).find("levels: the probabilities"), 0U);
  EXPECT_EQ(levels({{"a", 0.9}}),
            "levels: levels has one level (a categorical covariate has two or more), add the others");
  EXPECT_EQ(levels({{"1", 0.5}, {"b", 0.5}}),
            "levels.1: levels has \"1\" (in a CSV file that is a number and no category), write grade1 or the like");
  EXPECT_THAT(levels({{"NA", 0.5}, {"b", 0.5}}), HasSubstr("a missing value"));
  EXPECT_THAT(levels({{"", 0.5}, {"b", 0.5}}), HasSubstr("a missing value"));
  EXPECT_THAT(levels({{"inf", 0.5}, {"b", 0.5}}), HasSubstr("a number"));
  EXPECT_THAT(levels({{" a", 0.5}, {"b", 0.5}}), HasSubstr("blanks"));
  EXPECT_THAT(levels({{"a\nc", 0.5}, {"b", 0.5}}), HasSubstr("would not print"));
}

TEST(CovariateProblems, OfValues) {
  EXPECT_EQ(told({.distribution = Distribution::uniform, .lower = 2, .upper = 2}),
            "upper: upper 2 is not above lower 2 (a uniform covariate lies between them), correct them");
  EXPECT_EQ(told({.distribution = Distribution::poisson, .mean = 0}),
            "mean: mean 0 of a poisson covariate (it is above 0), correct it");
  EXPECT_THAT(told({.distribution = Distribution::poisson, .mean = 4e6}),
              HasSubstr("take a normal covariate with sd 2000"));
  EXPECT_THAT(told({.distribution = Distribution::lognormal, .median = 1, .sigma = 100}), HasSubstr("infinite values"));
}

TEST(CovariateProblems, OfTruncation) {
  auto const age = [](std::vector<double> truncate) {
    return told({.distribution = Distribution::normal, .mean = 60, .sd = 10, .truncate = std::move(truncate)});
  };
  EXPECT_EQ(age({18}), "truncate: truncate has 1 number (a lower and an upper limit), write truncate: [0, 100]");
  EXPECT_EQ(age({75, 18}), "truncate: truncate goes from 75 to 18 (the first is the lower limit), correct it");
  EXPECT_THAT(age({18, 18}), HasSubstr("truncate goes from 18 to 18"));
  EXPECT_EQ(
      age({1000, 2000}),
      "truncate: normal covariate is never between 1000 and 2000 (its probability there is 0, or so small that it "
      "would be), correct the limits or the parameters");
  EXPECT_EQ(age({300, 2000}), "");
  EXPECT_THAT(told({.distribution = Distribution::gamma, .shape = 2, .scale = 1, .truncate = {-3, 0}}),
              HasSubstr("never"));
  EXPECT_THAT(told({.distribution = Distribution::lognormal, .median = 2, .sigma = 1, .truncate = {-3, -1}}),
              HasSubstr("never"));
  EXPECT_THAT(told({.distribution = Distribution::uniform, .lower = 2, .upper = 3, .truncate = {3, 4}}),
              HasSubstr("never"));
  EXPECT_THAT(told({.distribution = Distribution::poisson, .mean = 2, .truncate = {1.2, 1.8}}), HasSubstr("never"));
  EXPECT_THAT(told({.distribution = Distribution::poisson, .mean = 2, .truncate = {1e9, 2e9}}), HasSubstr("never"));
  EXPECT_THAT(told({.distribution = Distribution::poisson, .mean = 1e5, .truncate = {0, 10}}), HasSubstr("never"));
}

// Ranges are told by the reader of the config; what is out of range breaks nothing here.
TEST(CovariateProblems, SurviveParametersOutOfRange) {
  for (double const wrong : {0.0, -1.0, math::infinity, math::not_a_number}) {
    told({.distribution = Distribution::normal, .mean = wrong, .sd = wrong, .truncate = {0, 1}});
    told({.distribution = Distribution::lognormal, .median = wrong, .sigma = wrong, .truncate = {0, 1}});
    told({.distribution = Distribution::uniform, .lower = wrong, .upper = wrong, .truncate = {0, 1}});
    told({.distribution = Distribution::bernoulli, .probability = wrong});
    told({.distribution = Distribution::categorical, .levels = {{"a", wrong}, {"b", wrong}}});
    told({.distribution = Distribution::gamma, .shape = wrong, .scale = wrong, .truncate = {wrong, 1}});
    told({.distribution = Distribution::poisson, .mean = wrong, .truncate = {0, wrong}});
  }
}

} // namespace
} // namespace iptwsim::test
