#pragma once
// Normalization and truncation of weights, after stabilization and in this order.
//
// normalize, by arm a: w_i sum_{arm a} f / sum_{arm a} f w: mean 1 in each arm.
// truncate: weights below the lower limit are set to it, those above the upper to that (Cole and Hernan 2008). Limits
// are values, or quantiles p of the weights, pooled or of the patient's own arm, found anew in every replicate on the
// copied rows. With n = sum f, h = 1 + (n-1) p, j = floor(h), r = h - j:
//   q = (1-r) x(j) + r x(j+1),   x(m) the smallest weight whose cumulative frequency reaches m,
// which is R's quantile type 7 of the copied rows, and defined for the fractional frequencies of a Bayesian bootstrap.
//
// Quantiles need an order, so lanes are sorted one at a time, in code that is the same for every instruction set.

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "cohort/arms.hpp"
#include "math/number.hpp"
#include "weights/options.hpp"

namespace iptwsim {

/// Quantile p of weighted.first with frequencies weighted.second > 0; sorts its argument. NaN when empty.
double frequency_quantile(std::vector<std::pair<double, double>>& weighted, double p);

/// One lane of n numbers side by side in memory.
struct LaneValues {
  double const* first = nullptr;
  std::size_t stride = 1;

  double operator[](std::size_t i) const { return first[i * stride]; }
};

template <class V> LaneValues lane_of(std::span<V const> values, int lane) {
  return {reinterpret_cast<double const*>(values.data()) + lane, sizeof(V) / sizeof(double)};
}

/// The arms of one lane: patient i is treated where `shared` or else `own` is not 0.
struct ArmsOfLane {
  std::size_t n;
  std::uint8_t const* shared;
  LaneValues own;

  bool treated(std::size_t i) const { return shared ? shared[i] != 0 : own[i] != 0; }
};
inline ArmsOfLane arms_of_lane(std::vector<std::uint8_t> const& treated, int) {
  return {treated.size(), treated.data(), {}};
}
template <class V> ArmsOfLane arms_of_lane(LaneArms<V> const& treated, int lane) {
  return {treated.size(), nullptr, lane_of(std::span<V const>(treated.data(), treated.size()), lane)};
}

/// Lower and upper limit of each arm from the quantiles of one lane.
std::array<std::array<double, 2>, 2> truncation_limits(TruncateOptions const& options, ArmsOfLane const& arms,
                                                       LaneValues weights, LaneValues frequency);

/// Everything about a patient that the two steps look at; n entries each.
template <class V, class Arms = std::vector<std::uint8_t>> struct WeightedPatients {
  Arms const& treated;
  std::span<V const> frequency;
};

template <class V, class Arms = std::vector<std::uint8_t>>
void normalize_weights(WeightedPatients<V, Arms> const& in, std::vector<V>& weights) {
  using namespace math;
  std::array<V, 2> patients{V{0.0}, V{0.0}}, sum{V{0.0}, V{0.0}};
  for (std::size_t i = 0; i < weights.size(); ++i) {
    add_to_arm(in.treated[i], in.frequency[i], patients);
    add_to_arm(in.treated[i], in.frequency[i] * weights[i], sum);
  }
  std::array<V, 2> factor;
  for (std::size_t arm = 0; arm < 2; ++arm) {
    auto const someone = sum[arm] > V{0.0};
    factor[arm] = select(someone, patients[arm] / select(someone, sum[arm], V{1.0}), V{1.0});
  }
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = weights[i] * of_arm(in.treated[i], factor);
}

template <class V, class Arms = std::vector<std::uint8_t>>
void truncate_weights(TruncateOptions const& options, WeightedPatients<V, Arms> const& in, std::vector<V>& weights) {
  using namespace math;
  std::array<std::array<V, 2>, 2> limits; // lower and upper, by arm
  for (auto& side : limits) side = {V{0.0}, V{0.0}};
  if (!options.values.empty()) {
    for (std::size_t side = 0; side < 2; ++side) limits[side] = {V{options.values[side]}, V{options.values[side]}};
  } else {
    for (int lane = 0; lane < lanes_v<V>; ++lane) {
      auto const of_lane = truncation_limits(options, arms_of_lane(in.treated, lane),
                                             lane_of(std::span<V const>(weights), lane), lane_of(in.frequency, lane));
      for (std::size_t arm = 0; arm < 2; ++arm) {
        for (std::size_t side = 0; side < 2; ++side) set_lane(limits[side][arm], lane, of_lane[arm][side]);
      }
    }
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    V const lower = of_arm(in.treated[i], limits[0]), upper = of_arm(in.treated[i], limits[1]);
    auto const present = in.frequency[i] > V{0.0};
    V const inside = minimum(maximum(weights[i], lower), upper);
    weights[i] = select(present, inside, weights[i]);
  }
}

} // namespace iptwsim
