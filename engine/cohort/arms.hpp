#pragma once
// Which arm a patient is in, and what follows from it: the same in every lane (replicates of one cohort: arms[i] is 0
// or 1), or by lane (a cohort a lane: arms[i] is a mask). Row loops take either.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "math/number.hpp"

namespace iptwsim {

/// The arms of a cohort a lane.
template <class V> class LaneArms {
public:
  /// treated: n times 0 or 1 in each lane. What it points to must stay.
  LaneArms() = default;
  LaneArms(V const* treated, std::size_t n) : treated_(treated), size_(n) {}

  std::size_t size() const { return size_; }
  math::mask_t<V> operator[](std::size_t i) const { return treated_[i] > V{0.5}; }
  V const* data() const { return treated_; }

private:
  V const* treated_ = nullptr;
  std::size_t size_ = 0;
};

template <class V> IPTWSIM_HOT V in_arm(std::uint8_t treated, V if_treated, V if_control) {
  return treated ? if_treated : if_control;
}
template <class V> IPTWSIM_HOT V in_arm(math::mask_t<V> treated, V if_treated, V if_control) {
  using math::select;
  return select(treated, if_treated, if_control);
}

/// 1 in the treated, -1 in the controls. Looked up: arms are in no order that a branch could foresee.
template <class V> IPTWSIM_HOT V arm_sign(std::uint8_t treated) {
  constexpr double signs[2] = {-1, 1};
  return V{signs[treated]};
}
template <class V> IPTWSIM_HOT V arm_sign(math::mask_t<V> treated) { return in_arm(treated, V{1.0}, V{-1.0}); }

/// Of a value of each arm (control, treated) the patient's.
template <class V> IPTWSIM_HOT V of_arm(std::uint8_t treated, std::array<V, 2> const& values) {
  return values[treated];
}
template <class V> IPTWSIM_HOT V of_arm(math::mask_t<V> treated, std::array<V, 2> const& values) {
  return in_arm(treated, values[1], values[0]);
}

/// Adds a number to the sum of the patient's arm.
template <class V> IPTWSIM_HOT void add_to_arm(std::uint8_t treated, V number, std::array<V, 2>& sums) {
  sums[treated] = sums[treated] + number;
}
template <class V> IPTWSIM_HOT void add_to_arm(math::mask_t<V> treated, V number, std::array<V, 2>& sums) {
  using math::select;
  sums[0] = select(treated, sums[0], sums[0] + number);
  sums[1] = select(treated, sums[1] + number, sums[1]);
}

/// Sums of n numbers by arm.
template <class V, class Arms> std::array<V, 2> arm_totals(Arms const& treated, std::span<V const> numbers) {
  std::array<V, 2> totals{V{0.0}, V{0.0}};
  for (std::size_t i = 0; i < treated.size(); ++i) add_to_arm(treated[i], numbers[i], totals);
  return totals;
}

/// Replaces the value of the patient's arm.
template <class V> IPTWSIM_HOT void set_in_arm(std::uint8_t treated, V number, std::array<V, 2>& values) {
  values[treated] = number;
}
template <class V> IPTWSIM_HOT void set_in_arm(math::mask_t<V> treated, V number, std::array<V, 2>& values) {
  using math::select;
  values[0] = select(treated, values[0], number);
  values[1] = select(treated, number, values[1]);
}

} // namespace iptwsim
