#pragma once
// The columns of a CSV file that have a meaning of their own: times, events, known scores. `rows` are the rows that
// stay; what is wrong goes to the problems, and then the values mean nothing.

#include <cstdint>
#include <string>
#include <vector>

#include "cohort/load_column.hpp"
#include "cohort/options.hpp"

namespace iptwsim {

/// Whether every cell that is not missing is one of these numbers; a problem if not.
bool check_codes(LoadColumn const& column, std::vector<std::int64_t> const& codes, CsvProblems& problems,
                 std::string const& why, std::string const& advice);

/// Finite, not negative.
std::vector<double> read_times(LoadColumn const& column, std::vector<std::size_t> const& rows, CsvProblems& problems);

/// Finite, not negative, before the times of the same patients.
std::vector<double> read_entries(LoadColumn const& column, LoadColumn const& times,
                                 std::vector<std::size_t> const& rows, CsvProblems& problems);

/// 0 censored, 1 the event, 2 a competing one.
std::vector<std::uint8_t> read_events(LoadColumn const& column, EventOptions const& options,
                                      std::vector<std::size_t> const& rows, CsvProblems& problems);

/// Probabilities; 0 of controls and 1 of treated patients among them. treated: of the rows, empty if not known.
std::vector<double> read_scores(LoadColumn const& column, std::vector<std::size_t> const& rows,
                                std::vector<std::uint8_t> const& treated, CsvProblems& problems);

} // namespace iptwsim
