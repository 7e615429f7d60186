#include "cohort/csv_text.hpp"

#include <charconv>
#include <cmath>

namespace iptwsim {
namespace {

constexpr std::size_t longest_shown = 40;

/// Bytes of the well-formed UTF-8 character at the front of `text` (Unicode 15, table 3-7); 0 if there is none.
std::size_t utf8_length(std::string_view text) {
  auto const byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  auto const within = [&](std::size_t i, unsigned low, unsigned high) { return byte(i) >= low && byte(i) <= high; };
  unsigned const first = byte(0);
  if (first < 0x80) return text.empty() ? 0 : 1;
  if (first >= 0xc2 && first <= 0xdf) return within(1, 0x80, 0xbf) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    bool const second = within(1, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf);
    return second && within(2, 0x80, 0xbf) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    bool const second = within(1, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf);
    return second && within(2, 0x80, 0xbf) && within(3, 0x80, 0xbf) ? 4 : 0;
  }
  return 0;
}

} // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

Cell read_cell(std::string_view text) {
  text = trimmed(text);
  if (text.empty() || text == "NA" || text == ".") return {};
  // from_chars takes no plus sign; what follows it must be a digit or point, so that "+-1" stays text.
  bool const plus = text.size() > 1 && text[0] == '+' && text[1] != '-';
  char const* const begin = text.data() + (plus ? 1 : 0);
  char const* const end = text.data() + text.size();
  double value = 0;
  auto const [stop, error] = std::from_chars(begin, end, value);
  if (stop != end || error == std::errc::invalid_argument) return {CellKind::text, 0};
  if (error == std::errc::result_out_of_range || !std::isfinite(value)) return {CellKind::non_finite, 0};
  return {CellKind::number, value};
}

std::size_t utf8_prefix(std::string_view text) {
  std::size_t bytes = 0;
  while (bytes < text.size()) {
    std::size_t const length = utf8_length(text.substr(bytes));
    if (length == 0) break;
    bytes += length;
  }
  return bytes;
}

std::string in_quotes(std::string_view text) {
  std::string shown = "\"";
  std::size_t characters = 0;
  while (!text.empty()) {
    if (++characters > longest_shown) return shown + "...\"";
    std::size_t const length = utf8_length(text);
    bool const printable = length > 1 || (length == 1 && text[0] >= ' ' && text[0] != '\x7f');
    shown += printable ? text.substr(0, length) : std::string_view{"?"};
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return shown + '"';
}

} // namespace iptwsim
