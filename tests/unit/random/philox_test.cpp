// Philox in step gives the words of Random123 and the uniforms of a stream.

#include <gtest/gtest.h>

#include "random/philox.hpp"
#include "random/stream.hpp"

namespace iptwsim::test {
namespace {

StreamAddress address(std::uint64_t replicate) {
  return {.seed = 4000000001,
          .group = 0xab12345678,
          .cohort = 77,
          .replicate = replicate,
          .purpose = covariate_purpose(700),
          .subject = 0xfedcba};
}

/// Block `block`, in step with the one after it, which must not matter.
std::array<std::uint64_t, 4> words(PackedAddress const& at, std::uint64_t block, std::uint64_t high_halves) {
  std::array<std::uint64_t, 4> counter[2];
  for (std::uint64_t b = 0; b < 2; ++b) {
    counter[b] = {high_halves | at.counter[0] | (block + b), high_halves | at.counter[1], high_halves | at.counter[2],
                  high_halves | at.counter[3]};
  }
  philox(counter, at.key);
  std::array<std::uint64_t, 4> alone[1] = {{at.counter[0] | (block + 1), at.counter[1], at.counter[2], at.counter[3]}};
  philox(alone, at.key);
  for (std::size_t w = 0; w < 4; ++w) {
    EXPECT_EQ(static_cast<std::uint32_t>(counter[1][w]), static_cast<std::uint32_t>(alone[0][w]));
  }
  return counter[0];
}

TEST(Philox, GivesTheWordsOfRandom123WhateverTheHighHalves) {
  for (std::uint64_t const replicate : {0u, 1u, 0xffffffu}) {
    PackedAddress const at = pack(address(replicate));
    for (std::uint64_t const block : {0u, 1u, 2u, 0xffffffu}) {
      auto const expected = block_words(at, static_cast<std::uint32_t>(block));
      for (std::uint64_t const high : {0ull, 0xdeadbeef00000000ull}) {
        auto const ours = words(at, block, high);
        for (std::size_t w = 0; w < 4; ++w) EXPECT_EQ(static_cast<std::uint32_t>(ours[w]), expected[w]);
      }
    }
  }
}

TEST(Philox, FirstBitsAreThoseOfAStream) {
  Stream stream(address(5)), open(address(5));
  for (std::uint64_t block = 0; block < 50; ++block) {
    auto const w = words(pack(address(5)), block, 0);
    for (std::size_t half = 0; half < 2; ++half) {
      auto const closed = first_bits(w[2 * half], w[2 * half + 1], 53),
                 middle = first_bits(w[2 * half], w[2 * half + 1], 52);
      EXPECT_EQ(static_cast<double>(closed) * 0x1p-53, stream.uniform());
      EXPECT_EQ((static_cast<double>(middle) + 0.5) * 0x1p-52, open.uniform_open());
    }
  }
}

} // namespace
} // namespace iptwsim::test
