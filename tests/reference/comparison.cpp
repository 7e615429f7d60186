#include "reference/comparison.hpp"

#include <cmath>
#include <stdexcept>

namespace iptwsim::test {

using nlohmann::json;

std::vector<std::pair<std::string, WeightOptions>> weight_forms() {
  TruncateOptions const pooled{.quantiles = {0.01, 0.99}, .within = TruncationScope::pooled, .values = {}};
  TruncateOptions const by_arm{.quantiles = {0.01, 0.99}, .within = TruncationScope::arm, .values = {}};
  return {{"unstab", {.stabilized = false}},
          {"stab_prev", {.stabilized = true}},
          {"stab_norm", {.stabilized = false, .normalize = Normalization::arm}},
          {"unstab_trunc", {.stabilized = false, .truncate = pooled}},
          {"stab_prev_trunc", {.stabilized = true, .truncate = pooled}},
          {"unstab_trunc_byarm", {.stabilized = false, .truncate = by_arm}}};
}

double Found::at(Quantity quantity, std::string const& arm, double time, Statistic statistic, Method method) const {
  for (std::size_t c = 0; c < columns.size(); ++c) {
    Column const& column = columns[c];
    if (column.quantity == quantity && column.arm == arm && column.statistic == statistic && column.method == method &&
        (std::isnan(time) || column.time == time)) {
      return values[c];
    }
  }
  throw std::runtime_error("no such column");
}

Found analyse(ReferenceCohort const& prepared, std::vector<double> const& counts, Setting const& setting) {
  AnalysisOptions options;
  options.estimands = {setting.estimand};
  options.weights = setting.weights;
  options.estimators = prepared.estimators;
  options.estimators.cox->ties = setting.ties;
  options.standard_errors = {.naive = true, .robust = true};
  Analysis<double> analysis(prepared, options, std::vector<double>(prepared.design.columns(), 0.0));
  auto const& out = analysis.run(counts);
  return {describe_columns(prepared, options), out.values};
}

ReferenceCohort prepare(std::string const& name, json const& reference) {
  EstimatorOptions estimators;
  estimators.survival = SurvivalOptions{reference.at("times").get<std::vector<double>>()};
  estimators.rmst = RmstOptions{reference.at("tau").get<double>()};
  estimators.median = MedianOptions{};
  estimators.cumulative_incidence = CumulativeIncidenceOptions{reference.at("times").get<std::vector<double>>()};
  estimators.cox = CoxOptions{};
  estimators.log_rank = LogRankOptions{};
  return ReferenceCohort(read_reference_cohort(name), estimators);
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
  for (auto const& [arm, key] : {std::pair{"control", "median0"}, {"treated", "median1"}}) {
    agreement.compare("median_survival", where, ours.at(Quantity::median_survival, arm, std::nan("")),
                      number(theirs.at(key)), 1, tolerance);
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

static void compare_cox(Agreement& agreement, std::string const& where, Found const& ours, json const& theirs,
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

static void compare_xie_liu(Agreement& agreement, std::string const& where, Found const& ours, json const& theirs,
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

void compare_everything(Agreement& agreement, std::string const& where, ReferenceCohort const& prepared,
                        std::vector<double> const& counts, Setting setting, json const& theirs) {
  setting.ties = Ties::efron;
  Found const efron = analyse(prepared, counts, setting);
  setting.ties = Ties::breslow;
  Found const breslow = analyse(prepared, counts, setting);
  compare_curves(agreement, where, efron, theirs, iterated);
  compare_cox(agreement, where + " efron", efron, theirs.at("cox").at("efron"), iterated);
  compare_cox(agreement, where + " breslow", breslow, theirs.at("cox").at("breslow"), iterated);
  compare_xie_liu(agreement, where, efron, theirs.at("xie_liu"), iterated);
}

} // namespace iptwsim::test
