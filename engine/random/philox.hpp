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

namespace detail {

using PhiloxKey = std::array<std::uint32_t, 2>;

/// Of a round, from 0.
constexpr PhiloxKey philox_key(PhiloxKey key, std::uint32_t round) {
  return {key[0] + round * 0x9E3779B9u, key[1] + round * 0xBB67AE85u};
}
template <class W> [[gnu::always_inline]] inline W first_product(W word) {
  return multiply_low_halves(word, 0xD2511F53u);
}
template <class W> [[gnu::always_inline]] inline W second_product(W word) {
  return multiply_low_halves(word, 0xCD9E8D57u);
}

} // namespace detail

/// At N addresses with one key; each round is a chain of operations that wait for each other, so N chains run in step.
/// begin: rounds that are done.
template <std::size_t N, class W>
[[gnu::always_inline]] inline void philox(std::array<W, 4> (&counter)[N], std::array<std::uint32_t, 2> key,
                                          std::uint32_t begin = 0) {
  for (std::uint32_t round = begin; round < 10; ++round) {
    detail::PhiloxKey const own = detail::philox_key(key, round);
    W const key0(own[0]), key1(own[1]);
    for (std::array<W, 4>& c : counter) {
      W const a = detail::first_product(c[0]), b = detail::second_product(c[2]);
      c = {(b >> 32) ^ c[1] ^ key0, b, (a >> 32) ^ c[3] ^ key1, a};
    }
  }
}

/// The first three rounds at addresses that differ in bits of word 1 alone: what does not depend on them is found once,
/// and two of six products are left.
template <class W> class PhiloxBeginning {
public:
  PhiloxBeginning() = default;
  /// counter: with 0 in the bits that differ.
  PhiloxBeginning(std::array<W, 4> const& counter, std::array<std::uint32_t, 2> key) {
    auto const key1 = detail::philox_key(key, 1), key2 = detail::philox_key(key, 2);
    W const a = detail::first_product(counter[0]), b = detail::second_product(counter[2]);
    before_first_ = (b >> 32) ^ counter[1] ^ W(key[0]);
    W const second = detail::second_product((a >> 32) ^ counter[3] ^ W(key[1]));
    before_second_ = a ^ W(key1[1]);
    third_ = detail::first_product((second >> 32) ^ b ^ W(key1[0]));
    word0_ = second ^ W(key2[0]);
    word2_ = (third_ >> 32) ^ W(key2[1]);
  }

  /// The counter after three rounds with these bits in word 1.
  [[gnu::always_inline]] std::array<W, 4> with(W bits) const {
    W const a = detail::first_product(before_first_ ^ bits);
    W const b = detail::second_product((a >> 32) ^ before_second_);
    return {(b >> 32) ^ word0_, b, word2_ ^ a, third_};
  }

private:
  W before_first_, before_second_, third_, word0_, word2_;
};

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
