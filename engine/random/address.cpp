#include "random/address.hpp"

#include <stdexcept>
#include <string>

#include <Random123/philox.h>

namespace iptwsim {

namespace {

std::uint64_t checked(std::uint64_t value, std::uint64_t largest, char const* field) {
  if (value <= largest) return value;
  throw std::out_of_range("stream address: " + std::string(field) + " " + std::to_string(value) +
                          " does not fit (the largest is " + std::to_string(largest) + ")");
}

} // namespace

Purpose covariate_purpose(std::size_t index) {
  constexpr std::uint64_t first = static_cast<std::uint64_t>(Purpose::covariate);
  return static_cast<Purpose>(first + checked(index, stream_limits::purpose - first, "covariate"));
}

Purpose event_time_purpose(std::size_t index) {
  constexpr std::uint64_t first = static_cast<std::uint64_t>(Purpose::further_event_time), last = 127;
  if (index == 0) return Purpose::event_time;
  return static_cast<Purpose>(first - 1 + checked(index, last - first + 1, "endpoint"));
}

Purpose component_time_purpose(std::size_t index) {
  constexpr std::uint64_t first = static_cast<std::uint64_t>(Purpose::component_time), last = 191;
  return static_cast<Purpose>(first + checked(index, last - first, "component"));
}

PackedAddress pack(StreamAddress const& address) {
  namespace limits = stream_limits;
  std::uint64_t const seed = checked(address.seed, limits::seed, "seed");
  std::uint64_t const group = checked(address.group, limits::group, "group");
  std::uint64_t const cohort = checked(address.cohort, limits::cohort, "cohort");
  std::uint64_t const replicate = checked(address.replicate, limits::replicate, "replicate");
  std::uint64_t const purpose = checked(static_cast<std::uint64_t>(address.purpose), limits::purpose, "purpose");
  std::uint64_t const subject = checked(address.subject, limits::subject, "subject");
  auto const word = [](std::uint64_t bits) { return static_cast<std::uint32_t>(bits); };
  return {.key = {word(seed), word(group & 0xffffffff)},
          .counter = {word((purpose & 0xff) << 24), word(subject | (purpose >> 8) << 24), word(cohort),
                      word(replicate | (group >> 32) << 24)}};
}

std::array<std::uint32_t, 4> block_words(PackedAddress const& packed, std::uint32_t block) {
  r123::Philox4x32::ctr_type const counter{
      {packed.counter[0] | block, packed.counter[1], packed.counter[2], packed.counter[3]}};
  r123::Philox4x32::key_type const key{{packed.key[0], packed.key[1]}};
  r123::Philox4x32::ctr_type const words = r123::Philox4x32{}(counter, key);
  return {words[0], words[1], words[2], words[3]};
}

std::array<std::uint32_t, 4> block_words(StreamAddress const& address, std::uint64_t block) {
  return block_words(pack(address), static_cast<std::uint32_t>(checked(block, stream_limits::block, "block")));
}

} // namespace iptwsim
