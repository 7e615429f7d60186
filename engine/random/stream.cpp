#include "random/stream.hpp"

#include <stdexcept>
#include <string>

namespace iptwsim {

void Stream::load() {
  if (word_ > stream_limits::word) {
    throw std::out_of_range("stream address: word " + std::to_string(word_) + " does not fit (the largest is " +
                            std::to_string(stream_limits::word) + ")");
  }
  words_ = block_words(packed_, static_cast<std::uint32_t>(word_ >> 2));
  loaded_ = true;
}

} // namespace iptwsim
