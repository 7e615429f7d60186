#pragma once
// Philox4x32-10 (J. K. Salmon et al., SC11, 2011) at many addresses in step; one address at a time it is Random123's
// (random/address.cpp), with the same words.
//
// W holds 32-bit words in 64-bit lanes: std::uint64_t, or a register of them (math/lanes.hpp). The high half of a lane
// means nothing, before and after.

#include <array>
#include <cstdint>

namespace iptwsim {

inline std::uint64_t multiply_low_halves(std::uint64_t a, std::uint32_t b) { return (a & 0xffffffff) * b; }

/// At N addresses with one key; each round is a chain of operations that wait for each other, so N chains run in step.
template <std::size_t N, class W>
[[gnu::always_inline]] inline void philox(std::array<W, 4> (&counter)[N], std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    W const key0(key[0]), key1(key[1]);
    for (std::array<W, 4>& c : counter) {
      W const a = multiply_low_halves(c[0], 0xD2511F53u), b = multiply_low_halves(c[2], 0xCD9E8D57u);
      c = {(b >> 32) ^ c[1] ^ key0, b, (a >> 32) ^ c[3] ^ key1, a};
    }
    key = {key[0] + 0x9E3779B9u, key[1] + 0xBB67AE85u};
  }
}

template <class W>
[[gnu::always_inline]] inline std::array<W, 4> philox(std::array<W, 4> counter, std::array<std::uint32_t, 2> key) {
  std::array<W, 4> one[1] = {counter};
  philox(one, key);
  return one[0];
}

/// The first `bits` of the 64 bits high 2^32 + low, as a whole number.
template <class W> [[gnu::always_inline]] inline W first_bits(W high, W low, int bits) {
  return ((high << 32) | (low & W(0xffffffff))) >> (64 - bits);
}

} // namespace iptwsim
