#pragma once
// One column of a CSV file, each cell read once, and the way a problem in many of its rows is told.

#include <array>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cohort/csv.hpp"
#include "cohort/csv_problems.hpp"
#include "cohort/csv_text.hpp"

namespace iptwsim {

class LoadColumn {
public:
  /// The table must outlive the column.
  LoadColumn(CsvTable const& table, std::size_t index);

  std::string const& name() const { return table_->header()[index_]; }
  std::size_t rows() const { return kinds_.size(); }
  std::string_view text(std::size_t row) const { return table_->cell(row, index_); }
  double value(std::size_t row) const { return values_[row]; }
  CellKind kind(std::size_t row) const { return kinds_[row]; }
  bool is_missing(std::size_t row) const { return kinds_[row] == CellKind::missing; }
  std::size_t count(CellKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }

  /// The different texts in the given rows, in byte order, without missing cells.
  std::vector<std::string> levels(std::vector<std::size_t> const& rows) const;

  /// One problem for all rows where `is_wrong(row)`: the first is shown, the next few are named, the others counted.
  template <std::predicate<std::size_t> IsWrong>
  void check(CsvProblems& problems, IsWrong const& is_wrong, std::string const& why, std::string const& advice) const {
    std::vector<std::size_t> wrong;
    for (std::size_t row = 0; row < rows(); ++row) {
      if (is_wrong(row)) wrong.push_back(row);
    }
    if (!wrong.empty()) tell(problems, wrong, why, advice);
  }

  /// The problem of every cell that is neither missing nor a finite number.
  void check_numbers(CsvProblems& problems) const;

  /// The problem of every NaN, Inf and number beyond a double.
  void check_finite(CsvProblems& problems) const;

  /// One problem for the given rows, at least one, in the same form.
  void tell(CsvProblems& problems, std::vector<std::size_t> const& rows, std::string const& why,
            std::string const& advice) const;

private:
  CsvTable const* table_;
  std::size_t index_;
  std::vector<double> values_;
  std::vector<CellKind> kinds_;
  std::array<std::size_t, 4> counts_{};
};

} // namespace iptwsim
