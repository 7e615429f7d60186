#include "config/number.hpp"

#include <algorithm>

namespace iptwsim::config {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view without_sign(std::string_view text) {
  return text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text;
}

/// Moves past the digits at the front; how many there were.
std::size_t skip_digits(std::string_view& text) {
  std::size_t const count = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(count);
  return count;
}

std::string lower(std::string_view text) {
  std::string copy(text);
  std::transform(copy.begin(), copy.end(), copy.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return copy;
}

std::string without(std::string_view text, char unwanted) {
  std::string copy(text);
  std::erase(copy, unwanted);
  return copy;
}

} // namespace

bool is_whole(std::string_view text) {
  std::string_view digits = without_sign(text);
  return skip_digits(digits) > 0 && digits.empty();
}

bool is_decimal(std::string_view text) {
  std::string_view rest = without_sign(text);
  std::size_t digits = skip_digits(rest);
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    digits += skip_digits(rest);
  }
  if (digits == 0) return false;
  if (rest.starts_with('e') || rest.starts_with('E')) return is_whole(rest.substr(1));
  return rest.empty();
}

std::optional<NumberTrap> number_trap(std::string_view text) {
  std::string const digits = lower(without_sign(text));
  std::string const sign(text.substr(0, text.size() - digits.size()));
  if (digits == ".nan" || digits == ".inf" || digits == "nan" || digits == "inf" || digits == "infinity") {
    return NumberTrap{"a finite number is needed", "write one"};
  }
  if (digits.starts_with("0x") || digits.starts_with("0o") || digits.starts_with("0b")) {
    return NumberTrap{"only decimal numbers are read", "write it in decimal digits"};
  }
  if (digits.size() > 1 && digits[0] == '0' && is_digit(digits[1]) && is_decimal(text)) {
    std::size_t const first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
    std::string const rest = (is_digit(digits[first]) ? "" : "0") + digits.substr(first);
    return NumberTrap{"a leading zero means octal to some readers", "write " + sign + rest};
  }
  if (std::string const joined = without(text, '_'); joined.size() < text.size() && is_decimal(joined)) {
    return NumberTrap{"digits are written without a separator", "write " + joined};
  }
  if (std::count(text.begin(), text.end(), ',') == 1) {
    std::string pointed(text);
    std::replace(pointed.begin(), pointed.end(), ',', '.');
    if (is_decimal(pointed)) return NumberTrap{"the decimal sign is a point", "write " + pointed};
  }
  return std::nullopt;
}

} // namespace iptwsim::config
