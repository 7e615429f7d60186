#pragma once
// The text of a config by lines: places for messages, and the traps that the YAML library walks into in silence.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace iptwsim::config {

class Source {
public:
  explicit Source(std::string text);

  std::string const& text() const { return text_; } ///< without a byte order mark

  /// Line and column of a byte, from 1; columns count characters, as editors do.
  std::pair<int, int> place(std::ptrdiff_t byte) const;

  std::optional<std::pair<int, int>> first_broken_utf8() const;
  /// A tab before the first character of a line that is neither blank nor a comment.
  std::optional<std::pair<int, int>> first_indenting_tab() const;
  /// Whether this word begins at a byte.
  bool stands_at(std::ptrdiff_t byte, std::string_view word) const;
  /// Whether the quote at a byte has no partner up to the end.
  bool has_open_quote(std::ptrdiff_t byte) const;

private:
  std::string text_;
  std::vector<std::size_t> line_starts_;
};

} // namespace iptwsim::config
