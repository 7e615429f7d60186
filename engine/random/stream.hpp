#pragma once
// The engine of one stream: a uniform random bit generator, as Boost.Random and the standard library take it, that
// reads word 0, 1, 2, ... of its address. Copies read on independently; two streams of one address are equal.
//
//   uniform():      u = k 2^-53,           k = floor((w0 2^32 + w1) / 2^11)   in [0, 1)
//   uniform_open(): u = (k + 1/2) 2^-52,   k = floor((w0 2^32 + w1) / 2^12)   in (0, 1), for inverse functions
//
// Each takes the next two words w0, w1. The open form has 52 bits, because k + 1/2 with 53 would be rounded, to 1 at
// the end; so it is exact and symmetric: u and 1 - u are equally likely. Reading past word 2^26 - 1 is a
// std::out_of_range.

#include <array>
#include <cstdint>

#include "random/address.hpp"

namespace iptwsim {

class Stream {
public:
  using result_type = std::uint32_t;

  explicit Stream(StreamAddress const& address) : packed_(pack(address)) {}

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return 0xffffffff; }

  /// The next word.
  result_type operator()() {
    if ((word_ & 3) == 0 || !loaded_) load();
    return words_[word_++ & 3];
  }

  /// The next word read will be this one.
  void seek(std::uint64_t word) {
    word_ = word;
    loaded_ = false;
  }

  /// The number of the next word.
  std::uint64_t position() const { return word_; }

  double uniform() { return static_cast<double>(next_64_bits() >> 11) * 0x1p-53; }
  double uniform_open() { return (static_cast<double>(next_64_bits() >> 12) + 0.5) * 0x1p-52; }

private:
  std::uint64_t next_64_bits() {
    std::uint64_t const high = (*this)();
    std::uint64_t const low = (*this)();
    return high << 32 | low;
  }

  void load();

  PackedAddress packed_;
  std::array<std::uint32_t, 4> words_{};
  std::uint64_t word_ = 0;
  bool loaded_ = false;
};

} // namespace iptwsim
