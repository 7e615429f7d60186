#pragma once
// The terms of a propensity model as a user writes them. Nothing here knows data; terms_build.hpp makes columns.
//
//   age            a column: numbers as they are, categories as one 0/1 column for each level but the first
//   age^2          a power, 2 to 9
//   log(size)      the natural logarithm; every value must be above 0
//   size > 5       an indicator, 1 where it holds, else 0; also >=, < and <=
//   rcs(age, 4)    a restricted cubic spline with 3 to 7 knots (terms_spline.hpp): age and k - 2 further columns
//   missing(size)  1 where the value is missing, else 0 (cohort/missing.hpp says what then stands in for the value)
//   age:grade      products: each column of the one side times each of the other; two or more factors of any kind
//
// A column whose name would be read as one of these stands in backticks: `age^2`. Blanks around names do not count.

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/error.hpp"

namespace iptwsim {

enum class Transform { none, power, log, spline, missing, above, at_least, below, at_most };

/// One column under one function.
struct Factor {
  std::string column;
  Transform transform = Transform::none;
  int parameter = 0;    ///< the exponent of a power, the knots of a spline, else 0
  double threshold = 0; ///< of an indicator, finite; else 0

  bool operator==(Factor const&) const = default;
  bool is_indicator() const { return transform >= Transform::above; }
  /// The normal spelling: `age^2`, `rcs(age, 4)`, `size > 5`.
  std::string text() const;
};

/// A product of factors, at least one, none of them twice.
struct Term {
  std::vector<Factor> factors;

  bool operator==(Term const&) const = default;
  std::string text() const; ///< `age:log(size)`, in the order given
};

/// A term, or the problem (without a place) of a text that is none.
std::variant<Term, Problem> parse_term(std::string_view text);

/// Two terms that would put one column into the model twice: `a:b` and `b:a`, `age` and `rcs(age, 4)`.
struct TermClash {
  std::size_t first = 0, second = 0; ///< indices of terms, first < second
  std::string column;                ///< a column of the model that both make
};

/// The clashes that can be seen without data: for each term the first other one before it.
std::vector<TermClash> find_clashes(std::vector<Term> const& terms);

/// The names of a spline's columns: `age`, `age'`, `age''`, ...; of any other factor: its text. Categories: `size`.
std::vector<std::string> column_names(Factor const& factor);

} // namespace iptwsim
