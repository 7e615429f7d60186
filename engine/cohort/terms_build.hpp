#pragma once
// From terms and columns to the covariates of a propensity model, for cohorts from files and simulated ones alike.

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "cohort/terms.hpp"

namespace iptwsim {

/// n patients of one column: numbers, or indices into `levels`, which are at least two and all there.
struct TermSource {
  std::vector<double> values;
  std::vector<std::string> levels = {};   ///< empty: numbers, all finite. The first level is the reference
  std::vector<std::uint8_t> missing = {}; ///< 1 where the value only stands in (cohort/missing.hpp); empty: nowhere

  bool is_categorical() const { return !levels.empty(); }
  /// Whether every value is missing.
  bool is_nowhere() const { return !missing.empty() && std::find(missing.begin(), missing.end(), 0) == missing.end(); }
};
using TermSources = std::map<std::string, TermSource>;

/// A column of categories among the terms: each level but the reference became a column `name:level` of 0/1.
struct CategoricalColumn {
  std::string name;
  std::string reference;           ///< the first level
  std::vector<std::string> levels; ///< all of them, the reference first
};

/// The knots of a spline, from the whole sample; they stay in every replicate.
struct SplineKnots {
  std::string term; ///< `rcs(age, 4)`
  std::vector<double> knots;
};

/// Why a term has no columns in these data. With rows, `what` shows the value in the first of them.
struct TermProblem {
  std::string column;            ///< the source column
  std::vector<std::size_t> rows; ///< patients with the problem; empty: all of them together
  std::string what, why, advice;
};

struct BuiltTerms {
  std::vector<std::string> names; ///< p, each once
  std::vector<std::size_t> terms; ///< p: the number of each column's term
  Eigen::MatrixXd values;         ///< n x p
  std::vector<CategoricalColumn> categorical;
  std::vector<SplineKnots> splines;
  std::vector<TermProblem> problems; ///< with any, names and values lack columns
};

/// Every column that a term names is in `sources`, all of one length n >= 1 (contract). The columns of a product run
/// through the first factor's fastest, as R's do: age:grade of age, age' and grade:2, grade:3 is age:grade:2,
/// age':grade:2, age:grade:3, age':grade:3. A categorical factor is its k - 1 columns there too. Columns that are sums
/// of others are left to the fit, which names them.
BuiltTerms build_terms(std::vector<Term> const& terms, TermSources const& sources);

} // namespace iptwsim
