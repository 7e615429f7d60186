#pragma once
// Cells of text in aligned columns under a heading of two lines. A table that is too wide goes on below, with the names
// of its rows again.

#include <string>
#include <vector>

namespace iptwsim::report {

/// No line of a table is wider than this, unless a name and one column are.
inline constexpr std::size_t widest_line = 120;

class TextTable {
public:
  /// name_heading stands over the names of the rows.
  explicit TextTable(std::string name_heading) : name_heading_(std::move(name_heading)) {}

  void add_column(std::string above, std::string heading);
  /// As many cells as there are columns.
  void add_row(std::string name, std::vector<std::string> cells);
  bool empty() const { return rows_.empty() || columns_.empty(); }

  /// Lines that begin with two spaces. Cells are flush right; a mark such as `*` that ends a cell stands beyond the
  /// others' last digit.
  std::string text() const;

private:
  struct Column {
    std::string above, heading;
  };
  struct Row {
    std::string name;
    std::vector<std::string> cells;
  };
  std::size_t width_of(std::size_t column) const;

  std::string name_heading_;
  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

/// Text in lines of at most widest_line, broken at spaces, each beginning with `indent`, all but the first also with
/// `further`.
std::string wrapped(std::string const& text, std::string const& indent, std::string const& further = "");

} // namespace iptwsim::report
