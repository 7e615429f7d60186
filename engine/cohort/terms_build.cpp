#include "cohort/terms_build.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/csv_text.hpp"
#include "cohort/terms_parse.hpp"
#include "cohort/terms_spline.hpp"
#include "math/log.hpp"

namespace iptwsim {
namespace {

struct ModelColumn {
  std::string name;
  std::vector<double> values;
  std::size_t term = 0;
};

class TermBuilder {
public:
  explicit TermBuilder(TermSources const& sources) : sources_(sources) {}

  void add(Term const& term) {
    std::vector<ModelColumn> columns = factor_columns(term.factors.front());
    for (std::size_t f = 1; f < term.factors.size(); ++f) {
      columns = products(columns, factor_columns(term.factors[f]));
    }
    bool const is_computed = term.factors.size() > 1 || term.factors.front().transform != Transform::none;
    for (ModelColumn& column : columns) {
      if (is_computed && !check_finite(term, column)) break;
      if (!known_names_.insert(column.name).second) {
        built_.problems.push_back({term.factors.front().column,
                                   {},
                                   fmt::format("two columns of the model are called {}", in_quotes(column.name)),
                                   fmt::format("{} makes the second", term.text()),
                                   "take a term out, or rename a column"});
        break;
      }
      column.term = terms_;
      columns_.push_back(std::move(column));
    }
    ++terms_;
  }

  BuiltTerms take() {
    std::size_t const n = columns_.empty() ? 0 : columns_.front().values.size();
    built_.values.resize(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(columns_.size()));
    Eigen::Index j = 0;
    for (ModelColumn& column : columns_) {
      std::copy(column.values.begin(), column.values.end(), built_.values.col(j++).data());
      std::vector<double>().swap(column.values);
      built_.names.push_back(std::move(column.name));
      built_.terms.push_back(column.term);
    }
    return std::move(built_);
  }

private:
  /// The columns of one factor; none after a problem.
  std::vector<ModelColumn> factor_columns(Factor const& factor) {
    TermSource const& source = sources_.at(factor.column);
    if (factor.transform == Transform::missing) return {{factor.text(), missing(source)}};
    if (source.is_categorical()) return level_columns(factor, source);
    switch (factor.transform) {
    case Transform::power:
      return {{factor.text(), power(source.values, factor.parameter)}};
    case Transform::log:
      return log_column(factor, source);
    case Transform::spline:
      return spline_columns(factor, source);
    case Transform::none:
      return {{factor.text(), source.values}};
    default:
      return {{factor.text(), indicator(factor, source.values)}};
    }
  }

  std::vector<ModelColumn> level_columns(Factor const& factor, TermSource const& source) {
    if (factor.transform != Transform::none) {
      tell(factor, fmt::format("{} holds categories", factor.column), fmt::format("{} needs numbers", factor.text()),
           fmt::format("write {} as the term", Factor{factor.column}.text()));
      return {};
    }
    auto const is_known = [&](CategoricalColumn const& known) { return known.name == factor.column; };
    if (std::none_of(built_.categorical.begin(), built_.categorical.end(), is_known)) {
      built_.categorical.push_back({factor.column, source.levels.front(), source.levels});
    }
    std::vector<ModelColumn> columns;
    for (std::size_t level = 1; level < source.levels.size(); ++level) {
      std::vector<double> indicator;
      indicator.reserve(source.values.size());
      for (double const index : source.values) indicator.push_back(index == static_cast<double>(level) ? 1.0 : 0.0);
      columns.push_back({factor.text() + ":" + source.levels[level], std::move(indicator)});
    }
    return columns;
  }

  static std::vector<double> missing(TermSource const& source) {
    std::vector<double> result(source.values.size(), 0.0);
    std::copy(source.missing.begin(), source.missing.end(), result.begin());
    return result;
  }

  static std::vector<double> indicator(Factor const& factor, std::vector<double> const& values) {
    std::vector<double> result;
    result.reserve(values.size());
    for (double const x : values) result.push_back(holds(factor.transform, x, factor.threshold) ? 1.0 : 0.0);
    return result;
  }

  static std::vector<double> power(std::vector<double> const& values, int exponent) {
    std::vector<double> result = values;
    for (int i = 1; i < exponent; ++i) {
      for (std::size_t row = 0; row < values.size(); ++row) result[row] *= values[row];
    }
    return result;
  }

  std::vector<ModelColumn> log_column(Factor const& factor, TermSource const& source) {
    if (source.is_nowhere()) return {{factor.text(), source.values}}; // 0 for all: the fit leaves it out, as x itself
    if (tell_rows(
            factor, source, [](std::size_t, double x) { return x <= 0; },
            fmt::format("{} needs numbers above 0", factor.text()),
            fmt::format("correct it, or take {} out of propensity.terms", factor.text()))) {
      return {};
    }
    std::vector<double> result;
    result.reserve(source.values.size());
    for (double const x : source.values) result.push_back(math::log(x));
    return {{factor.text(), std::move(result)}};
  }

  std::vector<ModelColumn> spline_columns(Factor const& factor, TermSource const& source) {
    std::set<double> distinct;
    for (double const x : source.values) {
      distinct.insert(x);
      if (distinct.size() >= static_cast<std::size_t>(factor.parameter)) break;
    }
    if (distinct.size() < static_cast<std::size_t>(factor.parameter)) {
      tell(factor, fmt::format("{} has {} different values", factor.column, distinct.size()),
           fmt::format("{} needs at least {}", factor.text(), factor.parameter),
           fmt::format("write {}, or list it under cohort.categorical", Factor{factor.column}.text()));
      return {};
    }
    std::vector<double> const knots = spline_knots(source.values, factor.parameter);
    if (std::adjacent_find(knots.begin(), knots.end()) != knots.end()) {
      tell(factor, fmt::format("the knots of {} are {}", factor.text(), fmt::join(knots, ", ")),
           "many patients share a value, and knots must differ",
           factor.parameter > 3 ? "use fewer knots, or a power" : "use a power");
      return {};
    }
    auto const is_known = [&](SplineKnots const& known) { return known.term == factor.text(); };
    if (std::none_of(built_.splines.begin(), built_.splines.end(), is_known)) {
      built_.splines.push_back({factor.text(), knots});
    }
    std::vector<std::string> const names = column_names(factor);
    std::vector<ModelColumn> columns{{names.front(), source.values}};
    for (std::size_t j = 1; j < names.size(); ++j) {
      columns.push_back({names[j], spline_column(source.values, knots, j)});
    }
    return columns;
  }

  static std::vector<ModelColumn> products(std::vector<ModelColumn> const& inner,
                                           std::vector<ModelColumn> const& outer) {
    std::vector<ModelColumn> columns;
    for (ModelColumn const& b : outer) {
      for (ModelColumn const& a : inner) {
        columns.push_back({a.name + ":" + b.name, a.values});
        for (std::size_t row = 0; row < b.values.size(); ++row) columns.back().values[row] *= b.values[row];
      }
    }
    return columns;
  }

  /// Powers, products and cubes of large numbers may leave the range of doubles.
  bool check_finite(Term const& term, ModelColumn const& column) {
    auto const is_too_large = [&](std::size_t row, double) { return !std::isfinite(column.values[row]); };
    auto const has_numbers = [&](Factor const& f) { return !sources_.at(f.column).is_categorical(); };
    auto const found = std::find_if(term.factors.begin(), term.factors.end(), has_numbers);
    if (found == term.factors.end()) return true;
    Factor const& factor = *found;
    return !tell_rows(factor, sources_.at(factor.column), is_too_large,
                      fmt::format("{} is beyond the largest number there", term.text()),
                      "give the column in a larger unit");
  }

  void tell(Factor const& factor, std::string what, std::string why, std::string advice) {
    built_.problems.push_back({factor.column, {}, std::move(what), std::move(why), std::move(advice)});
  }

  /// One problem for all rows where is_wrong(row, value); whether there are any.
  template <class IsWrong>
  bool tell_rows(Factor const& factor, TermSource const& source, IsWrong const& is_wrong, std::string why,
                 std::string advice) {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < source.values.size(); ++row) {
      if (is_wrong(row, source.values[row])) rows.push_back(row);
    }
    if (rows.empty()) return false;
    std::string what = fmt::format("{} is {}", factor.column, source.values[rows.front()]);
    built_.problems.push_back({factor.column, std::move(rows), std::move(what), std::move(why), std::move(advice)});
    return true;
  }

  TermSources const& sources_;
  BuiltTerms built_;
  std::set<std::string> known_names_;
  std::vector<ModelColumn> columns_;
  std::size_t terms_ = 0; ///< that were added
};

} // namespace

BuiltTerms build_terms(std::vector<Term> const& terms, TermSources const& sources) {
  TermBuilder builder(sources);
  for (Term const& term : terms) builder.add(term);
  return builder.take();
}

} // namespace iptwsim
