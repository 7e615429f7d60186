#pragma once
// From a CSV file to a cohort, checked.

#include <array>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "cohort/cohort.hpp"
#include "cohort/options.hpp"

namespace iptwsim {

/// A text column among the terms: each level but the reference became a column `name:level` of 0/1.
struct CategoricalColumn {
  std::string name;
  std::string reference;           ///< the first level in byte order
  std::vector<std::string> levels; ///< all of them in byte order, the reference first
};

struct LoadedCohort {
  Cohort cohort;
  std::size_t rows_read = 0;
  std::size_t rows_dropped = 0; ///< with a missing value, under `missing: drop`
  std::size_t bytes = 0;        ///< size of the file
  std::vector<CategoricalColumn> categorical;
  std::array<std::string, 2> arm_labels; ///< as the file spells control and treated
};

/// Reads the columns that the treatment, the endpoints and the terms name. A missing value is an empty cell, `NA` or
/// `.`; NaN and Inf are mistakes whatever `options.missing` says. A term is a text column if none of its values is a
/// number; a column that mixes both is a mistake. Throws Error with every problem: ExitCode::no_input without the file,
/// ExitCode::data for what is in it. `options.csv` is not used: `csv` is where the file is.
LoadedCohort load_cohort(std::filesystem::path const& csv, CohortOptions const& options,
                         std::vector<std::pair<std::string, EndpointOptions>> const& endpoints,
                         std::vector<std::string> const& terms);

} // namespace iptwsim
