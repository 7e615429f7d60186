#include "cohort/terms.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/terms_parse.hpp"

namespace iptwsim {
namespace {

bool needs_backticks(std::string_view column) {
  return column.find_first_of("^:*,`") != std::string_view::npos || call_bracket(column).has_value() ||
         comparison_in(column).has_value() ||
         std::count(column.begin(), column.end(), '(') != std::count(column.begin(), column.end(), ')');
}

std::string shown_column(std::string const& column) { return needs_backticks(column) ? "`" + column + "`" : column; }

/// The names of a term's columns whatever the order of its factors.
std::vector<std::string> unordered_names(Term const& term) {
  std::vector<std::vector<std::string>> products{{}};
  for (Factor const& factor : term.factors) {
    std::vector<std::vector<std::string>> longer;
    for (std::string const& name : column_names(factor)) {
      for (std::vector<std::string> product : products) {
        product.push_back(name);
        longer.push_back(std::move(product));
      }
    }
    products = std::move(longer);
  }
  std::vector<std::string> names;
  for (std::vector<std::string>& product : products) {
    std::sort(product.begin(), product.end());
    names.push_back(fmt::format("{}", fmt::join(product, ":")));
  }
  return names;
}

} // namespace

std::string Factor::text() const {
  std::string name = shown_column(column);
  switch (transform) {
  case Transform::power:
    return fmt::format("{}^{}", name, parameter);
  case Transform::log:
    return fmt::format("log({})", name);
  case Transform::spline:
    return fmt::format("rcs({}, {})", name, parameter);
  case Transform::missing:
    return fmt::format("missing({})", name);
  case Transform::none:
    return name;
  default:
    return fmt::format("{} {} {}", name, sign_of(transform), threshold);
  }
}

std::string Term::text() const {
  std::string text;
  for (Factor const& factor : factors) text += (text.empty() ? "" : ":") + factor.text();
  return text;
}

std::vector<std::string> column_names(Factor const& factor) {
  if (factor.transform != Transform::spline) return {factor.text()};
  std::vector<std::string> names{shown_column(factor.column)};
  for (int j = 2; j < factor.parameter; ++j) names.push_back(names.back() + "'");
  return names;
}

std::vector<TermClash> find_clashes(std::vector<Term> const& terms) {
  std::vector<TermClash> clashes;
  std::vector<std::vector<std::string>> names;
  for (std::size_t second = 0; second < terms.size(); ++second) {
    names.push_back(unordered_names(terms[second]));
    for (std::size_t first = 0; first < second; ++first) {
      auto const is_made_by_first = [&](std::string const& name) {
        return std::find(names[first].begin(), names[first].end(), name) != names[first].end();
      };
      auto const shared = std::find_if(names[second].begin(), names[second].end(), is_made_by_first);
      if (shared == names[second].end()) continue;
      clashes.push_back({first, second, *shared});
      break;
    }
  }
  return clashes;
}

} // namespace iptwsim
