#pragma once
// How well the weights balance the arms, and what they cost.
//
// Standardized mean difference of covariate x (Austin and Stuart 2015): with weighted means m_a = sum w x / sum w,
//   SMD = (m_1 - m_0) / sqrt((s_0^2 + s_1^2) / 2),   s_a^2 the n-1 variance in arm a of the *unweighted* sample,
// the same denominator before and after weighting. Effective sample size (Kish 1965): (sum w)^2 / sum w^2.
// Edge cases: a covariate constant in both arms has denominator 0: NaN, status zero_denominator. An arm of one patient
// has no variance: NaN, zero_denominator.

#include <array>
#include <limits>
#include <span>
#include <vector>

#include "cohort/arms.hpp"
#include "cohort/cohort.hpp"
#include "core/status.hpp"
#include "math/number.hpp"

namespace iptwsim {

/// The denominator of a covariate, the same for every weighting; NaN where an arm has no variance.
template <class V> struct Deviation { V value; };

/// x: n values of doubles or V; patients: of each arm.
template <class V, class Arms, class X>
Deviation<V> pooled_deviation(Arms const& treated, X const* x, std::array<V, 2> const& patients) {
  using namespace math;
  std::size_t const n = treated.size();
  // From the arm's first value: a constant then has variance 0 and not the square of its mean's rounding.
  std::array<V, 2> first{V{0.0}, V{0.0}}, sum = first, squares = first, rest = first, mean = first;
  for (std::size_t i = n; i-- > 0;) set_in_arm(treated[i], V{x[i]}, first);
  for (std::size_t i = 0; i < n; ++i) add_to_arm(treated[i], V{x[i]} - of_arm(treated[i], first), sum);
  for (std::size_t arm = 0; arm < 2; ++arm) mean[arm] = sum[arm] / patients[arm];
  for (std::size_t i = 0; i < n; ++i) {
    V const deviation = (V{x[i]} - of_arm(treated[i], first)) - of_arm(treated[i], mean);
    add_to_arm(treated[i], deviation * deviation, squares);
    add_to_arm(treated[i], deviation, rest);
  }
  std::array<V, 2> variance;
  for (std::size_t arm = 0; arm < 2; ++arm) {
    V const divided = (squares[arm] - rest[arm] * rest[arm] / patients[arm]) / (patients[arm] - V{1.0});
    variance[arm] = select(patients[arm] > V{1.0}, divided, V{std::numeric_limits<double>::quiet_NaN()});
  }
  return {square_root((variance[0] + variance[1]) / V{2.0})};
}

/// A standardized mean difference and its Status code.
template <class V> struct MeanDifference { V value, status; };

/// weights: n in cohort order, all 1 for the difference before weighting.
template <class V, class Arms, class X>
MeanDifference<V> mean_difference(Arms const& treated, X const* x, std::span<V const> weights,
                                  Deviation<V> const& deviation) {
  using namespace math;
  std::array<V, 2> sum{V{0.0}, V{0.0}}, total = sum;
  for (std::size_t i = 0; i < treated.size(); ++i) {
    add_to_arm(treated[i], weights[i] * V{x[i]}, sum);
    add_to_arm(treated[i], weights[i], total);
  }
  auto const defined = deviation.value > V{0.0};
  V const difference = (sum[1] / total[1] - sum[0] / total[0]) / deviation.value;
  return {select(defined, difference, V{std::numeric_limits<double>::quiet_NaN()}),
          select(defined, V{0.0}, V{static_cast<double>(Status::zero_denominator)})};
}

/// The weights of one arm.
template <class V> struct ArmWeights {
  V sum{0.0}, squares{0.0};
  V smallest{std::numeric_limits<double>::infinity()}, largest{-std::numeric_limits<double>::infinity()};

  V effective_sample_size() const { return sum * sum / squares; }
};

template <class V, class Arms>
std::array<ArmWeights<V>, 2> summarise_arms(Arms const& treated, std::span<V const> weights) {
  using namespace math;
  std::array<V, 2> sum{V{0.0}, V{0.0}}, squares = sum;
  std::array<V, 2> smallest{V{std::numeric_limits<double>::infinity()}, V{std::numeric_limits<double>::infinity()}};
  std::array<V, 2> largest{-smallest[0], -smallest[1]};
  for (std::size_t i = 0; i < treated.size(); ++i) {
    V const w = weights[i];
    add_to_arm(treated[i], w, sum);
    add_to_arm(treated[i], w * w, squares);
    set_in_arm(treated[i], minimum(w, of_arm(treated[i], smallest)), smallest);
    set_in_arm(treated[i], maximum(w, of_arm(treated[i], largest)), largest);
  }
  return {ArmWeights<V>{sum[0], squares[0], smallest[0], largest[0]},
          ArmWeights<V>{sum[1], squares[1], smallest[1], largest[1]}};
}

struct SmdValue {
  double value;
  Status status;
};

/// Deviations of every covariate.
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
