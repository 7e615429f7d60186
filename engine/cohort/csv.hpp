#pragma once
// A CSV file in memory: the bytes, and where each cell lies in them. Nothing is converted here.
//
// Read as RFC 4180 with what Excel, R and pandas add: a UTF-8 byte order mark; LF, CRLF or CR line ends; blank lines
// (skipped); cells in quotes with commas, doubled quotes and line breaks in them; blanks around a cell (dropped unless
// quoted). The separator is the comma. One pass over the bytes; a table costs its file's size and 8 bytes a cell.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace iptwsim {

class CsvTable {
public:
  std::string const& file() const { return file_; } ///< as it was given
  std::size_t bytes() const { return bytes_; }      ///< size of the file
  std::vector<std::string> const& header() const { return header_; }
  std::size_t columns() const { return header_.size(); }
  std::size_t rows() const { return lines_.size(); } ///< without the header

  /// The text of a cell, unquoted; valid as long as the table.
  std::string_view cell(std::size_t row, std::size_t column) const {
    std::uint64_t const packed = cells_[row * header_.size() + column];
    return {buffer_.data() + (packed >> length_bits), packed & longest_cell};
  }
  /// Line of the file in which a row begins, from 1.
  int line(std::size_t row) const { return lines_[row]; }
  /// Index of the column of this name.
  std::optional<std::size_t> find(std::string_view name) const;

private:
  friend class CsvParser;
  static constexpr int length_bits = 24; // a cell of up to 16 MB in a file of up to 1 TB, in one word
  static constexpr std::uint64_t longest_cell = (std::uint64_t{1} << length_bits) - 1;

  std::string file_;
  std::size_t bytes_ = 0;
  std::string buffer_; // quoted cells are unquoted in place
  std::vector<std::string> header_;
  std::vector<std::uint64_t> cells_; // row-major: begin << length_bits | length
  std::vector<std::int32_t> lines_;
};

/// Throws Error with every problem: ExitCode::no_input if the file cannot be opened; ExitCode::data if it is empty, has
/// no rows, is not text, has ragged rows, or has empty or repeated names in its header.
CsvTable read_csv(std::filesystem::path const& file);

} // namespace iptwsim
