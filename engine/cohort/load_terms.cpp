#include "cohort/load_terms.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace iptwsim {

void LoadTerms::add(LoadColumn const& column) {
  // Texts among numbers are typing errors, not categories: a category has no number at all.
  bool const is_category = column.count(CellKind::text) > 0 && column.count(CellKind::number) == 0;
  if (!is_category) {
    column.check_numbers(problems_);
    if (column.count(CellKind::text) + column.count(CellKind::non_finite) > 0) return;
    double const first = column.value(rows_.front());
    auto const is_first = [&](std::size_t row) { return column.value(row) == first; };
    if (std::all_of(rows_.begin(), rows_.end(), is_first)) return report_constant(column);
    columns_.push_back({&column, column.name(), ""});
    return;
  }
  std::vector<std::string> const levels = column.levels(rows_);
  if (levels.size() <= 1) return report_constant(column);
  column.check(
      problems_, [&](std::size_t row) { return !is_utf8(column.text(row)); },
      "it is not UTF-8 and would print as garbage", "save the file as UTF-8");
  for (std::size_t i = 1; i < levels.size(); ++i) {
    columns_.push_back({&column, column.name() + ":" + levels[i], levels[i]});
  }
  categorical_.push_back({column.name(), levels.front(), levels});
}

std::vector<std::string> LoadTerms::names() const {
  std::vector<std::string> names;
  for (ModelColumn const& column : columns_) names.push_back(column.name);
  return names;
}

Eigen::MatrixXd LoadTerms::values() const {
  Eigen::MatrixXd x(static_cast<Eigen::Index>(rows_.size()), static_cast<Eigen::Index>(columns_.size()));
  Eigen::Index j = 0;
  for (auto const& [column, name, level] : columns_) {
    Eigen::Index i = 0;
    for (std::size_t const row : rows_) {
      x(i++, j) = level.empty() ? column->value(row) : column->text(row) == level ? 1.0 : 0.0;
    }
    ++j;
  }
  return x;
}

void LoadTerms::report_constant(LoadColumn const& column) {
  problems_.add(0, fmt::format("{} is {} for every patient", column.name(), in_quotes(column.text(rows_.front()))),
                "the intercept already says so", "take it out of propensity.terms");
}

} // namespace iptwsim
