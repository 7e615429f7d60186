// The whole analysis against R on nine real cohorts, five estimands, unstabilized and stabilized, the cohort itself and
// its resampled rows. Tolerances relative to max(|R|, s): s = 1 for survival, SMD, log HR and p; tau for RMST;
// the score's own standard error for a score. 1e-9 for what passes through an iteration.

#include <cmath>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "reference/comparison.hpp"
#include "weights/balance.hpp"

namespace iptwsim::test {
namespace {

using nlohmann::json;

class Reference : public testing::TestWithParam<std::string> {
protected:
  Reference() : reference_(read_json(GetParam() + ".json")), prepared_(prepare(GetParam(), reference_)) {}

  std::vector<double> ones() const { return std::vector<double>(prepared_.cohort.size(), 1.0); }

  json reference_;
  ReferenceCohort prepared_;
  Agreement agreement_;
};

TEST_P(Reference, PropensityModel) {
  LogisticFit<double> fit;
  auto const counts = ones();
  fit_logistic<double>(prepared_.design, prepared_.cohort.treated, counts,
                       std::vector<double>(prepared_.design.columns(), 0.0), fit);
  EXPECT_EQ(fit.status, 0);
  auto const ours = prepared_.design.to_data_scale(fit.coefficients);
  json const& theirs = reference_.at("ps");
  for (std::size_t j = 0; j < ours.size(); ++j) {
    agreement_.compare("propensity_coefficient", GetParam(), ours[j], number(theirs.at("coef").at(j)),
                       number(theirs.at("se").at(j)), iterated);
  }
  for (std::size_t i = 0; i < 10; ++i) {
    agreement_.compare("propensity score", GetParam(), fit.score[i], number(theirs.at("e_first10").at(i)), 0, iterated);
  }
}

TEST_P(Reference, StoppingRuleLeavesNothingToGain) {
  LogisticFit<double> fit, tighter;
  auto const counts = ones();
  std::vector<double> const zeros(prepared_.design.columns(), 0.0);
  fit_logistic<double>(prepared_.design, prepared_.cohort.treated, counts, zeros, fit);
  fit_logistic<double>(prepared_.design, prepared_.cohort.treated, counts, zeros, tighter, {.tolerance = 1e-10});
  double worst = 0;
  for (std::size_t i = 0; i < prepared_.cohort.size(); ++i) {
    worst = std::max(worst, std::fabs(fit.linear_predictor[i] - tighter.linear_predictor[i]));
  }
  agreement_.compare("linear predictor after 1e-6 rule", GetParam(), worst, 0, 1, 1e-12);
}

TEST_P(Reference, Weights) {
  LogisticFit<double> fit;
  auto const counts = ones();
  auto const& treated = prepared_.cohort.treated;
  fit_logistic<double>(prepared_.design, treated, counts, std::vector<double>(prepared_.design.columns(), 0.0), fit);
  auto const totals = arm_totals<double>(treated, counts);
  double const n = totals[0] + totals[1];
  for (auto const& [label, estimand] : estimands) {
    for (auto const& [form, options] : weight_forms()) {
      std::string const where = fmt::format("{} {} {}", GetParam(), label, form);
      json const& theirs = reference_.at("weights").at(label).at(form);
      std::vector<double> weights;
      fill_weights(estimand, options,
                   WeightInputs<double>{treated, counts, fit.score, fit.complement, {totals[0] / n, totals[1] / n}},
                   weights);
      for (auto const& [scope, key] :
           {std::pair{WeightScope::all, ""}, {WeightScope::control, "0"}, {WeightScope::treated, "1"}}) {
        auto const ours = summarise_weights(prepared_.cohort, weights, scope);
        auto const value = [&, k = std::string(key)](std::string const& statistic) {
          return number(k.empty() ? theirs.at(statistic) : theirs.at(statistic + "_arm").at(k));
        };
        agreement_.compare("weight_sum", where, ours.sum, value("sum"), 0, iterated);
        agreement_.compare("weight_min", where, ours.smallest, value("min"), 0, iterated);
        agreement_.compare("weight_max", where, ours.largest, value("max"), 0, iterated);
        agreement_.compare("effective_sample_size", where, ours.effective_sample_size, value("ess"), 0, iterated);
      }
      if (form != "unstab") continue;
      auto const smd = standardized_mean_differences(prepared_.cohort, weights);
      for (std::size_t j = 0; j < smd.size(); ++j) {
        agreement_.compare("smd_after", where, smd[j].value,
                           number(reference_.at("balance")
                                      .at(label)
                                      .at(prepared_.cohort.covariate_names[j])
                                      .at("smd_pooled_unweighted_sd")),
                           1, iterated);
      }
    }
  }
  auto const before = standardized_mean_differences(prepared_.cohort, counts);
  for (std::size_t j = 0; j < before.size(); ++j) {
    json const& balance = reference_.at("balance").at("unweighted").at(prepared_.cohort.covariate_names[j]);
    agreement_.compare("smd_before", GetParam(), before[j].value, number(balance.at("smd_pooled_unweighted_sd")), 1,
                       1e-12);
  }
}

TEST_P(Reference, Estimates) {
  for (auto const& [label, estimand] : estimands) {
    for (auto const& [form, options] : weight_forms()) {
      compare_everything(agreement_, fmt::format("{} {} {}", GetParam(), label, form), prepared_, ones(),
                         {.estimand = estimand, .weights = options}, reference_.at("estimates").at(label).at(form));
    }
  }
}

TEST_P(Reference, UnweightedWithoutIteration) {
  Agreement curves;
  Found const ours = analyse(prepared_, ones(), {.estimand = Estimand::unweighted});
  compare_curves(curves, GetParam() + " unweighted", ours, reference_.at("unweighted"), 1e-11);
  compare_everything(agreement_, GetParam() + " unweighted", prepared_, ones(), {.estimand = Estimand::unweighted},
                     reference_.at("unweighted"));
}

TEST_P(Reference, ResampledRows) {
  auto const& replicates = reference_.at("bootstrap_rows").at("replicates");
  EXPECT_EQ(replicates.size(), 4u);
  for (std::size_t b = 0; b < replicates.size(); ++b) {
    std::vector<double> counts(prepared_.cohort.size(), 0.0);
    for (auto const& row : replicates[b].at("index_1based")) counts[row.get<std::size_t>() - 1] += 1;
    LogisticFit<double> fit;
    fit_logistic<double>(prepared_.design, prepared_.cohort.treated, counts,
                         std::vector<double>(prepared_.design.columns(), 0.0), fit);
    auto const coefficients = prepared_.design.to_data_scale(fit.coefficients);
    for (std::size_t j = 0; j < coefficients.size(); ++j) {
      agreement_.compare("propensity_coefficient (replicate)", GetParam(), coefficients[j],
                         number(replicates[b].at("ps_coef").at(j)), number(reference_.at("ps").at("se").at(j)),
                         iterated);
    }
    for (auto const& [label, estimand] : estimands) {
      if (!replicates[b].at("estimates").contains(label)) continue;
      json const& of_estimand = replicates[b].at("estimates").at(label);
      for (auto const& [form, options] : weight_forms()) {
        if (!of_estimand.contains(form)) continue;
        compare_everything(agreement_, fmt::format("{} replicate {} {} {}", GetParam(), b, label, form), prepared_,
                           counts, {.estimand = estimand, .weights = options}, of_estimand.at(form));
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Cohorts, Reference, testing::ValuesIn(cases), [](auto const& each) { return each.param; });

} // namespace
} // namespace iptwsim::test
