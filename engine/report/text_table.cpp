#include "report/text_table.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "report/words.hpp"

namespace iptwsim::report {
namespace {

constexpr std::size_t gap = 3; // between columns

bool is_marked(std::string const& cell) { return cell.ends_with('*'); }

std::string flush_right(std::string const& text, std::size_t width) {
  std::size_t const own = display_width(text);
  return std::string(width - std::min(width, own), ' ') + text;
}

std::string flush_left(std::string const& text, std::size_t width) {
  std::size_t const own = display_width(text);
  return text + std::string(width - std::min(width, own), ' ');
}

std::string without_trailing_spaces(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

} // namespace

void TextTable::add_column(std::string above, std::string heading) {
  columns_.push_back({std::move(above), std::move(heading)});
}

void TextTable::add_row(std::string name, std::vector<std::string> cells) {
  IPTWSIM_EXPECTS(cells.size() == columns_.size());
  rows_.push_back({std::move(name), std::move(cells)});
}

std::size_t TextTable::width_of(std::size_t column) const {
  std::size_t width = std::max(display_width(columns_[column].above), display_width(columns_[column].heading));
  for (Row const& row : rows_) width = std::max(width, display_width(row.cells[column]) - is_marked(row.cells[column]));
  return width;
}

std::string TextTable::text() const {
  std::size_t name_width = display_width(name_heading_);
  for (Row const& row : rows_) name_width = std::max(name_width, display_width(row.name));
  bool const has_marks = std::any_of(rows_.begin(), rows_.end(), [](Row const& row) {
    return std::any_of(row.cells.begin(), row.cells.end(), is_marked);
  });
  std::size_t const mark = has_marks ? 1 : 0;
  bool const has_above =
      std::any_of(columns_.begin(), columns_.end(), [](Column const& c) { return !c.above.empty(); });
  std::string out;
  for (std::size_t first = 0, end = 0; first < columns_.size(); first = end) {
    std::size_t line_width = 2 + name_width;
    for (end = first; end < columns_.size(); ++end) {
      line_width += gap + width_of(end) + mark;
      if (end > first && line_width > widest_line) break;
    }
    auto const line = [&](std::string const& name, auto cell_of) {
      std::string text = "  " + flush_left(name, name_width);
      for (std::size_t c = first; c < end; ++c) {
        std::string const& cell = cell_of(c);
        text += std::string(gap, ' ') + flush_right(cell, width_of(c) + (is_marked(cell) ? 1 : 0));
        if (!is_marked(cell)) text += std::string(mark, ' ');
      }
      out += without_trailing_spaces(std::move(text));
    };
    if (first > 0) out += "\n";
    if (has_above) line("", [&](std::size_t c) -> std::string const& { return columns_[c].above; });
    line(name_heading_, [&](std::size_t c) -> std::string const& { return columns_[c].heading; });
    for (Row const& row : rows_) line(row.name, [&](std::size_t c) -> std::string const& { return row.cells[c]; });
  }
  return out;
}

std::string wrapped(std::string const& text, std::string const& indent, std::string const& further) {
  std::string out, line = indent;
  bool is_first = true;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t const end = std::min(text.find(' ', at), text.size());
    std::string const word = text.substr(at, end - at);
    if (!is_first && display_width(line) + 1 + display_width(word) > widest_line) {
      out += line + "\n";
      line = indent + further;
      is_first = true;
    }
    line += (is_first ? "" : " ") + word;
    is_first = false;
    at = end + 1;
  }
  return out + line + "\n";
}

} // namespace iptwsim::report
