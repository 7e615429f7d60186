#include "results/definitions.hpp"

namespace iptwsim::results {

std::string definition(Quantity quantity) {
  switch (quantity) {
  case Quantity::survival:
    return "weighted Kaplan-Meier survival of an arm at a time; free of every cause among competing events";
  case Quantity::survival_difference:
    return "survival treated minus control";
  case Quantity::survival_ratio:
    return "survival treated over control";
  case Quantity::survival_curve:
    return "weighted Kaplan-Meier survival of an arm at every event time";
  case Quantity::at_risk:
    return "sum of the weights at risk in an arm just before a time";
  case Quantity::at_risk_raw:
    return "patients at risk in an arm just before a time";
  case Quantity::median_survival:
    return "median survival time: the first time at which survival is at most 1/2";
  case Quantity::median_survival_difference:
    return "median survival time treated minus control";
  case Quantity::cumulative_incidence:
    return "weighted Aalen-Johansen probability of the event by a time";
  case Quantity::cumulative_incidence_difference:
    return "cumulative incidence treated minus control";
  case Quantity::propensity_aliased:
    return "columns of the propensity model that others already say";
  case Quantity::propensity_min:
    return "smallest fitted probability of treatment in an arm";
  case Quantity::propensity_median:
    return "median fitted probability of treatment in an arm";
  case Quantity::propensity_max:
    return "largest fitted probability of treatment in an arm";
  case Quantity::outside_overlap:
    return "patients of an arm whose probability of treatment lies outside the range of the other arm's";
  case Quantity::half_weight_patients:
    return "fewest patients who carry half of the arm's weight";
  case Quantity::rmst:
    return "restricted mean survival time of an arm: area under its survival curve up to the time";
  case Quantity::rmst_difference:
    return "restricted mean survival time treated minus control";
  case Quantity::rmst_ratio:
    return "restricted mean survival time treated over control";
  case Quantity::log_hazard_ratio:
    return "natural log of the hazard ratio treated over control, weighted Cox model; cause-specific among competing "
           "events";
  case Quantity::log_rank:
    return "weighted log-rank score; positive: more treated events than expected";
  case Quantity::propensity_coefficient:
    return "log odds ratio of treatment in the propensity model";
  case Quantity::smd_before:
    return "standardized mean difference before weighting, treated minus control";
  case Quantity::smd_after:
    return "standardized mean difference after weighting, same denominator as before";
  case Quantity::weight_sum:
    return "sum of the weights";
  case Quantity::weight_min:
    return "smallest weight";
  case Quantity::weight_max:
    return "largest weight";
  case Quantity::effective_sample_size:
    return "Kish's effective sample size (sum w)^2 / sum w^2";
  case Quantity::n:
    return "patients";
  case Quantity::events:
    break;
  }
  return "patients with the event";
}

std::string definition(Statistic statistic) {
  switch (statistic) {
  case Statistic::estimate:
    return "estimate in the cohort";
  case Statistic::std_error:
    return "standard error";
  case Statistic::z:
    return "test statistic against the null value";
  case Statistic::p_value:
    return "p-value, two-sided unless the alternative says otherwise";
  case Statistic::ci_lower:
    return "lower confidence limit";
  case Statistic::ci_upper:
    return "upper confidence limit";
  case Statistic::count:
    break;
  case Statistic::truth:
    return "true value of what is estimated, by the data-generating mechanism";
  case Statistic::truth_net:
    return "true survival had there been no cause but the event's own; no estimator here tends to it where the other "
           "causes, which censor, come earlier to those who would have the event earlier: bias refers to truth";
  case Statistic::truth_crude:
    return "1 minus the true probability of having had the event, before any of the causes that censor; no estimator "
           "here tends to it: bias refers to truth";
  case Statistic::mean:
    return "mean of the finite estimates";
  case Statistic::bias:
    return "mean of the finite estimates minus the truth";
  case Statistic::relative_bias:
    return "bias over the truth, as a fraction";
  case Statistic::median_bias:
    return "median of the estimates, infinite ones included, minus the truth";
  case Statistic::empirical_se:
    return "standard deviation of the finite estimates";
  case Statistic::robust_empirical_se:
    return "interquartile range of the estimates, infinite ones included, over 1.349";
  case Statistic::model_se:
    return "root mean square of the standard errors of the finite estimates";
  case Statistic::model_se_error:
    return "model standard error over empirical standard error, minus 1, as a fraction";
  case Statistic::mse:
    return "mean squared difference of the finite estimates from the truth";
  case Statistic::coverage:
    return "share of all cohorts whose limits include the truth; no limits do not cover";
  case Statistic::coverage_defined:
    return "share of the cohorts with limits whose limits include the truth";
  case Statistic::bias_eliminated_coverage:
    return "share of all cohorts whose limits include the mean of the finite estimates; no limits do not cover";
  case Statistic::replicate_count:
    return "bootstrap replicates by status, over all simulated cohorts";
  case Statistic::bias_eliminated_coverage_defined:
    return "share of the cohorts with limits whose limits include the mean of the finite estimates";
  case Statistic::mean_width:
    return "mean finite width between the limits";
  case Statistic::power:
    return "share of all cohorts whose test rejects at 1 - level; no test does not reject. Where the truth is the null "
           "value this is the type I error";
  case Statistic::power_defined:
    return "share of the cohorts with a p-value whose test rejects at 1 - level";
  }
  return "bootstrap replicates by status";
}

std::string unit(Quantity quantity) {
  switch (quantity) {
  case Quantity::rmst:
  case Quantity::median_survival:
  case Quantity::median_survival_difference:
  case Quantity::rmst_difference:
    return "unit of time of the data";
  case Quantity::n:
  case Quantity::events:
  case Quantity::at_risk_raw:
  case Quantity::outside_overlap:
  case Quantity::half_weight_patients:
  case Quantity::effective_sample_size:
    return "patients";
  default:
    return "1";
  }
}

std::string unit(Quantity quantity, Statistic statistic) {
  switch (statistic) {
  case Statistic::estimate:
  case Statistic::std_error:
  case Statistic::ci_lower:
  case Statistic::ci_upper:
  case Statistic::truth:
  case Statistic::mean:
  case Statistic::bias:
  case Statistic::median_bias:
  case Statistic::empirical_se:
  case Statistic::robust_empirical_se:
  case Statistic::model_se:
  case Statistic::mean_width:
    return unit(quantity);
  case Statistic::mse:
    return unit(quantity) == "1" ? "1" : "square of the " + unit(quantity);
  default:
    return "1";
  }
}

std::string arm_axis(Quantity quantity) {
  switch (quantity) {
  case Quantity::propensity_coefficient:
    return "term";
  case Quantity::smd_before:
  case Quantity::smd_after:
    return "covariate";
  default:
    return "arm";
  }
}

} // namespace iptwsim::results
