#pragma once
// True values: what the estimators of a simulated cohort are measured against.
//
// For the whole population (ate, unweighted) the config's marginal distributions themselves; for the others the mean
// over covariates given tilts h(e), e the true probability of treatment,
//
//   S_a^h(t) = E[h(e) P(T_a > t | x)] / E[h(e)]
//
// by 2^points_log2 Sobol points under each of several random shifts: every shift is a value of each column, a pure
// function of its number (no seed of the user's has a part in it), their mean is the value and SD / sqrt(shifts) its
// error. Times that are given by the covariates are integrated so for the whole population, too
// (truth/conditional_truth.hpp).
//
// An endpoint that is the first of several components has its true values from their joint distribution; where other
// causes censor it, the survival that its Kaplan-Meier curve tends to is the one that bias refers to, and net and crude
// survival stand beside it (truth/first_truth.hpp).
//
// Truncation of weights is part of an estimator, not of the truth: it shows as bias.
//
// Cox limits depend on c_a, the weight of arm a per patient of the whole cohort: P(A = a) where weights are stabilized,
// normalized by arm, or all 1 (unweighted), else 1.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/column.hpp"
#include "core/status.hpp"
#include "estimators/options.hpp"
#include "scenario/mechanism.hpp"
#include "truth/options.hpp"
#include "weights/options.hpp"

namespace iptwsim {

/// What is wanted, beside the mechanism.
struct TruthRequest {
  std::vector<Estimand> estimands = {};     ///< in the order of the columns
  WeightOptions weights = {};               ///< stabilized and normalize
  EstimatorOptions estimators = {};         ///< log_rank and curves have no true value here
  std::optional<double> treated_share = {}; ///< P(A = 1), where the config says it
  int points_log2 = 16;
};

/// Whether c_a of the Cox limit is P(A = a).
bool counts_patients(Estimand estimand, WeightOptions const& weights);

/// P(A = 1) by arm totals, randomization or prevalence; none where an intercept is given beside terms.
std::optional<double> treated_share(SyntheticOptions const& options);

/// Columns of true values, in the order of the analysis: estimand by estimand, endpoint by endpoint; those whose
/// statistic is not estimate are what no estimator tends to.
std::vector<Column> truth_columns(SyntheticOptions const& options, TruthRequest const& request);

/// How many shifts have to be computed: all, or 1 where every value is exact (its error is then 0).
std::int64_t shifts_needed(SyntheticOptions const& options, TruthRequest const& request, TruthOptions const& precision);

/// Values and statuses of truth_columns.
struct TruthValues {
  std::vector<double> values;
  std::vector<Status> statuses;
};

TruthValues true_values(Mechanism const& mechanism, TruthRequest const& request, std::uint64_t shift);

struct TrueValue {
  double value, error;
  Status status;
};

/// One column over the shifts. Equal values have error 0; where a shift has none (not_reached) there is none.
TrueValue combine_shifts(std::span<double const> values, std::span<Status const> statuses);

} // namespace iptwsim
