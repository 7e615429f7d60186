#include "results/definitions.hpp"

namespace iptwsim::results {

std::string definition(Quantity quantity) {
  switch (quantity) {
  case Quantity::survival:
    return "weighted Kaplan-Meier survival probability of an arm at a time";
  case Quantity::survival_difference:
    return "survival treated minus control";
  case Quantity::survival_ratio:
    return "survival treated over control";
  case Quantity::rmst:
    return "restricted mean survival time of an arm: area under its survival curve up to the time";
  case Quantity::rmst_difference:
    return "restricted mean survival time treated minus control";
  case Quantity::rmst_ratio:
    return "restricted mean survival time treated over control";
  case Quantity::log_hazard_ratio:
    return "natural log of the hazard ratio treated over control, weighted Cox model";
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
    return "test statistic against no effect";
  case Statistic::p_value:
    return "two-sided p-value";
  case Statistic::ci_lower:
    return "lower confidence limit";
  case Statistic::ci_upper:
    return "upper confidence limit";
  case Statistic::count:
    break;
  }
  return "bootstrap replicates by status";
}

std::string unit(Quantity quantity) {
  switch (quantity) {
  case Quantity::rmst:
  case Quantity::rmst_difference:
    return "unit of time of the data";
  case Quantity::n:
  case Quantity::events:
  case Quantity::effective_sample_size:
    return "patients";
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
