#include "config/scalar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/csv_text.hpp"
#include "config/number.hpp"

namespace iptwsim::config {
namespace {

/// Whether one value stands here; `needed` says which kind for the problem otherwise.
bool is_one_value(Node const& node, Field const& field, std::string const& needed, Report& report) {
  if (node.kind == NodeKind::scalar) return true;
  if (node.kind == NodeKind::rejected) return false;
  report.add(node, fmt::format("{} is {}", field.name, shown(node)), needed + " is needed",
             node.kind == NodeKind::empty ? "write one, or take the key out" : "write a single one");
  return false;
}

/// Problems of the text alone, before it becomes a number.
bool is_number(Node const& node, Field const& field, std::string const& needed, Report& report) {
  if (!is_one_value(node, field, needed, report)) return false;
  std::string const what = fmt::format("{} is {}", field.name, node.is_quoted ? shown(node) : node.text);
  if (std::optional<NumberTrap> const trap = number_trap(node.text)) {
    report.add(node, what, trap->why, trap->advice);
  } else if (!is_decimal(node.text)) {
    report.add(node, fmt::format("{} is {}", field.name, shown(node)), needed + " is needed",
               range_text(field).empty() ? "write one" : "write one " + range_text(field));
  } else if (node.is_quoted) {
    report.add(node, what, "quotes make it a text", "write " + node.text);
  } else {
    return true;
  }
  return false;
}

/// from_chars takes no plus sign.
std::string_view without_plus(std::string_view text) { return text.starts_with('+') ? text.substr(1) : text; }

template <class Number>
std::optional<Number> in_range(Number value, Node const& node, Field const& field, Report& report) {
  if (field.in_range(static_cast<double>(value))) return value;
  report.add(node, fmt::format("{} is {}", field.name, node.text), "out of range",
             fmt::format("write a number {}", range_text(field)));
  return std::nullopt;
}

template <class Number> std::errc convert(std::string_view text, Number& value) {
  text = without_plus(text);
  return std::from_chars(text.data(), text.data() + text.size(), value).ec;
}

} // namespace

std::optional<double> read_number(Node const& node, Field const& field, Report& report) {
  if (!is_number(node, field, "a number", report)) return std::nullopt;
  double value = 0;
  if (convert(node.text, value) != std::errc{}) {
    report.add(node, fmt::format("{} is {}", field.name, node.text), "no double holds it",
               "write 0, or digits between 1e-300 and 1e300");
    return std::nullopt;
  }
  return in_range(value, node, field, report);
}

std::optional<std::int64_t> read_integer(Node const& node, Field const& field, Report& report) {
  if (!is_number(node, field, "a whole number", report)) return std::nullopt;
  std::int64_t value = 0;
  if (!is_whole(node.text)) {
    // 2e3 and 2000.0 are whole to a person; what to write is said, what was meant is not guessed.
    double number = 0;
    bool const is_meant =
        convert(node.text, number) == std::errc{} && std::abs(number) < 1e15 && number == std::floor(number);
    report.add(node, fmt::format("{} is {}", field.name, node.text), "a whole number has neither point nor exponent",
               is_meant ? fmt::format("write {:.0f}", number) : "write a whole number");
    return std::nullopt;
  }
  if (convert(node.text, value) != std::errc{}) {
    report.add(node, fmt::format("{} is {}", field.name, node.text), "out of range",
               range_text(field).empty() ? "write fewer digits" : "write a number " + range_text(field));
    return std::nullopt;
  }
  return in_range(value, node, field, report);
}

std::optional<bool> read_boolean(Node const& node, Field const& field, Report& report) {
  if (!is_one_value(node, field, "true or false", report)) return std::nullopt;
  if (!node.is_quoted && node.text == "true") return true;
  if (!node.is_quoted && node.text == "false") return false;
  std::string word = node.text;
  for (char& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  constexpr std::array<std::string_view, 6> yes{"yes", "on", "y", "true", "1", "t"};
  constexpr std::array<std::string_view, 6> no{"no", "off", "n", "false", "0", "f"};
  bool const means_yes = std::find(yes.begin(), yes.end(), word) != yes.end();
  bool const means_no = std::find(no.begin(), no.end(), word) != no.end();
  report.add(node, fmt::format("{} is {}", field.name, shown(node)),
             node.is_quoted          ? "quotes make it a text"
             : means_yes || means_no ? "YAML readers disagree on it"
                                     : "true or false is needed",
             means_yes  ? "write true"
             : means_no ? "write false"
                        : "write one of them");
  return std::nullopt;
}

std::optional<std::string> read_text(Node const& node, Field const& field, Report& report) {
  if (!is_one_value(node, field, "a text", report)) return std::nullopt;
  if (!field.not_empty || !node.text.empty()) return node.text;
  report.add(node, fmt::format("{} is empty", field.name), std::string(field.doc), "fill it in");
  return std::nullopt;
}

std::optional<std::size_t> read_word(Node const& node, Field const& field, std::span<std::string_view const> words,
                                     std::span<std::string_view const> later, Report& report) {
  if (!is_one_value(node, field, "one word", report)) return std::nullopt;
  auto const found = std::find(words.begin(), words.end(), node.text);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  std::string const choice = fmt::format("choose from {}", fmt::join(words, ", "));
  if (std::find(later.begin(), later.end(), node.text) != later.end()) {
    report.add(node, fmt::format("{} {} is not available yet", field.name, shown(node)), "a later version has it",
               choice);
    return std::nullopt;
  }
  std::string const near = nearest(node.text, std::vector<std::string>(words.begin(), words.end()));
  report.add(node, fmt::format("{} is {}", field.name, shown(node)), choice,
             near.empty() ? "" : "did you mean " + in_quotes(near) + "?");
  return std::nullopt;
}

std::string range_text(Field const& field) {
  bool const has_lower = std::isfinite(field.lower);
  bool const has_upper = std::isfinite(field.upper);
  if (has_lower && has_upper && !field.lower_open && !field.upper_open) {
    return fmt::format("from {} to {}", field.lower, field.upper);
  }
  std::string text;
  if (has_lower) text = fmt::format("{} {}", field.lower_open ? "above" : "of at least", field.lower);
  if (has_lower && has_upper) text += " and ";
  if (has_upper) text += fmt::format("{} {}", field.upper_open ? "below" : "of at most", field.upper);
  return text;
}

} // namespace iptwsim::config
