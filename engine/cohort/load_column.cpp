#include "cohort/load_column.hpp"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace iptwsim {
namespace {

constexpr std::size_t most_lines_named = 5;

bool has_decimal_comma(std::string_view text) {
  return std::count(text.begin(), text.end(), ',') == 1 &&
         text.find_first_not_of("+-0123456789,") == std::string_view::npos;
}

} // namespace

LoadColumn::LoadColumn(CsvTable const& table, std::size_t index)
    : table_(&table), index_(index), values_(table.rows()), kinds_(table.rows()) {
  for (std::size_t row = 0; row < kinds_.size(); ++row) {
    Cell const cell = read_cell(table.cell(row, index));
    values_[row] = cell.value;
    kinds_[row] = cell.kind;
    ++counts_[static_cast<std::size_t>(cell.kind)];
  }
}

std::vector<std::string> LoadColumn::levels(std::vector<std::size_t> const& rows) const {
  std::unordered_set<std::string_view> distinct;
  for (std::size_t const row : rows) {
    if (!is_missing(row)) distinct.insert(text(row));
  }
  std::vector<std::string> sorted(distinct.begin(), distinct.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

void LoadColumn::check_numbers(CsvProblems& problems) const {
  auto const is_text = [this](std::size_t row) { return kinds_[row] == CellKind::text; };
  if (count(CellKind::text) > 0) {
    auto const first =
        static_cast<std::size_t>(std::find(kinds_.begin(), kinds_.end(), CellKind::text) - kinds_.begin());
    check(problems, is_text, "a number is needed",
          has_decimal_comma(text(first)) ? "write numbers with a decimal point"
                                         : "correct it, or write NA if it is missing");
  }
  check_finite(problems);
}

void LoadColumn::check_finite(CsvProblems& problems) const {
  auto const is_non_finite = [this](std::size_t row) { return kinds_[row] == CellKind::non_finite; };
  if (count(CellKind::non_finite) == 0) return;
  check(problems, is_non_finite, "a finite number is needed", "correct it, or write NA if it is missing");
}

void LoadColumn::tell(CsvProblems& problems, std::vector<std::size_t> const& rows, std::string const& why,
                      std::string const& advice) const {
  std::vector<int> lines;
  for (std::size_t i = 1; i < std::min(rows.size(), most_lines_named + 1); ++i) lines.push_back(table_->line(rows[i]));
  std::string also;
  if (!lines.empty()) also = fmt::format("; also {} {}", lines.size() == 1 ? "line" : "lines", fmt::join(lines, ", "));
  if (rows.size() > lines.size() + 1) also += fmt::format(" and {} more", rows.size() - lines.size() - 1);
  std::string const what = is_missing(rows.front()) ? name() + " is missing"
                                                    : fmt::format("{} is {}", name(), in_quotes(text(rows.front())));
  problems.add(table_->line(rows.front()), what, why + also, advice);
}

} // namespace iptwsim
