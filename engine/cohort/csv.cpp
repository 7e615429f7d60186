#include "cohort/csv.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "cohort/csv_file.hpp"
#include "cohort/csv_problems.hpp"
#include "cohort/csv_text.hpp"

namespace iptwsim {

/// One pass over the buffer of a table.
class CsvParser {
public:
  static CsvTable read(std::filesystem::path const& file) {
    CsvTable table;
    table.file_ = file.string();
    table.buffer_ = read_text_file(file);
    table.bytes_ = table.buffer_.size();
    CsvParser(table).parse();
    return table;
  }

private:
  explicit CsvParser(CsvTable& table) : table_(table), problems_(table.file_) {}

  void parse() {
    std::string& buffer = table_.buffer_;
    here_ = buffer.data();
    end_ = buffer.data() + buffer.size();
    if (buffer.starts_with("\xef\xbb\xbf")) here_ += 3;
    read_header();
    std::size_t const columns = table_.columns();
    while (here_ < end_) {
      std::int32_t const first_line = line_;
      std::size_t const before = table_.cells_.size();
      read_row();
      std::size_t const found = table_.cells_.size() - before;
      bool const blank = found == 1 && (table_.cells_.back() & CsvTable::longest_cell) == 0 && !row_has_quotes_;
      if (found == columns && !blank) {
        table_.lines_.push_back(first_line);
        if (table_.rows() == rows_to_guess_from) reserve_for_the_rest();
        continue;
      }
      table_.cells_.resize(before);
      if (!blank) {
        problems_.add(first_line, fmt::format("{} {} instead of {}", found, found == 1 ? "cell" : "cells", columns),
                      "the header names " + std::to_string(columns),
                      found > columns ? "put quotes around a text with a comma in it" : "add the cells that lack");
      }
    }
    if (problems_.empty() && table_.rows() == 0) {
      problems_.add(0, "no patients", "nothing follows the header", "check that this is the right file");
    }
    problems_.throw_if_any();
  }

  /// Growing the index of a large file step by step would copy it more than once.
  void reserve_for_the_rest() {
    auto const read = static_cast<double>(here_ - table_.buffer_.data());
    double const rows = 1.02 * static_cast<double>(rows_to_guess_from) * static_cast<double>(table_.bytes_) / read;
    table_.lines_.reserve(static_cast<std::size_t>(rows));
    table_.cells_.reserve(static_cast<std::size_t>(rows) * table_.columns());
  }

  void read_header() {
    while (here_ < end_ && table_.header_.empty()) {
      header_line_ = line_;
      read_row();
      bool const blank = table_.cells_.size() == 1 && (table_.cells_.back() & CsvTable::longest_cell) == 0;
      for (std::uint64_t const cell : table_.cells_) {
        if (!blank)
          table_.header_.emplace_back(table_.buffer_, cell >> CsvTable::length_bits, cell & CsvTable::longest_cell);
      }
      table_.cells_.clear();
    }
    if (table_.header_.empty()) problems_.add(0, "the file is empty", "", "check that this is the right file");
    check_names();
    problems_.throw_if_any(); // without names the rows mean nothing
  }

  void check_names() {
    std::vector<std::string> const& names = table_.header_;
    if (names.size() == 1) {
      for (auto const& [separator, word] : {std::pair{';', "semicolons"}, std::pair{'\t', "tabs"}}) {
        if (names[0].find(separator) == std::string::npos) continue;
        problems_.add(header_line_, fmt::format("the cells are separated by {}", word), "only commas are read",
                      "save it as CSV separated by commas, with decimal points");
        return;
      }
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i].empty()) {
        problems_.add(header_line_, fmt::format("column {} has no name", i + 1), "columns are found by their names",
                      "name it, or leave out row names (row.names = FALSE in R, index=False in pandas)");
      } else if (!is_utf8(names[i])) {
        problems_.add(header_line_, fmt::format("the name of column {} is not UTF-8", i + 1),
                      "it would print as garbage", "save the file as UTF-8");
      } else if (auto const first = std::find(names.begin(), names.end(), names[i]) - names.begin();
                 static_cast<std::size_t>(first) < i) {
        problems_.add(header_line_,
                      fmt::format("columns {} and {} are both named {}", first + 1, i + 1, in_quotes(names[i])),
                      "a name must mean one column", "rename one of them");
      }
    }
  }

  /// Appends the cells of one row and moves past its line end.
  void read_row() {
    row_has_quotes_ = false;
    while (true) {
      while (here_ < end_ && (*here_ == ' ' || *here_ == '\t')) ++here_;
      if (here_ < end_ && *here_ == '"') {
        read_quoted();
      } else {
        char const* const begin = here_;
        while (here_ < end_ && *here_ != ',' && *here_ != '\n' && *here_ != '\r') ++here_;
        char const* last = here_;
        while (last > begin && (last[-1] == ' ' || last[-1] == '\t')) --last;
        append(begin, last);
      }
      if (here_ == end_) return;
      char const separator = *here_++;
      if (separator == ',') continue;
      if (separator == '\r' && here_ < end_ && *here_ == '\n') ++here_;
      ++line_;
      return;
    }
  }

  /// Reads a cell that begins with a quote; what is left of it after removing quotes is written over its beginning.
  void read_quoted() {
    row_has_quotes_ = true;
    std::int32_t const opened = line_;
    char* const begin = ++here_;
    char* write = begin;
    while (true) {
      if (here_ == end_) {
        problems_.add(opened, "a quote is opened and never closed", "the rest of the file would be one cell",
                      "close it, or double a quote that is part of the text");
        break;
      }
      if (*here_ == '"') {
        ++here_;
        if (here_ == end_ || *here_ != '"') break;
      }
      if (*here_ == '\n' || (*here_ == '\r' && here_ + 1 < end_ && here_[1] != '\n')) ++line_;
      *write++ = *here_++;
    }
    append(begin, write);
    while (here_ < end_ && (*here_ == ' ' || *here_ == '\t')) ++here_;
    if (here_ == end_ || *here_ == ',' || *here_ == '\n' || *here_ == '\r') return;
    problems_.add(line_, "text follows a closing quote", "a cell in quotes ends with its quote",
                  "double a quote that is part of the text");
    while (here_ < end_ && *here_ != ',' && *here_ != '\n' && *here_ != '\r') ++here_;
  }

  void append(char const* begin, char const* end) {
    auto const length = static_cast<std::uint64_t>(end - begin);
    if (length > CsvTable::longest_cell) {
      problems_.add(line_, "a cell is longer than 16 MB", "", "look for a quote that is not closed");
    }
    auto const offset = static_cast<std::uint64_t>(begin - table_.buffer_.data());
    table_.cells_.push_back(offset << CsvTable::length_bits | std::min(length, CsvTable::longest_cell));
  }

  static constexpr std::size_t rows_to_guess_from = 1000;
  CsvTable& table_;
  CsvProblems problems_;
  char* here_ = nullptr;
  char* end_ = nullptr;
  std::int32_t line_ = 1;
  std::int32_t header_line_ = 1;
  bool row_has_quotes_ = false;
};

std::optional<std::size_t> CsvTable::find(std::string_view name) const {
  auto const found = std::find(header_.begin(), header_.end(), name);
  if (found == header_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header_.begin());
}

CsvTable read_csv(std::filesystem::path const& file) { return CsvParser::read(file); }

} // namespace iptwsim
