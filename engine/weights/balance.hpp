#pragma once
// How well the weights balance the arms, and what they cost.
//
// Standardized mean difference of covariate x (Austin and Stuart 2015): with weighted means m_a = sum w x / sum w,
//   SMD = (m_1 - m_0) / sqrt((s_0^2 + s_1^2) / 2),   s_a^2 the n-1 variance in arm a of the *unweighted* sample,
// the same denominator before and after weighting. Effective sample size (Kish 1965): (sum w)^2 / sum w^2.
// Edge cases: a covariate constant in both arms has denominator 0: NaN, status zero_denominator. An arm of one patient
// has no variance: NaN, zero_denominator.

#include <span>
#include <vector>

#include "cohort/cohort.hpp"
#include "core/status.hpp"

namespace iptwsim {

struct SmdValue {
  double value;
  Status status;
};

/// The denominator of each covariate, the same for every weighting; NaN where an arm has no variance.
std::vector<double> pooled_deviations(Cohort const& cohort);

/// One value a covariate; weights: n in cohort order (all 1 for the difference before weighting); deviations: those of
/// pooled_deviations().
std::vector<SmdValue> standardized_mean_differences(Cohort const& cohort, std::span<double const> weights,
                                                    std::span<double const> deviations);
inline std::vector<SmdValue> standardized_mean_differences(Cohort const& cohort, std::span<double const> weights) {
  return standardized_mean_differences(cohort, weights, pooled_deviations(cohort));
}

/// Sum, extremes and effective sample size of some weights.
struct WeightSummary {
  double sum = 0, smallest = 0, largest = 0, effective_sample_size = 0;
};

enum class WeightScope { control, treated, all };

WeightSummary summarise_weights(Cohort const& cohort, std::span<double const> weights, WeightScope scope);

/// The fewest patients who carry half of the sum of the weights.
double half_weight_patients(Cohort const& cohort, std::span<double const> weights, WeightScope scope);

} // namespace iptwsim
