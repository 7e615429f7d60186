#include "cohort/load_values.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "math/constants.hpp"

namespace iptwsim {
namespace {

std::vector<double> values_of(LoadColumn const& column, std::vector<std::size_t> const& rows) {
  std::vector<double> values;
  values.reserve(rows.size());
  for (std::size_t const row : rows) values.push_back(column.value(row));
  return values;
}

} // namespace

bool check_codes(LoadColumn const& column, std::vector<std::int64_t> const& codes, CsvProblems& problems,
                 std::string const& why, std::string const& advice) {
  bool is_fine = true;
  auto const is_wrong = [&](std::size_t row) {
    auto const is_value = [&](std::int64_t code) { return column.value(row) == static_cast<double>(code); };
    bool const is_code = column.kind(row) == CellKind::number && std::any_of(codes.begin(), codes.end(), is_value);
    bool const wrong = !is_code && !column.is_missing(row);
    if (wrong) is_fine = false;
    return wrong;
  };
  column.check(problems, is_wrong, why, advice);
  return is_fine;
}

std::vector<double> read_times(LoadColumn const& column, std::vector<std::size_t> const& rows, CsvProblems& problems) {
  auto const is_negative = [&](std::size_t row) { return column.value(row) < 0; };
  column.check_numbers(problems);
  column.check(problems, is_negative, "a follow-up time cannot be negative", "correct it");
  return values_of(column, rows);
}

std::vector<double> read_entries(LoadColumn const& column, LoadColumn const& times,
                                 std::vector<std::size_t> const& rows, CsvProblems& problems) {
  column.check_numbers(problems);
  auto const is_negative = [&](std::size_t row) { return column.value(row) < 0; };
  column.check(problems, is_negative, "a time of entry cannot be negative", "correct it");
  auto const is_number = [](LoadColumn const& of, std::size_t row) { return of.kind(row) == CellKind::number; };
  auto const is_late = [&](std::size_t row) {
    return is_number(column, row) && is_number(times, row) && !(column.value(row) < times.value(row));
  };
  column.check(problems, is_late, fmt::format("the patient would never be at risk: {} is not later", times.name()),
               "correct it, or leave such patients out");
  return values_of(column, rows);
}

std::vector<std::uint8_t> read_events(LoadColumn const& column, EventOptions const& options,
                                      std::vector<std::size_t> const& rows, CsvProblems& problems) {
  if (options.event == 1 && options.competing.empty()) {
    check_codes(column, {0, 1}, problems, "an event is 0 or 1",
                "write 1 if it was seen at the time, 0 if follow-up ended without it");
  } else {
    std::vector<std::int64_t> codes{0, options.event};
    codes.insert(codes.end(), options.competing.begin(), options.competing.end());
    check_codes(column, codes, problems, fmt::format("the codes of this endpoint are {}", fmt::join(codes, ", ")),
                "correct it, or list its code under competing");
  }
  std::vector<std::uint8_t> events;
  events.reserve(rows.size());
  for (std::size_t const row : rows) {
    double const code = column.value(row);
    events.push_back(code == 0 ? 0 : code == static_cast<double>(options.event) ? 1 : 2);
  }
  return events;
}

std::vector<double> read_scores(LoadColumn const& column, std::vector<std::size_t> const& rows,
                                std::vector<std::uint8_t> const& treated, CsvProblems& problems) {
  auto const is_outside = [&](std::size_t row) {
    return column.kind(row) == CellKind::number && !(column.value(row) >= 0 && column.value(row) <= 1);
  };
  column.check_numbers(problems);
  column.check(problems, is_outside, "a known score is a probability, from 0 to 1", "correct it");
  std::vector<std::size_t> impossible;
  for (std::size_t i = 0; i < std::min(rows.size(), treated.size()); ++i) {
    if (column.kind(rows[i]) != CellKind::number) continue;
    double const score = column.value(rows[i]), own = treated[i] != 0 ? score : 1 - score;
    if (1 / (own * own) == math::infinity) impossible.push_back(rows[i]); // the square of a weight
  }
  if (!impossible.empty()) {
    column.tell(problems, impossible, "the patient is in the arm that it gives no chance", "correct it");
  }
  return values_of(column, rows);
}

} // namespace iptwsim
