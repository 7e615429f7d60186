// The whole analysis against R on nine real cohorts, five estimands, unstabilized and stabilized, the cohort itself and
// its resampled rows. Tolerances relative to max(|R|, s): s = 1 for survival, SMD, log HR and p; tau for RMST;
// the score's own standard error for a score. 1e-9 for what passes through an iteration.

#include <cmath>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analysis/analyse.hpp"
#include "reference/agreement.hpp"
#include "weights/balance.hpp"

namespace iptwsim::test {
namespace {

using nlohmann::json;

constexpr double iterated = 1e-9;

std::vector<std::pair<std::string, Estimand>> const estimands{{"ATE", Estimand::ate},
                                                              {"ATT", Estimand::att},
                                                              {"ATC", Estimand::atc},
                                                              {"ATO", Estimand::overlap},
                                                              {"ATM", Estimand::matching}};

/// Values of one run, found by what they are.
struct Found {
  std::vector<Column> columns;
  std::vector<double> values;

  double at(Quantity quantity, std::string const& arm, double time, Statistic statistic = Statistic::estimate,
            Method method = Method::none) const {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      Column const& column = columns[c];
      if (column.quantity == quantity && column.arm == arm && column.statistic == statistic &&
          column.method == method && (std::isnan(time) || column.time == time)) {
        return values[c];
      }
    }
    throw std::runtime_error("no such column");
  }
};

struct Setting {
  Estimand estimand;
  bool stabilized;
  Ties ties;
};

Found analyse(PreparedCohort const& prepared, std::vector<double> const& counts, Setting const& setting) {
  AnalysisOptions options;
  options.estimands = {setting.estimand};
  options.weights.stabilized = setting.stabilized;
  options.estimators = prepared.estimators;
  options.estimators.cox->ties = setting.ties;
  options.standard_errors = {.naive = true, .robust = true};
  Analysis<double> analysis(prepared, options, std::vector<double>(prepared.design.columns(), 0.0));
  auto const& out = analysis.run(counts);
  return {describe_columns(prepared, options), out.values};
}

PreparedCohort prepare(std::string const& name, json const& reference) {
  EstimatorOptions estimators;
  estimators.survival = SurvivalOptions{reference.at("times").get<std::vector<double>>()};
  estimators.rmst = RmstOptions{reference.at("tau").get<double>()};
  estimators.cox = CoxOptions{};
  estimators.log_rank = LogRankOptions{};
  return PreparedCohort(read_reference_cohort(name), estimators);
}

void compare_curves(Agreement& agreement, std::string const& where, Found const& ours, json const& theirs,
                    double tolerance) {
  auto const times = theirs.at("times").get<std::vector<double>>();
  for (std::size_t j = 0; j < times.size(); ++j) {
    auto const compare = [&](Quantity quantity, std::string const& arm, char const* key) {
      agreement.compare(std::string(name(quantity)), where, ours.at(quantity, arm, times[j]),
                        number(theirs.at(key).at(j)), 1, tolerance);
    };
    compare(Quantity::survival, "control", "surv0");
    compare(Quantity::survival, "treated", "surv1");
    compare(Quantity::survival_difference, "", "surv_diff");
  }
  double const tau = theirs.at("tau").get<double>();
  double const any_time = std::nan("");
  agreement.compare("rmst", where, ours.at(Quantity::rmst, "control", tau), number(theirs.at("rmst0")), tau, tolerance);
  agreement.compare("rmst", where, ours.at(Quantity::rmst, "treated", tau), number(theirs.at("rmst1")), tau, tolerance);
  agreement.compare("rmst_difference", where, ours.at(Quantity::rmst_difference, "", any_time),
                    number(theirs.at("rmst_diff")), tau, tolerance);
  agreement.compare("rmst_ratio", where, ours.at(Quantity::rmst_ratio, "", any_time), number(theirs.at("rmst_ratio")),
                    1, tolerance);
}

void compare_cox(Agreement& agreement, std::string const& where, Found const& ours, json const& theirs,
                 double tolerance) {
  double const any_time = std::nan("");
  auto const value = [&](Quantity q, Statistic s, Method m) { return ours.at(q, "", any_time, s, m); };
  agreement.compare("log_hazard_ratio", where, value(Quantity::log_hazard_ratio, Statistic::estimate, Method::none),
                    number(theirs.at("loghr")), 1, tolerance);
  agreement.compare("log_hazard_ratio se naive", where,
                    value(Quantity::log_hazard_ratio, Statistic::std_error, Method::naive),
                    number(theirs.at("se_model")), 1, tolerance);
  agreement.compare("log_hazard_ratio se robust", where,
                    value(Quantity::log_hazard_ratio, Statistic::std_error, Method::robust),
                    number(theirs.at("se_robust")), 1, tolerance);
  double const se = value(Quantity::log_rank, Statistic::std_error, Method::robust);
  double const z = value(Quantity::log_rank, Statistic::z, Method::robust);
  agreement.compare("log_rank robust score", where, value(Quantity::log_rank, Statistic::estimate, Method::robust),
                    number(theirs.at("score_U")), se, tolerance);
  if (theirs.contains("score_chisq_robust")) {
    agreement.compare("log_rank robust z^2", where, z * z, number(theirs.at("score_chisq_robust")), 1, tolerance);
  }
}

void compare_xie_liu(Agreement& agreement, std::string const& where, Found const& ours, json const& theirs,
                     double tolerance) {
  double const any_time = std::nan("");
  auto const value = [&](Statistic s) { return ours.at(Quantity::log_rank, "", any_time, s, Method::xie_liu); };
  double const variance = number(theirs.at("V"));
  agreement.compare("log_rank xie_liu U", where, value(Statistic::estimate), number(theirs.at("U")),
                    std::sqrt(variance), tolerance);
  agreement.compare("log_rank xie_liu V", where, value(Statistic::std_error) * value(Statistic::std_error), variance,
                    variance, tolerance);
  agreement.compare("log_rank xie_liu z", where, value(Statistic::z), number(theirs.at("z")), 1, tolerance);
}

void compare_everything(Agreement& agreement, std::string const& where, PreparedCohort const& prepared,
                        std::vector<double> const& counts, Setting setting, json const& theirs, double tolerance) {
  setting.ties = Ties::efron;
  Found const efron = analyse(prepared, counts, setting);
  setting.ties = Ties::breslow;
  Found const breslow = analyse(prepared, counts, setting);
  compare_curves(agreement, where, efron, theirs, tolerance);
  compare_cox(agreement, where + " efron", efron, theirs.at("cox").at("efron"), tolerance);
  compare_cox(agreement, where + " breslow", breslow, theirs.at("cox").at("breslow"), tolerance);
  compare_xie_liu(agreement, where, efron, theirs.at("xie_liu"), tolerance);
}

class Reference : public testing::TestWithParam<std::string> {
protected:
  Reference() : reference_(read_json(GetParam() + ".json")), prepared_(prepare(GetParam(), reference_)) {}

  std::vector<double> ones() const { return std::vector<double>(prepared_.cohort.size(), 1.0); }

  json reference_;
  PreparedCohort prepared_;
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
    for (bool const stabilized : {false, true}) {
      std::string const where = fmt::format("{} {} {}", GetParam(), label, stabilized ? "stab_prev" : "unstab");
      json const& theirs = reference_.at("weights").at(label).at(stabilized ? "stab_prev" : "unstab");
      std::vector<double> weights;
      fill_weights(estimand, WeightOptions{.stabilized = stabilized},
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
      if (stabilized) continue;
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
    for (bool const stabilized : {false, true}) {
      std::string const form = stabilized ? "stab_prev" : "unstab";
      compare_everything(agreement_, fmt::format("{} {} {}", GetParam(), label, form), prepared_, ones(),
                         {estimand, stabilized, Ties::efron}, reference_.at("estimates").at(label).at(form), iterated);
    }
  }
}

TEST_P(Reference, UnweightedWithoutIteration) {
  Agreement curves;
  Found const ours = analyse(prepared_, ones(), {Estimand::unweighted, true, Ties::efron});
  compare_curves(curves, GetParam() + " unweighted", ours, reference_.at("unweighted"), 1e-11);
  compare_everything(agreement_, GetParam() + " unweighted", prepared_, ones(),
                     {Estimand::unweighted, true, Ties::efron}, reference_.at("unweighted"), iterated);
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
      for (bool const stabilized : {false, true}) {
        std::string const form = stabilized ? "stab_prev" : "unstab";
        compare_everything(agreement_, fmt::format("{} replicate {} {} {}", GetParam(), b, label, form), prepared_,
                           counts, {estimand, stabilized, Ties::efron},
                           replicates[b].at("estimates").at(label).at(form), iterated);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Cohorts, Reference, testing::ValuesIn(cases), [](auto const& each) { return each.param; });

} // namespace
} // namespace iptwsim::test
