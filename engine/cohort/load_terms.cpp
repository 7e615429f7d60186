#include "cohort/load_terms.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/missing.hpp"

namespace iptwsim {

void LoadTerms::add(LoadColumn const& column) {
  if (!columns_.emplace(column.name(), &column).second) return;
  for (auto const& [name, category] : options_.categories) {
    if (name == column.name()) return add_levels(column, category.levels);
  }
  auto const& categorical = options_.categorical;
  bool const is_declared = std::find(categorical.begin(), categorical.end(), column.name()) != categorical.end();
  // Texts among numbers are typing errors, not categories, unless somebody says so.
  bool const is_text = column.count(CellKind::text) > 0 && column.count(CellKind::number) == 0;
  return is_declared || is_text ? add_categories(column) : add_numbers(column);
}

void LoadTerms::add_numbers(LoadColumn const& column) {
  column.check_numbers(problems_);
  if (column.count(CellKind::text) + column.count(CellKind::non_finite) > 0) return;
  TermSource source;
  source.values.reserve(rows_.size());
  for (std::size_t const row : rows_) source.values.push_back(column.value(row));
  add_source(column, std::move(source));
}

void LoadTerms::add_source(LoadColumn const& column, TermSource source) {
  bool const may_lack = options_.missing == Missing::indicator && column.count(CellKind::missing) > 0;
  std::vector<double const*> seen;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    bool const is_missing = may_lack && column.is_missing(rows_[i]);
    if (may_lack) source.missing.push_back(is_missing ? 1 : 0);
    if (!is_missing) seen.push_back(&source.values[i]);
  }
  auto const is_first = [&](double const* x) { return *x == *seen.front(); };
  bool const is_constant = std::all_of(seen.begin(), seen.end(), is_first);
  if (is_constant && options_.constant == Constant::error) return report_constant(column);
  fill_missing(source);
  sources_.emplace(column.name(), std::move(source));
}

bool LoadTerms::is_incomplete(std::string const& column) const {
  auto const source = sources_.find(column);
  return source != sources_.end() && !source->second.missing.empty();
}

void LoadTerms::add_categories(LoadColumn const& column) {
  column.check_finite(problems_);
  std::map<double, double> numbers; // to indices of levels; 1 and 1.0 are one level
  std::map<std::string_view, double> texts;
  double const reference = 0;
  std::vector<double const*> index_of_patient; // into the maps, whose nodes stay where they are
  index_of_patient.reserve(rows_.size());
  for (std::size_t const row : rows_) {
    if (column.kind(row) == CellKind::non_finite) return;
    if (column.is_missing(row) && options_.missing == Missing::indicator) {
      index_of_patient.push_back(&reference);
      continue;
    }
    bool const is_number = column.kind(row) == CellKind::number;
    index_of_patient.push_back(is_number ? &numbers.try_emplace(column.value(row)).first->second
                                         : &texts.try_emplace(column.text(row)).first->second);
  }
  if (std::any_of(texts.begin(), texts.end(), [](auto const& level) { return !is_utf8(level.first); })) {
    column.check(
        problems_, [&](std::size_t row) { return !is_utf8(column.text(row)); },
        "it is not UTF-8 and would print as garbage", "save the file as UTF-8");
  }
  TermSource source;
  for (auto& [number, index] : numbers) {
    index = static_cast<double>(source.levels.size());
    source.levels.push_back(fmt::format("{}", number + 0.0)); // -0 is 0
  }
  for (auto& [text, index] : texts) {
    index = static_cast<double>(source.levels.size());
    source.levels.emplace_back(text);
  }
  if (source.levels.size() <= 1) return report_constant(column);
  source.values.reserve(rows_.size());
  for (double const* const index : index_of_patient) source.values.push_back(*index);
  add_source(column, std::move(source));
}

void LoadTerms::add_levels(LoadColumn const& column, std::vector<std::string> const& levels) {
  auto const index_of = [&](std::size_t row) { return std::find(levels.begin(), levels.end(), column.text(row)); };
  bool const may_lack = options_.missing == Missing::indicator;
  std::string const listed = fmt::format("{}", fmt::join(levels, ", "));
  column.check(
      problems_, [&](std::size_t row) { return !column.is_missing(row) && index_of(row) == levels.end(); },
      "cohort.categories lists " + listed, "correct it, or add it to the levels");
  TermSource source;
  source.levels = levels;
  source.values.reserve(rows_.size());
  for (std::size_t const row : rows_) {
    bool const is_missing = may_lack && column.is_missing(row);
    if (!is_missing && index_of(row) == levels.end()) return;
    source.values.push_back(is_missing ? 0 : static_cast<double>(index_of(row) - levels.begin()));
  }
  add_source(column, std::move(source));
}

BuiltTerms LoadTerms::build(std::vector<Term> const& terms) const {
  std::vector<Term> fine = terms;
  std::erase_if(fine, [&](Term const& term) {
    return std::any_of(term.factors.begin(), term.factors.end(),
                       [&](Factor const& factor) { return !sources_.contains(factor.column); });
  });
  BuiltTerms built = build_terms(fine, sources_);
  if (built.names.empty()) built.values.resize(static_cast<Eigen::Index>(rows_.size()), 0);
  for (TermProblem const& problem : built.problems) {
    if (problem.rows.empty()) {
      problems_.add(0, problem.what, problem.why, problem.advice);
    } else {
      std::vector<std::size_t> rows;
      for (std::size_t const patient : problem.rows) rows.push_back(rows_[patient]);
      columns_.at(problem.column)->tell(problems_, rows, problem.why, problem.advice);
    }
  }
  return built;
}

void LoadTerms::report_constant(LoadColumn const& column) {
  problems_.add(0, fmt::format("{} is {} for every patient", column.name(), in_quotes(column.text(rows_.front()))),
                "the intercept already says so", "take it out of propensity.terms");
}

} // namespace iptwsim
