#pragma once
// The words of every number that the program gives out: one Column is the key of one number (a tidy row without its
// value). The analysis fills columns, the bootstrap repeats them, the result file stores them as labelled arrays.

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace iptwsim {

enum class Quantity {
  survival,
  survival_difference,
  survival_ratio,
  survival_curve,
  at_risk,
  at_risk_raw,
  rmst,
  rmst_difference,
  rmst_ratio,
  median_survival,
  median_survival_difference,
  cumulative_incidence,
  cumulative_incidence_difference,
  log_hazard_ratio,
  log_rank,
  propensity_coefficient,
  propensity_aliased,
  propensity_min,
  propensity_median,
  propensity_max,
  outside_overlap,
  smd_before,
  smd_after,
  weight_sum,
  weight_min,
  weight_max,
  effective_sample_size,
  half_weight_patients,
  n,
  events,
};

inline constexpr std::array<std::string_view, 30> quantity_names{"survival",
                                                                 "survival_difference",
                                                                 "survival_ratio",
                                                                 "survival_curve",
                                                                 "at_risk",
                                                                 "at_risk_raw",
                                                                 "rmst",
                                                                 "rmst_difference",
                                                                 "rmst_ratio",
                                                                 "median_survival",
                                                                 "median_survival_difference",
                                                                 "cumulative_incidence",
                                                                 "cumulative_incidence_difference",
                                                                 "log_hazard_ratio",
                                                                 "log_rank",
                                                                 "propensity_coefficient",
                                                                 "propensity_aliased",
                                                                 "propensity_min",
                                                                 "propensity_median",
                                                                 "propensity_max",
                                                                 "outside_overlap",
                                                                 "smd_before",
                                                                 "smd_after",
                                                                 "weight_sum",
                                                                 "weight_min",
                                                                 "weight_max",
                                                                 "effective_sample_size",
                                                                 "half_weight_patients",
                                                                 "n",
                                                                 "events"};

enum class Statistic {
  estimate,
  std_error,
  z,
  p_value,
  ci_lower,
  ci_upper,
  count,
  // Over simulated cohorts: inference/performance.hpp.
  truth,
  mean,
  bias,
  relative_bias,
  median_bias,
  empirical_se,
  robust_empirical_se,
  model_se,
  model_se_error,
  mse,
  coverage,
  coverage_defined,
  bias_eliminated_coverage,
  mean_width,
  power,
  power_defined,
  bias_eliminated_coverage_defined,
  replicate_count,
  truth_net,   ///< of a survival with causes that censor: had there been no other cause
  truth_crude, ///< the same: 1 - cumulative incidence
};

inline constexpr std::array<std::string_view, 27> statistic_names{"estimate",
                                                                  "std_error",
                                                                  "z",
                                                                  "p_value",
                                                                  "ci_lower",
                                                                  "ci_upper",
                                                                  "count",
                                                                  "truth",
                                                                  "mean",
                                                                  "bias",
                                                                  "relative_bias",
                                                                  "median_bias",
                                                                  "empirical_se",
                                                                  "robust_empirical_se",
                                                                  "model_se",
                                                                  "model_se_error",
                                                                  "mse",
                                                                  "coverage",
                                                                  "coverage_defined",
                                                                  "bias_eliminated_coverage",
                                                                  "mean_width",
                                                                  "power",
                                                                  "power_defined",
                                                                  "bias_eliminated_coverage_defined",
                                                                  "replicate_count",
                                                                  "truth_net",
                                                                  "truth_crude"};

enum class Method {
  none,
  naive,
  robust,
  stacked,
  jackknife,
  xie_liu,
  bootstrap,
  wald_robust,
  wald_stacked,
  wald_jackknife,
  normal,
  basic,
  percentile,
  bca,
};

inline constexpr std::array<std::string_view, 14> method_names{
    "",        "naive",     "robust",      "stacked",      "jackknife",
    "xie_liu", "bootstrap", "wald_robust", "wald_stacked", "wald_jackknife",
    "normal",  "basic",     "percentile",  "bca"};

constexpr std::string_view name(Quantity q) { return quantity_names[static_cast<std::size_t>(q)]; }
constexpr std::string_view name(Statistic s) { return statistic_names[static_cast<std::size_t>(s)]; }
constexpr std::string_view name(Method m) { return method_names[static_cast<std::size_t>(m)]; }

/// The value of a quantity under the null hypothesis of no effect: 1 for ratios, 0 for everything else.
constexpr double null_value(Quantity q) {
  return q == Quantity::survival_ratio || q == Quantity::rmst_ratio ? 1.0 : 0.0;
}

/// Whether the quantity compares the arms, so that testing it against null_value means something.
constexpr bool is_comparison(Quantity q) {
  switch (q) {
  case Quantity::survival_difference:
  case Quantity::survival_ratio:
  case Quantity::rmst_difference:
  case Quantity::rmst_ratio:
  case Quantity::median_survival_difference:
  case Quantity::cumulative_incidence_difference:
  case Quantity::log_hazard_ratio:
    return true;
  default:
    return false;
  }
}

/// Whether small changes of the data leave the quantity where it is, until it jumps.
constexpr bool is_step_function(Quantity q) {
  return q == Quantity::median_survival || q == Quantity::median_survival_difference;
}

struct Column {
  std::string endpoint = {}; ///< empty where the number belongs to no endpoint
  std::string estimand = {}; ///< empty where it belongs to no weighting
  Quantity quantity = Quantity::survival;
  std::string arm = {}; ///< control, treated, a term, a covariate, or empty
  std::optional<double> time = {};
  Statistic statistic = Statistic::estimate;
  Method method = Method::none;

  bool operator==(Column const&) const = default;
};

} // namespace iptwsim
