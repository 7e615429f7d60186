// Standard errors with the propensity model's own uncertainty (stacked) and without it, against R's influence
// functions; influence values one by one, the jackknife and BCa intervals on the cohorts of boot.ci.

#include <cmath>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "inference/influence.hpp"
#include "inference/intervals.hpp"
#include "math/dual.hpp"
#include "reference/comparison.hpp"

namespace iptwsim::test {
namespace {

using math::Dual;
using nlohmann::json;

AnalysisOptions options_of(ReferenceCohort const& prepared, Setting const& setting) {
  AnalysisOptions options;
  options.estimands = {setting.estimand};
  options.weights = setting.weights;
  options.estimators = prepared.estimators;
  options.estimators.cox->ties = setting.ties;
  return options;
}

/// slopes[c][i]: derivative of column c with respect to patient i's frequency.
std::vector<std::vector<double>> influence_values(ReferenceCohort const& prepared, AnalysisOptions const& options,
                                                  ScoreSource const& source) {
  std::vector<std::vector<double>> slopes(describe_columns(prepared, options).size());
  Analysis<Dual> analysis(prepared, options, source);
  std::vector<Dual> const ones(prepared.cohort.size(), 1.0);
  std::vector<Dual> frequency = ones;
  for (Dual& f : frequency) {
    f.slope = 1;
    auto const& out = analysis.run(Copies<Dual>{ones, frequency});
    for (std::size_t c = 0; c < slopes.size(); ++c) slopes[c].push_back(out.values[c].slope);
    f.slope = 0;
  }
  return slopes;
}

/// R's name of a quantity in variance_ps_estimated, or empty.
std::string their_name(Column const& column, std::vector<double> const& times, Ties ties) {
  if (column.statistic != Statistic::estimate) return "";
  if (column.quantity == Quantity::log_hazard_ratio) return ties == Ties::efron ? "loghr_efron" : "loghr_breslow";
  std::string const arm = column.arm == "control" ? "0" : column.arm == "treated" ? "1" : "_diff";
  bool const rmst = column.quantity == Quantity::rmst || column.quantity == Quantity::rmst_difference;
  if (rmst) return "rmst" + arm;
  if (column.quantity != Quantity::survival && column.quantity != Quantity::survival_difference) return "";
  for (std::size_t j = 0; j < times.size(); ++j) {
    if (column.time == times[j]) return fmt::format("surv{}_t{}", arm, j + 1);
  }
  return "";
}

class Variance : public testing::TestWithParam<std::string> {};

TEST_P(Variance, StackedStandardErrors) {
  Agreement agreement;
  json const reference = read_json(GetParam() + ".json");
  json const& theirs = reference.at("variance_ps_estimated").at("by_estimand");
  ReferenceCohort const prepared = prepare(GetParam(), reference);
  auto const times = reference.at("times").get<std::vector<double>>();
  LogisticFit<double> fit;
  std::vector<double> const ones(prepared.cohort.size(), 1.0), zeros(prepared.design.columns(), 0.0);
  fit_logistic<double>(prepared.design, prepared.cohort.treated, ones, zeros, fit);
  auto const known = std::make_shared<FixedScores const>(FixedScores{fit.score, fit.complement, Status::ok});
  for (auto const& [label, estimand] : estimands) {
    for (auto const& [form, weights] : weight_forms()) {
      if (!theirs.at(label).contains(form)) continue;
      for (Ties const ties : {Ties::efron, Ties::breslow}) {
        AnalysisOptions const options = options_of(prepared, {estimand, weights, ties});
        auto const columns = describe_columns(prepared, options);
        auto const estimated = influence_values(prepared, options, {.start = fit.coefficients});
        for (std::size_t c = 0; c < columns.size(); ++c) {
          std::string const name = their_name(columns[c], times, ties);
          if (name.empty() || !theirs.at(label).at(form).contains(name)) continue;
          json const& expected = theirs.at(label).at(form).at(name);
          double const se = number(expected.at("se_ps_estimated"));
          agreement.compare("std_error stacked", fmt::format("{} {} {} {}", GetParam(), label, form, name),
                            stacked_standard_error(estimated[c]), se, 0, iterated);
        }
        if (form != "unstab" || ties != Ties::efron) continue;
        auto const given = influence_values(prepared, options, {.start = zeros, .fixed = known});
        for (std::size_t c = 0; c < columns.size(); ++c) {
          std::string const name = their_name(columns[c], times, ties);
          if (name.empty() || !theirs.at(label).at(form).contains(name)) continue;
          agreement.compare("std_error stacked, score known", fmt::format("{} {} {}", GetParam(), label, name),
                            stacked_standard_error(given[c]),
                            number(theirs.at(label).at(form).at(name).at("se_ps_known")), 0, iterated);
        }
      }
    }
  }
}

// The larger cohorts take minutes (n analyses of n patients each); these have ties, competing causes and no events.
INSTANTIATE_TEST_SUITE_P(Cohorts, Variance, testing::Values("ovarian", "lung", "melanoma", "pbc"),
                         [](auto const& each) { return each.param; });

class Bca : public testing::TestWithParam<std::string> {};

TEST_P(Bca, EndpointsFromOurOwnInfluenceAndFromTheirs) {
  Agreement agreement;
  json const reference = read_json("bootci_" + GetParam() + ".json");
  auto const rows = read_numbers("bootci_" + GetParam() + "_t.csv"),
             given = read_numbers("bootci_" + GetParam() + "_L.csv");
  EstimatorOptions estimators;
  estimators.survival = SurvivalOptions{{reference.at("t").get<double>()}};
  estimators.rmst = RmstOptions{reference.at("tau").get<double>()};
  estimators.cox = CoxOptions{};
  ReferenceCohort const prepared(read_reference_cohort(GetParam()), estimators);
  AnalysisOptions const options = options_of(prepared, {.estimand = Estimand::ate, .weights = {.stabilized = true}});
  auto const columns = describe_columns(prepared, options);
  std::vector<double> const zeros(prepared.design.columns(), 0.0);
  auto const slopes = influence_values(prepared, options, {.start = zeros});
  std::vector<std::vector<double>> left_out(columns.size());
  Analysis<double> analysis(prepared, options, zeros);
  std::vector<double> counts(prepared.cohort.size(), 1.0);
  for (double& count : counts) {
    count = 0;
    auto const& out = analysis.run(counts);
    for (std::size_t c = 0; c < columns.size(); ++c) left_out[c].push_back(out.values[c]);
    count = 1;
  }

  std::vector<std::string> const names{"surv_diff", "rmst_diff", "loghr_efron"};
  std::vector<Quantity> const quantities{Quantity::survival_difference, Quantity::rmst_difference,
                                         Quantity::log_hazard_ratio};
  for (std::size_t q = 0; q < names.size(); ++q) {
    auto const column = static_cast<std::size_t>(
        std::find_if(columns.begin(), columns.end(), [&](Column const& c) { return c.quantity == quantities[q]; }) -
        columns.begin());
    json const& theirs = reference.at("intervals").at(names[q]);
    double const t0 = number(reference.at("t0").at(q));
    std::vector<double> replicates;
    for (auto const& row : rows) replicates.push_back(row[q]);
    ReplicateSample const sample(replicates);
    agreement.compare("std_error jackknife", GetParam() + " " + names[q], jackknife_standard_error(left_out[column]),
                      number(theirs.at("se_jackknife")), 0, iterated);

    auto const compare = [&](std::string const& key, std::vector<double> const& influence, double tolerance) {
      double const a = acceleration(influence);
      for (auto const& row : theirs.at("bca_" + key)) {
        Interval const ours = bootstrap_interval(IntervalMethod::bca, {sample, t0, a}, row.at("conf").get<double>());
        std::string const where = fmt::format("{} {} {}", GetParam(), names[q], row.at("conf").get<double>());
        agreement.compare("bca_" + key + " limits", where, ours.lower, number(row.at("lo")), 1, tolerance);
        agreement.compare("bca_" + key + " limits", where, ours.upper, number(row.at("hi")), 1, tolerance);
      }
    };
    // Columns of the file: influence (n L_i), jackknife, regression, three quantities each.
    for (std::size_t kind = 0; kind < 3; ++kind) {
      std::vector<double> influence;
      for (auto const& row : given) influence.push_back(row[3 * kind + q]);
      compare(std::vector<std::string>{"inf", "jack", "reg"}[kind], influence, 1e-10);
    }
    auto const& treated = prepared.cohort.treated;
    auto const inf = bca_influence(slopes[column], t0, Acceleration::influence, ResampleScheme::patient, treated);
    auto const jack = bca_influence(left_out[column], t0, Acceleration::jackknife, ResampleScheme::patient, treated);
    for (std::size_t i = 0; i < inf.size(); ++i) {
      double const scale = std::sqrt(static_cast<double>(inf.size())) * std::fabs(number(theirs.at("se_jackknife")));
      agreement.compare("influence values", GetParam() + " " + names[q], inf[i], given[i][q], scale, iterated);
      agreement.compare("jackknife values", GetParam() + " " + names[q], jack[i], given[i][3 + q], scale, iterated);
    }
    compare("inf", inf, iterated);
    compare("jack", jack, iterated);
  }
}

INSTANTIATE_TEST_SUITE_P(Cohorts, Bca, testing::Values("lung", "melanoma"),
                         [](auto const& each) { return each.param; });

} // namespace
} // namespace iptwsim::test
