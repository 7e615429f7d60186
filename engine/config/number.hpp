#pragma once
// The numbers of a config, and why a text is none of them.

#include <optional>
#include <string>
#include <string_view>

namespace iptwsim::config {

/// Whether `text` has the form of a decimal number: sign, digits, point, exponent.
bool is_decimal(std::string_view text);
/// Whether `text` is a sign and digits, no more.
bool is_whole(std::string_view text);

struct NumberTrap {
  std::string why;
  std::string advice;
};

/// What YAML readers disagree on, or what looks like a number to a person: 010, 0x10, 1_000, 0,5, .inf, yes.
std::optional<NumberTrap> number_trap(std::string_view text);

} // namespace iptwsim::config
