#pragma once
// What a piece of text is: a number, a missing value, valid UTF-8. Everything is decimal and independent of the locale.

#include <cstddef>
#include <string>
#include <string_view>

namespace iptwsim {

enum class CellKind : unsigned char {
  missing,    ///< empty, `NA` or `.`
  number,     ///< finite
  non_finite, ///< NaN, Inf, or digits beyond a double: a failed computation, not a value that nobody recorded
  text,
};

struct Cell {
  CellKind kind = CellKind::missing;
  double value = 0; ///< 0 unless a number
};

/// Reads `text` as a cell; blanks around it do not count.
Cell read_cell(std::string_view text);

/// `text` without blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);

/// Bytes at the front of `text` that are well-formed UTF-8 (no overlong forms, no surrogates).
std::size_t utf8_prefix(std::string_view text);
inline bool is_utf8(std::string_view text) { return utf8_prefix(text) == text.size(); }

/// `text` in double quotes, fit for a message: cut when long, control characters and broken UTF-8 replaced by `?`.
std::string in_quotes(std::string_view text);

} // namespace iptwsim
