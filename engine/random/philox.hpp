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

template <class W>
[[gnu::always_inline]] inline std::array<W, 4> philox(std::array<W, 4> counter, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    W const a = multiply_low_halves(counter[0], 0xD2511F53u), b = multiply_low_halves(counter[2], 0xCD9E8D57u);
    counter = {(b >> 32) ^ counter[1] ^ W(key[0]), b, (a >> 32) ^ counter[3] ^ W(key[1]), a};
    key = {key[0] + 0x9E3779B9u, key[1] + 0xBB67AE85u};
  }
  return counter;
}

/// The first `bits` of the 64 bits high 2^32 + low, as a whole number.
template <class W> [[gnu::always_inline]] inline W first_bits(W high, W low, int bits) {
  return ((high << 32) | (low & W(0xffffffff))) >> (64 - bits);
}

} // namespace iptwsim
