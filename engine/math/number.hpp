#pragma once
// The number type of the row loops. Every loop over patients is a template on `V`: `double` is one replicate at a time,
// a SIMD register is one replicate per lane. Lanes never mix, so a lane's bits are those it would have alone.
//
// A number type V offers + - * / and unary -, comparisons that give a mask_t<V> (with & | !), construction from double,
// and the free functions below, found by argument-dependent lookup; code calls them after `using namespace math`-style
// using declarations. Values are selected, never multiplied by 0 or 1: 0 * Inf is NaN.

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

/// For what is called for every patient of every replicate: compilers think chains of register operations too long.
#define IPTWSIM_HOT [[gnu::always_inline]] inline

namespace iptwsim::math {

/// ::Mask, ::lanes; where registers are many: ::interleave (patients in step, math/pack.hpp) and ::accumulators (sums
/// that fit into registers).
template <class V> struct NumberTraits;

template <> struct NumberTraits<double> {
  using Mask = bool;
  using Single = float; ///< math/single.hpp
  static constexpr int lanes = 1;
};

template <class V> using mask_t = typename NumberTraits<V>::Mask;
template <class V> inline constexpr int lanes_v = NumberTraits<V>::lanes;
template <class V> constexpr int interleave_of() {
  if constexpr (requires { NumberTraits<V>::interleave; }) return NumberTraits<V>::interleave;
  return 1;
}
template <class V> constexpr int accumulators_of() {
  if constexpr (requires { NumberTraits<V>::accumulators; }) return NumberTraits<V>::accumulators;
  return 9;
}

/// yes where mask, else no.
constexpr double select(bool mask, double yes, double no) { return mask ? yes : no; }
constexpr bool any(bool mask) { return mask; }

/// The larger / smaller; b where a is NaN (the rule of SSE2's maxpd(a, b)).
constexpr double maximum(double a, double b) { return a > b ? a : b; }
constexpr double minimum(double a, double b) { return a < b ? a : b; }

inline double absolute(double x) { return std::fabs(x); }
inline double square_root(double x) { return std::sqrt(x); } // IEEE: correctly rounded everywhere

/// 2^k for an integral k in [-1022, 1023].
inline double power_of_two(double k) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(static_cast<std::int64_t>(k) + 1023) << 52);
}

/// x 2^k, given k + 1.5 * 2^52 (whose low bits are k's), for a normal x and a normal result.
inline double scale_by(double x, double shifted) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) + (std::bit_cast<std::uint64_t>(shifted) << 52));
}

/// x = mantissa * 2^exponent with mantissa in [1, 2), for a normal x > 0.
inline double exponent_of(double x) {
  return static_cast<double>(static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(x) >> 52) - 1023);
}
inline double mantissa_of(double x) {
  return std::bit_cast<double>((std::bit_cast<std::uint64_t>(x) & 0x000fffffffffffffULL) | 0x3ff0000000000000ULL);
}

/// The bits of a number, and back; a lane's own in a register.
inline std::uint64_t words_of(double x) { return std::bit_cast<std::uint64_t>(x); }
inline double from_words(std::uint64_t words) { return std::bit_cast<double>(words); }

/// The lane's value; lane is 0 for double.
inline double get_lane(double x, int) { return x; }
inline void set_lane(double& x, int, double value) { x = value; }
inline float get_lane(float x, int) { return x; }
inline void set_lane(float& x, int, float value) { x = value; }

/// square[i] lane j <-> square[j] lane i, of as many V as V has lanes.
template <class V, std::size_t N> void transpose(V (&square)[N]) {
  static_assert(N == static_cast<std::size_t>(lanes_v<V>));
  for (int i = 0; i < lanes_v<V>; ++i) {
    for (int j = 0; j < i; ++j) {
      auto const below = get_lane(square[i], j);
      set_lane(square[i], j, get_lane(square[j], i));
      set_lane(square[j], i, below);
    }
  }
}

/// What an iteration must bring to rest: the size of a change, and with derivatives (math/dual.hpp) theirs too.
template <class V> V change_size(V x) { return absolute(x); }

} // namespace iptwsim::math
