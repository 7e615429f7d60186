#pragma once
// From a CSV file to a cohort, checked.

#include <array>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cohort/cohort.hpp"
#include "cohort/options.hpp"
#include "cohort/terms_build.hpp"

namespace iptwsim {

struct LoadedCohort {
  Cohort cohort;
  std::size_t rows_read = 0;
  std::size_t rows_dropped = 0;               ///< with a missing value, under `missing: drop`
  std::size_t bytes = 0;                      ///< size of the file
  std::vector<Term> column_terms;             ///< of each covariate
  std::set<std::string> incomplete;           ///< columns with a term missing(NAME), under `missing: indicator`
  std::vector<CategoricalColumn> categorical; ///< of the terms
  std::vector<SplineKnots> splines;           ///< of the terms
  std::array<std::string, 2> arm_labels;      ///< as the file spells control and treated
};

/// Reads the columns that the treatment, the endpoints, the terms and the known score name; terms as in terms.hpp. A
/// missing value is an empty cell, `NA` or `.`; NaN and Inf are mistakes whatever `options.missing` says. A column of
/// the terms holds categories if none of its values is a number (levels in byte order), or if `options.categorical`
/// names it (numbers by value, then texts; equal numbers are one level however they are spelled); otherwise a text in
/// it is a mistake. Throws Error with every problem: ExitCode::no_input without the file, ExitCode::data for what is in
/// it. `options.csv` is not used: `csv` is where the file is. known_score: a column of probabilities; empty: none.
LoadedCohort load_cohort(std::filesystem::path const& csv, CohortOptions const& options,
                         std::vector<std::pair<std::string, EndpointOptions>> const& endpoints,
                         std::vector<std::string> const& terms, std::string const& known_score = {});

} // namespace iptwsim
