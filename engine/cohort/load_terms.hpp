#pragma once
// The covariates of the propensity model from the columns that the terms name.

#include <string>
#include <vector>

#include "cohort/cohort.hpp"
#include "cohort/load.hpp"
#include "cohort/load_column.hpp"

namespace iptwsim {

class LoadTerms {
public:
  /// `rows` are the rows that stay, at least one; the columns must outlive this.
  LoadTerms(std::vector<std::size_t> const& rows, CsvProblems& problems) : rows_(rows), problems_(problems) {}

  /// A number column as it stands, or a text column as one 0/1 column for each level but the first.
  void add(LoadColumn const& column);

  std::size_t size() const { return columns_.size(); }
  std::vector<std::string> names() const;
  Eigen::MatrixXd values() const;
  std::vector<CategoricalColumn> const& categorical() const { return categorical_; }

private:
  struct ModelColumn {
    LoadColumn const* column;
    std::string name;
    std::string level; ///< the text that is 1; empty: the numbers themselves
  };

  void report_constant(LoadColumn const& column);

  std::vector<std::size_t> const& rows_;
  CsvProblems& problems_;
  std::vector<ModelColumn> columns_;
  std::vector<CategoricalColumn> categorical_;
};

} // namespace iptwsim
