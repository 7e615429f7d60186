#pragma once
// One SIMD register as the number type of the row loops: a lane is a replicate.
//
// Compiled once an instruction set: a translation unit defines IPTWSIM_ISA (baseline, avx2, avx512), which names the
// namespace, and is compiled with the flags of that set. Nothing here may be seen by two of them under one name, or the
// linker could give an old processor the code of a new one; tests/kernels holds the object files to it.
//
// Arithmetic is the compilers' vector extension; masks, selection, minimum and maximum are one instruction each where
// the processor has it (AVX-512 has registers for masks). Every lane has the bits of math/number.hpp on double.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include "math/number.hpp"

#ifndef IPTWSIM_ISA
#error "define IPTWSIM_ISA: baseline, avx2 or avx512"
#endif

namespace iptwsim::IPTWSIM_ISA {

#if defined(__AVX512F__)
inline constexpr int lane_count = 8;
#elif defined(__AVX2__)
inline constexpr int lane_count = 4;
#else
inline constexpr int lane_count = 2;
#endif

using Register = double __attribute__((vector_size(8 * lane_count)));
using Bits = std::uint64_t __attribute__((vector_size(8 * lane_count)));

/// lane_count numbers. Not initialised unless given a value, as double.
struct Lanes {
  Register r;

  Lanes() = default;
  Lanes(Register value) : r(value) {} // NOLINT: the register itself
#if defined(__AVX512F__)
  Lanes(double all) : r(_mm512_set1_pd(all)) {} // NOLINT: a number is in every lane
#elif defined(__AVX2__)
  Lanes(double all) : r(_mm256_set1_pd(all)) {} // NOLINT
#else
  Lanes(double all) : r{all, all} {} // NOLINT
#endif

  friend Lanes operator+(Lanes a, Lanes b) { return a.r + b.r; }
  friend Lanes operator-(Lanes a, Lanes b) { return a.r - b.r; }
  friend Lanes operator*(Lanes a, Lanes b) { return a.r * b.r; }
  friend Lanes operator/(Lanes a, Lanes b) { return a.r / b.r; }
  friend Lanes operator-(Lanes a) { return -a.r; }
};

inline Bits bits_of(Lanes a) { return (Bits)a.r; } // NOLINT: a vector extension has no other cast
inline Lanes from_bits(Bits bits) { return (Register)bits; }

/// One 64-bit word a lane.
struct LaneWords {
  Bits b;

  LaneWords() = default;
  LaneWords(Bits value) : b(value) {}               // NOLINT
  LaneWords(std::uint64_t all) : b(Bits{} + all) {} // NOLINT: a word is in every lane

  friend LaneWords operator^(LaneWords x, LaneWords y) { return x.b ^ y.b; }
  friend LaneWords operator|(LaneWords x, LaneWords y) { return x.b | y.b; }
  friend LaneWords operator&(LaneWords x, LaneWords y) { return x.b & y.b; }
  friend LaneWords operator<<(LaneWords x, int bits) { return x.b << bits; }
  friend LaneWords operator>>(LaneWords x, int bits) { return x.b >> bits; }
  /// Products of the low 32 bits of each lane.
  friend LaneWords multiply_low_halves(LaneWords x, std::uint32_t y) {
    Bits const factor = Bits{} + y;
#if defined(__AVX512F__)
    return (Bits)_mm512_mul_epu32((__m512i)x.b, (__m512i)factor);
#elif defined(__AVX2__)
    return (Bits)_mm256_mul_epu32((__m256i)x.b, (__m256i)factor);
#elif defined(__SSE2__)
    return (Bits)_mm_mul_epu32((__m128i)x.b, (__m128i)factor);
#else
    return (x.b & 0xffffffff) * factor;
#endif
  }
};

struct Singles; ///< math/single_lanes.hpp

inline LaneWords words_of(Lanes a) { return bits_of(a); }
inline Lanes from_words(LaneWords words) { return from_bits(words.b); }

template <int... Lane>
inline void store_places(LaneWords number, std::uint64_t* place, std::integer_sequence<int, Lane...>) {
  Bits const places = number.b * lane_count + Bits{Lane...};
  std::memcpy(place, &places, sizeof places);
}
inline void store_places(LaneWords number, std::uint64_t* place) {
  store_places(number, place, std::make_integer_sequence<int, lane_count>{});
}
template <int... Lane>
inline Lanes gather_lanes(Lanes const* values, std::uint64_t const* place, std::integer_sequence<int, Lane...>) {
  double const* const numbers = reinterpret_cast<double const*>(values);
  return Register{numbers[place[Lane]]...};
}
inline Lanes gather_lanes(Lanes const* values, std::uint64_t const* place) {
  return gather_lanes(values, place, std::make_integer_sequence<int, lane_count>{});
}

/// Words below 2^53 as numbers: the halves go into the mantissas of 2^84 and 2^52.
inline Lanes to_number(LaneWords k) {
  Lanes const high = from_bits(k.b >> 32 | 0x4530000000000000ULL),
              low = from_bits((k.b & 0xffffffff) | 0x4330000000000000ULL);
  return (high - Lanes(0x1p84)) + (low - Lanes(0x1p52));
}

/// The whole parts of numbers below 2^31, lane by lane.
inline void whole_parts(Lanes x, std::int32_t (&out)[lane_count]) {
#if defined(__AVX512F__)
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm512_cvttpd_epi32(x.r));
#elif defined(__AVX2__)
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm256_cvttpd_epi32(x.r));
#elif defined(__SSE2__)
  _mm_storel_epi64(reinterpret_cast<__m128i*>(out), _mm_cvttpd_epi32(x.r));
#else
  for (int lane = 0; lane < lane_count; ++lane) out[lane] = static_cast<std::int32_t>(x.r[lane]);
#endif
}

/// A small whole number a lane: an eighth or a quarter of the memory.
template <class Count> struct LaneCounts { Count of[lane_count]; };

template <class Count> inline Lanes to_number(LaneCounts<Count> const& counts) {
  static_assert(sizeof(Count) <= 2);
#if defined(__AVX512F__)
  if constexpr (sizeof(Count) == 1) {
    __m128i const all = _mm_loadl_epi64(reinterpret_cast<__m128i const*>(counts.of));
    return Lanes(_mm512_cvtepi32_pd(_mm256_cvtepu8_epi32(all)));
  } else {
    __m128i const all = _mm_loadu_si128(reinterpret_cast<__m128i const*>(counts.of));
    return Lanes(_mm512_cvtepi32_pd(_mm256_cvtepu16_epi32(all)));
  }
#elif defined(__AVX2__)
  if constexpr (sizeof(Count) == 1) {
    int all;
    std::memcpy(&all, counts.of, sizeof all);
    return Lanes(_mm256_cvtepi32_pd(_mm_cvtepu8_epi32(_mm_cvtsi32_si128(all))));
  } else {
    __m128i const all = _mm_loadl_epi64(reinterpret_cast<__m128i const*>(counts.of));
    return Lanes(_mm256_cvtepi32_pd(_mm_cvtepu16_epi32(all)));
  }
#else
  Register numbers{};
  for (int lane = 0; lane < lane_count; ++lane) numbers[lane] = counts.of[lane];
  return numbers;
#endif
}

/// One truth value a lane.
struct LaneMask {
#if defined(__AVX512F__)
  __mmask8 m;
  friend LaneMask operator&(LaneMask a, LaneMask b) { return {static_cast<__mmask8>(a.m & b.m)}; }
  friend LaneMask operator|(LaneMask a, LaneMask b) { return {static_cast<__mmask8>(a.m | b.m)}; }
  friend LaneMask operator!(LaneMask a) { return {static_cast<__mmask8>(~a.m)}; }
#else
  Bits m; ///< all ones or all zeros a lane
  friend LaneMask operator&(LaneMask a, LaneMask b) { return {a.m & b.m}; }
  friend LaneMask operator|(LaneMask a, LaneMask b) { return {a.m | b.m}; }
  friend LaneMask operator!(LaneMask a) { return {~a.m}; }
#endif
};

#if defined(__AVX512F__)

inline LaneMask operator<(Lanes a, Lanes b) { return {_mm512_cmp_pd_mask(a.r, b.r, _CMP_LT_OQ)}; }
inline LaneMask operator<=(Lanes a, Lanes b) { return {_mm512_cmp_pd_mask(a.r, b.r, _CMP_LE_OQ)}; }
inline LaneMask operator==(Lanes a, Lanes b) { return {_mm512_cmp_pd_mask(a.r, b.r, _CMP_EQ_OQ)}; }
inline Lanes select(LaneMask mask, Lanes yes, Lanes no) { return Lanes(_mm512_mask_blend_pd(mask.m, no.r, yes.r)); }
inline bool any(LaneMask mask) { return mask.m != 0; }
inline Lanes maximum(Lanes a, Lanes b) { return Lanes(_mm512_max_pd(a.r, b.r)); }
inline Lanes minimum(Lanes a, Lanes b) { return Lanes(_mm512_min_pd(a.r, b.r)); }
inline Lanes square_root(Lanes a) { return Lanes(_mm512_sqrt_pd(a.r)); }

#else

inline LaneMask operator<(Lanes a, Lanes b) { return {(Bits)(a.r < b.r)}; }
inline LaneMask operator<=(Lanes a, Lanes b) { return {(Bits)(a.r <= b.r)}; }
inline LaneMask operator==(Lanes a, Lanes b) { return {(Bits)(a.r == b.r)}; }

#if defined(__AVX2__)
inline Lanes select(LaneMask mask, Lanes yes, Lanes no) {
  return Lanes(_mm256_blendv_pd(no.r, yes.r, (Register)mask.m));
}
inline bool any(LaneMask mask) { return _mm256_movemask_pd((Register)mask.m) != 0; }
inline Lanes maximum(Lanes a, Lanes b) { return Lanes(_mm256_max_pd(a.r, b.r)); }
inline Lanes minimum(Lanes a, Lanes b) { return Lanes(_mm256_min_pd(a.r, b.r)); }
inline Lanes square_root(Lanes a) { return Lanes(_mm256_sqrt_pd(a.r)); }
#else
inline Lanes select(LaneMask mask, Lanes yes, Lanes no) {
  return from_bits((mask.m & bits_of(yes)) | (~mask.m & bits_of(no)));
}
#if defined(__SSE2__)
inline bool any(LaneMask mask) { return _mm_movemask_pd((Register)mask.m) != 0; }
inline Lanes maximum(Lanes a, Lanes b) { return Lanes(_mm_max_pd(a.r, b.r)); }
inline Lanes minimum(Lanes a, Lanes b) { return Lanes(_mm_min_pd(a.r, b.r)); }
inline Lanes square_root(Lanes a) { return Lanes(_mm_sqrt_pd(a.r)); }
#else // NEON and whatever else the vector extension reaches
inline bool any(LaneMask mask) { return (mask.m[0] | mask.m[1]) != 0; }
inline Lanes maximum(Lanes a, Lanes b) { return select(b < a, a, b); }
inline Lanes minimum(Lanes a, Lanes b) { return select(a < b, a, b); }
inline Lanes square_root(Lanes a) {
  for (int i = 0; i < lane_count; ++i) a.r[i] = __builtin_sqrt(a.r[i]);
  return a;
}
#endif
#endif
#endif

/// The values of the mask's lanes side by side at `to`, where there is room for all lanes; returns how many they are.
#if defined(__AVX512F__)
inline std::size_t store_where(LaneMask mask, Lanes values, double* to) {
  _mm512_storeu_pd(to, _mm512_maskz_compress_pd(mask.m, values.r));
  return static_cast<std::size_t>(std::popcount(mask.m));
}
inline std::size_t store_where(LaneMask mask, LaneWords words, std::uint64_t* to) {
  _mm512_storeu_si512(to, _mm512_maskz_compress_epi64(mask.m, (__m512i)words.b));
  return static_cast<std::size_t>(std::popcount(mask.m));
}
#else
inline std::size_t store_where(LaneMask mask, Lanes values, double* to) {
  std::size_t count = 0;
  for (int lane = 0; lane < lane_count; ++lane) {
    to[count] = values.r[lane];
    count -= mask.m[lane]; // all ones is -1
  }
  return count;
}
inline std::size_t store_where(LaneMask mask, LaneWords words, std::uint64_t* to) {
  return store_where(mask, from_words(words), reinterpret_cast<double*>(to));
}
#endif

/// first, first + 1, ... by lane.
template <int... Lane> inline LaneWords lane_numbers(std::uint64_t first, std::integer_sequence<int, Lane...>) {
  return Bits{Lane...} + first;
}
inline LaneWords lane_numbers(Lanes, std::uint64_t first) {
  return lane_numbers(first, std::make_integer_sequence<int, lane_count>{});
}

inline LaneMask operator>(Lanes a, Lanes b) { return b < a; }
inline LaneMask operator>=(Lanes a, Lanes b) { return b <= a; }

inline Lanes absolute(Lanes a) { return from_bits(bits_of(a) & 0x7fffffffffffffffULL); }

/// 2^k: the low bits of k + 1023 + 1.5 2^52 are the exponent.
inline Lanes power_of_two(Lanes k) { return from_bits(bits_of(k + Lanes(6755399441055744.0 + 1023)) << 52); }

inline Lanes scale_by(Lanes x, Lanes shifted) { return from_bits(bits_of(x) + (bits_of(shifted) << 52)); }

/// 2^52 + m has the integer m < 2^52 as its low bits.
inline Lanes exponent_of(Lanes x) {
  Bits const exponent = bits_of(x) >> 52 | 0x4330000000000000ULL;
  return (from_bits(exponent) - Lanes(0x1p52)) - Lanes(1023.0);
}
inline Lanes mantissa_of(Lanes x) { return from_bits((bits_of(x) & 0x000fffffffffffffULL) | 0x3ff0000000000000ULL); }

inline double get_lane(Lanes const& a, int i) { return a.r[i]; }
inline void set_lane(Lanes& a, int i, double value) { a.r[i] = value; }

} // namespace iptwsim::IPTWSIM_ISA

namespace iptwsim::math {

template <> struct NumberTraits<IPTWSIM_ISA::Lanes> {
  using Mask = IPTWSIM_ISA::LaneMask;
  using Single = IPTWSIM_ISA::Singles;
  static constexpr int lanes = IPTWSIM_ISA::lane_count;
#if defined(__AVX512F__) || defined(__aarch64__) // 32 registers
  static constexpr int interleave = 3, accumulators = 27;
#else // 16
  static constexpr int interleave = 2, accumulators = 9;
#endif
};

} // namespace iptwsim::math
