#pragma once
// Missing values of covariates under `missing: indicator`: a value stands in for each, and a term missing(NAME) lets
// the propensity model tell the patients apart who lack it (the missing-indicator method, P. R. Rosenbaum and D. B.
// Rubin, J. Amer. Statist. Assoc. 79, 1984, 516-524, appendix B).
//
// What stands in is the mean of the values that are there, or the reference level of categories. Where the covariate
// enters by one linear term it does not matter what: the indicator takes it up. Where nobody has a value the covariate
// and its powers and logarithms are 0 for all, and the model leaves them out (aliased).

#include <functional>
#include <string>
#include <vector>

#include "cohort/terms.hpp"
#include "cohort/terms_build.hpp"

namespace iptwsim {

/// Replaces the values of patients whose value is missing; 0 where nobody has one.
void fill_missing(TermSource& source);

/// The terms, and behind them missing(NAME), unless it is among them, of every column that has missing values.
std::vector<Term> with_missing_indicators(std::vector<Term> terms,
                                          std::function<bool(std::string const&)> const& has_missing);

} // namespace iptwsim
