#pragma once
// The columns of a CSV file that the terms of the propensity model are made of.

#include <string>
#include <vector>

#include "cohort/load_column.hpp"
#include "cohort/options.hpp"
#include "cohort/terms_build.hpp"

namespace iptwsim {

class LoadTerms {
public:
  /// `rows` are the rows that stay, at least one. All must outlive this.
  LoadTerms(std::vector<std::size_t> const& rows, CohortOptions const& options, CsvProblems& problems)
      : rows_(rows), options_(options), problems_(problems) {}

  /// Makes a column a source of terms; the first call of a name counts.
  void add(LoadColumn const& column);

  /// The covariates of the terms whose columns are all fine.
  BuiltTerms build(std::vector<Term> const& terms) const;

  /// Whether the value of some row that stays is missing, and something is to stand in for it.
  bool is_incomplete(std::string const& column) const;

private:
  /// A source of terms, unless its column has one value only.
  void add_source(LoadColumn const& column, TermSource source);
  void add_numbers(LoadColumn const& column);
  void add_categories(LoadColumn const& column);
  void add_levels(LoadColumn const& column, std::vector<std::string> const& levels);
  void report_constant(LoadColumn const& column);

  std::vector<std::size_t> const& rows_;
  CohortOptions const& options_;
  CsvProblems& problems_;
  std::map<std::string, LoadColumn const*> columns_;
  TermSources sources_; ///< of those without a problem
};

} // namespace iptwsim
