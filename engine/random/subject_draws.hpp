#pragma once
// The draws of one variable for all patients of a cohort: one stream each, of which a draw reads two words.
//
//   uniform_open(i, k) = Stream(address with subject i), seek(2 k), uniform_open()
//
// k counts attempts, where a draw may be rejected; 0 is the only one elsewhere. The address is packed once.

#include <cstdint>

#include "random/address.hpp"

namespace iptwsim {

class SubjectDraws {
public:
  /// The address of subject 0.
  explicit SubjectDraws(StreamAddress const& first) : packed_(pack(first)) {}

  /// For subjects up to stream_limits::subject (the caller's contract); std::out_of_range beyond attempt 2^25 - 1.
  double uniform_open(std::uint64_t subject, std::uint64_t attempt = 0) const {
    if (attempt > last_attempt) too_many_attempts();
    PackedAddress address = packed_;
    address.counter[1] |= static_cast<std::uint32_t>(subject);
    std::array<std::uint32_t, 4> const words = block_words(address, static_cast<std::uint32_t>(attempt >> 1));
    std::size_t const first = attempt & 1 ? 2 : 0;
    std::uint64_t const bits = static_cast<std::uint64_t>(words[first]) << 32 | words[first + 1];
    return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52;
  }

  static constexpr std::uint64_t last_attempt = stream_limits::word >> 1;
  [[noreturn]] static void too_many_attempts();

private:
  PackedAddress packed_;
};

} // namespace iptwsim
