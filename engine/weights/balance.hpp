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
#include <type_traits>
#include <vector>

#include "cohort/arms.hpp"
#include "cohort/cohort.hpp"
#include "core/status.hpp"
#include "math/number.hpp"

namespace iptwsim {

/// The denominator of a covariate, the same for every weighting; NaN where an arm has no variance.
template <class V> struct Deviation { V value; };

/// N covariates side by side: of each the sums are a chain of additions that wait for each other.
template <class X, std::size_t N> using Columns = std::array<X const*, N>; ///< n values of doubles or V each

/// Calls group(j, std::integral_constant<std::size_t, N>) for columns j .. j + N - 1 of p.
template <class Group> void by_columns(std::size_t p, Group group) {
  constexpr std::size_t most = 4;
  std::size_t j = 0;
  for (; j + most <= p; j += most) group(j, std::integral_constant<std::size_t, most>{});
  for (; j < p; ++j) group(j, std::integral_constant<std::size_t, 1>{});
}

/// patients: of each arm.
template <class V, class Arms, class X, std::size_t N>
std::array<Deviation<V>, N> pooled_deviations(Arms const& treated, Columns<X, N> const& x,
                                              std::array<V, 2> const& patients) {
  using namespace math;
  using Each = std::array<std::array<V, 2>, N>;
  std::size_t const n = treated.size();
  Each first, sum, squares, rest, mean;
  for (auto* const each : {&first, &sum, &squares, &rest}) each->fill({V{0.0}, V{0.0}});
  // From the arm's first value: a constant then has variance 0 and not the square of its mean's rounding.
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t c = 0; c < N; ++c) set_in_arm(treated[i], V{x[c][i]}, first[c]);
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t c = 0; c < N; ++c) add_to_arm(treated[i], V{x[c][i]} - of_arm(treated[i], first[c]), sum[c]);
  }
  for (std::size_t c = 0; c < N; ++c) mean[c] = {sum[c][0] / patients[0], sum[c][1] / patients[1]};
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t c = 0; c < N; ++c) {
      V const deviation = (V{x[c][i]} - of_arm(treated[i], first[c])) - of_arm(treated[i], mean[c]);
      add_to_arm(treated[i], deviation * deviation, squares[c]);
      add_to_arm(treated[i], deviation, rest[c]);
    }
  }
  std::array<Deviation<V>, N> out;
  for (std::size_t c = 0; c < N; ++c) {
    std::array<V, 2> variance;
    for (std::size_t arm = 0; arm < 2; ++arm) {
      V const lost = rest[c][arm] * rest[c][arm] / patients[arm];
      V const divided = (squares[c][arm] - lost) / (patients[arm] - V{1.0});
      variance[arm] = select(patients[arm] > V{1.0}, divided, V{std::numeric_limits<double>::quiet_NaN()});
    }
    out[c] = {square_root((variance[0] + variance[1]) / V{2.0})};
  }
  return out;
}

/// A standardized mean difference and its Status code.
template <class V> struct MeanDifference { V value, status; };

/// Weights, n in cohort order (all 1 for the difference before weighting), and their sums by arm.
template <class V> struct SummedWeights {
  std::span<V const> weights;
  std::array<V, 2> total;
};

/// deviations: of the N covariates.
template <class V, class Arms, class X, std::size_t N>
std::array<MeanDifference<V>, N> mean_differences(Arms const& treated, Columns<X, N> const& x,
                                                  SummedWeights<V> const& by, Deviation<V> const* deviations) {
  using namespace math;
  std::array<std::array<V, 2>, N> sum;
  sum.fill({V{0.0}, V{0.0}});
  for (std::size_t i = 0; i < treated.size(); ++i) {
    for (std::size_t c = 0; c < N; ++c) add_to_arm(treated[i], by.weights[i] * V{x[c][i]}, sum[c]);
  }
  std::array<MeanDifference<V>, N> out;
  for (std::size_t c = 0; c < N; ++c) {
    auto const defined = deviations[c].value > V{0.0};
    V const difference = (sum[c][1] / by.total[1] - sum[c][0] / by.total[0]) / deviations[c].value;
    out[c] = {select(defined, difference, V{std::numeric_limits<double>::quiet_NaN()}),
              select(defined, V{0.0}, V{static_cast<double>(Status::zero_denominator)})};
  }
  return out;
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
