// Firth's logistic regression against brglm2 on nine cohorts and on separated resamples; separation and rank deficiency
// of resamples are seen.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "propensity/firth.hpp"
#include "reference/comparison.hpp"

namespace iptwsim::test {
namespace {

using nlohmann::json;

class Firth : public testing::TestWithParam<std::string> {};

TEST_P(Firth, Coefficients) {
  Agreement agreement;
  json const reference = read_json(GetParam() + ".json");
  json const& theirs = reference.at("firth").at("logistic");
  Cohort const cohort = read_reference_cohort(GetParam());
  Design const design(cohort);
  LogisticFit<double> fit;
  std::vector<double> const ones(cohort.size(), 1.0), zeros(design.columns(), 0.0);
  fit_firth<double>(design, cohort.treated, ones, zeros, fit);
  EXPECT_EQ(fit.status, 0);
  auto const ours = design.to_data_scale(fit.coefficients);
  for (std::size_t j = 0; j < ours.size(); ++j) {
    agreement.compare("propensity_coefficient firth", GetParam(), ours[j], number(theirs.at("coef").at(j)),
                      number(theirs.at("se_fisher").at(j)), iterated);
  }
}

INSTANTIATE_TEST_SUITE_P(Cohorts, Firth, testing::ValuesIn(cases), [](auto const& each) { return each.param; });

std::vector<double> counts_of(json const& resample, std::size_t n) {
  std::vector<double> counts(n, 0.0);
  for (auto const& row : resample.at("index_1based")) counts[row.get<std::size_t>() - 1] += 1;
  return counts;
}

TEST(Separation, IsSeenFromAnyStartAndFirthStaysFinite) {
  Agreement agreement;
  Cohort const cohort = read_reference_cohort("pbc");
  Design const design(cohort);
  std::vector<double> const zeros(design.columns(), 0.0), ones(cohort.size(), 1.0);
  LogisticFit<double> own;
  fit_logistic<double>(design, cohort.treated, ones, zeros, own);
  json const edge = read_json("edge.json");
  for (auto const& resample : edge.at("ps_separated").at("resamples")) {
    auto const counts = counts_of(resample, cohort.size());
    for (auto const& start : {zeros, own.coefficients}) {
      LogisticFit<double> fit;
      fit_logistic<double>(design, cohort.treated, counts, start, fit);
      EXPECT_EQ(fit.status, static_cast<double>(Status::separation));
    }
    LogisticFit<double> firth;
    fit_firth<double>(design, cohort.treated, counts, zeros, firth);
    EXPECT_EQ(firth.status, 0);
    auto const ours = design.to_data_scale(firth.coefficients);
    for (std::size_t j = 0; j < ours.size(); ++j) {
      agreement.compare("propensity_coefficient firth", "pbc separated", ours[j],
                        number(resample.at("firth_coef").at(j)), 1, iterated);
    }
  }
}

TEST(RankDeficiency, IsCountedAndTheResampleIsNotGivenAScoreItDoesNotHave) {
  Cohort const cohort = read_reference_cohort("pbc");
  Design const design(cohort);
  std::vector<double> const zeros(design.columns(), 0.0);
  json const reference = read_json("edge.json").at("ps_rank_deficient");
  for (auto const& resample : reference.at("resamples")) {
    LogisticFit<double> fit;
    fit_logistic<double>(design, cohort.treated, counts_of(resample, cohort.size()), zeros, fit);
    EXPECT_EQ(fit.aliased, reference.at("columns").get<double>() - resample.at("rank").get<double>());
    EXPECT_EQ(fit.status, static_cast<double>(Status::separation)); // both are separated as well
  }
}

} // namespace
} // namespace iptwsim::test
