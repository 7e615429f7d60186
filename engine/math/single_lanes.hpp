#pragma once
// One SIMD register of single-precision numbers, a lane each of math/lanes.hpp: a register of half its width, but one
// of four numbers at least, whose further lanes are never read.

#include "math/lanes.hpp"
#include "math/single.hpp"

namespace iptwsim::IPTWSIM_ISA {

inline constexpr int single_places = lane_count < 4 ? 4 : lane_count;
using SingleRegister = float __attribute__((vector_size(4 * single_places)));
using SingleBits = std::uint32_t __attribute__((vector_size(4 * single_places)));

struct Singles {
  SingleRegister r;

  Singles() = default;
  Singles(SingleRegister value) : r(value) {} // NOLINT: the register itself
#if defined(__AVX512F__)
  Singles(float all) : r(_mm256_set1_ps(all)) {} // NOLINT: a number is in every lane
#else
  Singles(float all) : r{all, all, all, all} {} // NOLINT
#endif
  Singles(double all) : Singles(static_cast<float>(all)) {} // NOLINT

  friend Singles operator+(Singles a, Singles b) { return a.r + b.r; }
  friend Singles operator-(Singles a, Singles b) { return a.r - b.r; }
  friend Singles operator*(Singles a, Singles b) { return a.r * b.r; }
  friend Singles operator/(Singles a, Singles b) { return a.r / b.r; }
  friend Singles operator-(Singles a) { return -a.r; }
};

inline SingleBits bits_of(Singles a) { return (SingleBits)a.r; } // NOLINT: a vector extension has no other cast
inline Singles single_from_bits(SingleBits bits) { return (SingleRegister)bits; }

inline Singles narrow(Lanes a) {
#if defined(__AVX512F__)
  return Singles(_mm512_cvtpd_ps(a.r));
#elif defined(__AVX2__)
  return Singles(_mm256_cvtpd_ps(a.r));
#elif defined(__SSE2__)
  return Singles(_mm_cvtpd_ps(a.r));
#else
  Singles out{SingleRegister{}};
  for (int lane = 0; lane < lane_count; ++lane) out.r[lane] = static_cast<float>(a.r[lane]);
  return out;
#endif
}
inline Lanes widen(Singles a) {
#if defined(__AVX512F__)
  return Lanes(_mm512_cvtps_pd(a.r));
#elif defined(__AVX2__)
  return Lanes(_mm256_cvtps_pd(a.r));
#elif defined(__SSE2__)
  return Lanes(_mm_cvtps_pd(a.r));
#else
  Lanes out(0.0);
  for (int lane = 0; lane < lane_count; ++lane) out.r[lane] = static_cast<double>(a.r[lane]);
  return out;
#endif
}

struct SingleMask {
#if defined(__AVX512F__)
  __mmask8 m;
#else
  SingleBits m; ///< all ones or all zeros a lane
#endif
};

#if defined(__AVX512F__)
inline SingleMask operator<=(Singles a, Singles b) { return {_mm256_cmp_ps_mask(a.r, b.r, _CMP_LE_OQ)}; }
inline Singles select(SingleMask mask, Singles yes, Singles no) {
  return Singles(_mm256_mask_blend_ps(mask.m, no.r, yes.r));
}
#else
inline SingleMask operator<=(Singles a, Singles b) { return {(SingleBits)(a.r <= b.r)}; }
inline Singles select(SingleMask mask, Singles yes, Singles no) {
  return single_from_bits((mask.m & bits_of(yes)) | (~mask.m & bits_of(no)));
}
#endif

inline SingleMask operator>=(Singles a, Singles b) { return b <= a; }

/// The larger; b where a is NaN.
inline Singles maximum(Singles a, Singles b) {
#if defined(__AVX512F__)
  return Singles(_mm256_max_ps(a.r, b.r));
#elif defined(__SSE2__)
  return Singles(_mm_max_ps(a.r, b.r));
#else
  return select(SingleMask{(SingleBits)(a.r > b.r)}, a, b);
#endif
}

inline Singles absolute(Singles a) { return single_from_bits(bits_of(a) & 0x7fffffffU); }
inline Singles scale_by(Singles x, Singles shifted) { return single_from_bits(bits_of(x) + (bits_of(shifted) << 23)); }

/// Halves of two registers: from every second run of H lanes, those of a and of b by turns; places that are no lanes
/// stay.
template <int H, int... K> inline void exchange(Singles& a, Singles& b, std::integer_sequence<int, K...>) {
  constexpr auto from_a = [](int k) { return k >= lane_count ? k : (k & H) ? single_places + k - H : k; };
  constexpr auto from_b = [](int k) { return k >= lane_count ? k : (k & H) ? single_places + k : k + H; };
  SingleRegister const x = a.r, y = b.r;
  a.r = __builtin_shufflevector(x, y, from_a(K)...);
  b.r = __builtin_shufflevector(x, y, from_b(K)...);
}
template <int H = 1> inline void transpose(Singles (&square)[lane_count]) {
  if constexpr (H < lane_count) {
    for (int i = 0; i < lane_count; ++i) {
      if (!(i & H)) exchange<H>(square[i], square[i + H], std::make_integer_sequence<int, single_places>{});
    }
    transpose<2 * H>(square);
  }
}

inline float get_lane(Singles const& a, int i) { return a.r[i]; }
inline void set_lane(Singles& a, int i, float value) { a.r[i] = value; }

} // namespace iptwsim::IPTWSIM_ISA

namespace iptwsim::math {

template <> struct NumberTraits<IPTWSIM_ISA::Singles> {
  using Mask = IPTWSIM_ISA::SingleMask;
  static constexpr int lanes = IPTWSIM_ISA::lane_count;
  static constexpr int interleave = 2 * interleave_of<IPTWSIM_ISA::Lanes>();
  static constexpr int accumulators = accumulators_of<IPTWSIM_ISA::Lanes>();
  static constexpr bool single = true;
};

} // namespace iptwsim::math
