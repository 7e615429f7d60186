#include "cohort/terms_parse.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "cohort/csv_text.hpp"
#include "cohort/terms.hpp"

namespace iptwsim {
namespace {

constexpr int smallest_power = 2, largest_power = 9, fewest_knots = 3, most_knots = 7;

class TermParser {
public:
  explicit TermParser(std::string_view text) : text_(trimmed(text)) {}

  std::variant<Term, Problem> parse() {
    Term term;
    for (std::string_view const part : split(text_, ':')) {
      std::optional<Factor> factor = parse_factor(trimmed(part));
      if (!factor) return problem_;
      if (std::find(term.factors.begin(), term.factors.end(), *factor) != term.factors.end()) {
        reject(fmt::format("has {} twice", factor->text()), "a factor times itself is a power",
               factor->transform == Transform::none ? fmt::format("write {}^2", Factor{factor->column}.text())
                                                    : "take one out");
        return problem_;
      }
      term.factors.push_back(*std::move(factor));
    }
    return term;
  }

private:
  std::optional<Factor> parse_factor(std::string_view part) {
    if (part.empty()) return reject("lacks a column", "a term is a column or made of columns", "fill it in");
    if (part.find('*') != std::string_view::npos && part.front() != '`') {
      return reject("has a *", "products are written with a colon", "write the columns as terms and a:b beside them");
    }
    if (std::count(part.begin(), part.end(), '`') % 2 != 0) {
      return reject("has one backtick", "a name stands between two of them", "close it");
    }
    if (part.front() != '`' && std::count(part.begin(), part.end(), '(') != std::count(part.begin(), part.end(), ')')) {
      return reject("has brackets that do not match", "each one opened is closed", "correct it");
    }
    if (auto const comparison = comparison_in(part)) return parse_indicator(*comparison);
    if (auto const bracket = call_bracket(part)) return parse_call(part, *bracket);
    std::vector<std::string_view> const sides = split(part, '^');
    if (sides.size() > 2) return reject("has two powers", "a power is of a column", "write one exponent");
    std::optional<std::string> column = parse_column(sides[0]);
    if (!column) return std::nullopt;
    if (sides.size() == 1) return Factor{*std::move(column)};
    std::optional<int> const exponent = whole(sides[1], smallest_power, largest_power);
    if (!exponent) {
      return reject(fmt::format("has the exponent {}", in_quotes(trimmed(sides[1]))),
                    "a power is a whole number from 2 to 9", "correct it, or add such a column to the CSV");
    }
    return Factor{*std::move(column), Transform::power, *exponent};
  }

  std::optional<Factor> parse_indicator(Comparison const& comparison) {
    Cell const cell = read_cell(comparison.right);
    if (cell.kind != CellKind::number) {
      bool const is_turned = read_cell(comparison.left).kind == CellKind::number;
      return reject(
          fmt::format("compares with {}", in_quotes(comparison.right)), "an indicator compares a column with a number",
          is_turned ? "write the column first" : "correct it; a column of this very name stands in backticks");
    }
    if (comparison.left.ends_with('=')) {
      return reject(
          "has an = before its sign", "the signs are >, >=, < and <=",
          fmt::format("write {} instead",
                      sign_of(comparison.transform == Transform::above ? Transform::at_least : Transform::at_most)));
    }
    if (call_bracket(comparison.left) || split(comparison.left, '^').size() > 1) {
      return reject(fmt::format("compares {}", in_quotes(comparison.left)), "an indicator is of a column",
                    "compare the column itself");
    }
    std::optional<std::string> column = parse_column(comparison.left);
    if (!column) return std::nullopt;
    return Factor{*std::move(column), comparison.transform, 0, cell.value + 0.0}; // -0 is 0
  }

  std::optional<Factor> parse_call(std::string_view part, std::size_t bracket) {
    std::string const name(part.substr(0, bracket));
    if (name != "log" && name != "rcs" && name != "missing") {
      std::string const near = nearest(name, {"log", "rcs", "missing"});
      return reject(fmt::format("has the function {}", in_quotes(name)), "log, rcs and missing are the functions",
                    near.empty() ? "add such a column to the CSV; a column of this very name stands in backticks"
                                 : "did you mean " + in_quotes(near) + "?");
    }
    if (part.back() != ')') {
      return reject("goes on after a bracket", "a function is of a column and has no power", "end it at the bracket");
    }
    std::vector<std::string_view> const inside = split(part.substr(bracket + 1, part.size() - bracket - 2), ',');
    bool const is_spline = name == "rcs";
    if (inside.size() != (is_spline ? 2 : 1)) {
      return !is_spline ? reject(fmt::format("gives {} too much", name), "it takes one column",
                                 fmt::format("write {}(COLUMN)", name))
                        : reject("does not say how many knots", "rcs takes a column and a number from 3 to 7",
                                 fmt::format("write rcs({}, 4)", trimmed(inside.front())));
    }
    std::string_view const argument = trimmed(inside.front());
    if (call_bracket(argument) || split(argument, '^').size() > 1 || split(argument, ':').size() > 1) {
      return reject(fmt::format("has {} inside {}", in_quotes(argument), name), "a function is of a column",
                    "add such a column to the CSV");
    }
    std::optional<std::string> column = parse_column(argument);
    if (!column) return std::nullopt;
    if (!is_spline) return Factor{*std::move(column), name == "log" ? Transform::log : Transform::missing, 0};
    std::optional<int> const knots = whole(inside[1], fewest_knots, most_knots);
    if (!knots) {
      return reject(fmt::format("has {} knots", in_quotes(trimmed(inside[1]))), "rcs has 3 to 7",
                    fmt::format("write rcs({}, 4)", argument));
    }
    return Factor{*std::move(column), Transform::spline, *knots};
  }

  std::optional<std::string> parse_column(std::string_view name) {
    name = trimmed(name);
    bool const is_quoted = name.size() > 1 && name.front() == '`' && name.back() == '`';
    if (is_quoted) name = name.substr(1, name.size() - 2);
    if (name.empty()) {
      reject("lacks a column", "a term is a column or made of columns", "fill it in");
      return std::nullopt;
    }
    if (name.find('`') != std::string_view::npos) {
      reject("has a backtick inside a name", "backticks stand around a whole name", "correct it");
      return std::nullopt;
    }
    return std::string(name);
  }

  /// The pieces between separators that stand outside brackets and backticks.
  static std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> pieces;
    int depth = 0;
    bool is_quoted = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '`') is_quoted = !is_quoted;
      if (is_quoted) continue;
      depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
      if (text[i] != separator || depth > 0) continue;
      pieces.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
    pieces.push_back(text.substr(begin));
    return pieces;
  }

  static std::optional<int> whole(std::string_view text, int least, int most) {
    text = trimmed(text);
    int value = 0;
    auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const is_whole = error == std::errc{} && stop == text.data() + text.size();
    return is_whole && value >= least && value <= most ? std::optional(value) : std::nullopt;
  }

  std::nullopt_t reject(std::string const& what, std::string why, std::string advice) {
    problem_ = {.what = fmt::format("the term {} {}", in_quotes(text_), what),
                .why = std::move(why),
                .advice = std::move(advice)};
    return std::nullopt;
  }

  std::string_view text_;
  Problem problem_;
};

} // namespace

std::optional<std::size_t> call_bracket(std::string_view text) {
  std::size_t const end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");
  if (end == 0 || end == std::string_view::npos || text[end] != '(') return std::nullopt;
  return end;
}

std::optional<Comparison> comparison_in(std::string_view text) {
  int depth = 0;
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '`') is_quoted = !is_quoted;
    if (is_quoted) continue;
    depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    if ((text[i] != '<' && text[i] != '>') || depth > 0 || trimmed(text.substr(0, i)).empty()) continue;
    bool const or_equal = i + 1 < text.size() && text[i + 1] == '=';
    Transform const transform = text[i] == '>' ? or_equal ? Transform::at_least : Transform::above
                                : or_equal     ? Transform::at_most
                                               : Transform::below;
    return Comparison{transform, trimmed(text.substr(0, i)), trimmed(text.substr(i + (or_equal ? 2 : 1)))};
  }
  return std::nullopt;
}

std::string_view sign_of(Transform transform) {
  switch (transform) {
  case Transform::above:
    return ">";
  case Transform::at_least:
    return ">=";
  case Transform::below:
    return "<";
  default:
    return "<=";
  }
}

std::variant<Term, Problem> parse_term(std::string_view text) { return TermParser(text).parse(); }

} // namespace iptwsim
