#pragma once
// Numbers of single precision beside a number type: for iterates that a step in double precision puts right afterwards.
// Half the memory and, in registers of half the width, half the time.
//
// A number type V that has them names them single_t<V> (NumberTraits<V>::Single); narrow() rounds, widen() is exact.
// They have the operations of math/number.hpp that row loops of the propensity model use, each lane for itself, so a
// lane's bits are those of float.

#include <bit>
#include <cmath>
#include <cstdint>

#include "math/number.hpp"
#include "math/polynomial.hpp"

namespace iptwsim::math {

template <> struct NumberTraits<float> {
  using Mask = bool;
  static constexpr int lanes = 1;
  static constexpr bool single = true;
};

template <class V>
concept HasSingle = requires {
  typename NumberTraits<V>::Single;
};
template <HasSingle V> using single_t = typename NumberTraits<V>::Single;
template <class V> constexpr bool is_single() {
  if constexpr (requires { NumberTraits<V>::single; }) return NumberTraits<V>::single;
  return false;
}

inline float narrow(double x) { return static_cast<float>(x); }
inline double widen(float x) { return static_cast<double>(x); }

constexpr float select(bool mask, float yes, float no) { return mask ? yes : no; }
constexpr float maximum(float a, float b) { return a > b ? a : b; }
inline float absolute(float x) { return std::fabs(x); }

/// x 2^k, given k + 1.5 * 2^23 (whose low bits are k's), for a normal x and a normal result.
inline float scale_by(float x, float shifted) {
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(x) + (std::bit_cast<std::uint32_t>(shifted) << 23));
}

/// exp(x) for x <= 0 in single precision, to 1.5 units of 2^-24; below -86 as at -86, and NaN, too.
///
///   k = round(x / ln 2),  r = x - k ln 2,  exp(x) = 2^k (1 + r + r^2 q(r)),  q: the Taylor terms 1/2! ... 1/7!
template <class V> IPTWSIM_HOT V exp_of_negative(V x) {
  constexpr double shift = 12582912.0; // 1.5 * 2^23
  V const inside = maximum(x, V(-86.0));
  V const shifted = inside * V(1.4426950408889634) + V(shift);
  V const k = shifted - V(shift);
  V const r = (inside - k * V(0.693359375)) - k * V(-2.12194440e-4); // ln 2 in two parts, the first of 10 bits
  V const tail = horner(r, 1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5);
  return scale_by(V(1.0) + (r + (r * r) * tail), shifted);
}

} // namespace iptwsim::math
