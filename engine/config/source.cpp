#include "config/source.hpp"

#include <algorithm>

#include "cohort/csv_text.hpp"

namespace iptwsim::config {

Source::Source(std::string text) : text_(std::move(text)), line_starts_{0} {
  if (text_.starts_with("\xef\xbb\xbf")) text_.erase(0, 3);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    bool const ends_line = text_[i] == '\n' || (text_[i] == '\r' && (i + 1 == text_.size() || text_[i + 1] != '\n'));
    if (ends_line) line_starts_.push_back(i + 1);
  }
}

std::pair<int, int> Source::place(std::ptrdiff_t byte) const {
  std::size_t const at = std::min(static_cast<std::size_t>(std::max<std::ptrdiff_t>(byte, 0)), text_.size());
  auto const next = std::upper_bound(line_starts_.begin(), line_starts_.end(), at);
  std::size_t const start = *std::prev(next);
  auto const is_character = [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }; // first byte of one
  auto const characters = std::count_if(text_.begin() + static_cast<std::ptrdiff_t>(start),
                                        text_.begin() + static_cast<std::ptrdiff_t>(at), is_character);
  return {static_cast<int>(next - line_starts_.begin()), static_cast<int>(characters) + 1};
}

std::optional<std::pair<int, int>> Source::first_broken_utf8() const {
  std::size_t const good = utf8_prefix(text_);
  if (good == text_.size()) return std::nullopt;
  return place(static_cast<std::ptrdiff_t>(good));
}

std::optional<std::pair<int, int>> Source::first_indenting_tab() const {
  for (std::size_t const start : line_starts_) {
    std::size_t const first = text_.find_first_not_of(" \t", start);
    if (first == std::string::npos || text_[first] == '\n' || text_[first] == '\r' || text_[first] == '#') continue;
    std::size_t const tab = text_.find('\t', start);
    if (tab < first) return place(static_cast<std::ptrdiff_t>(tab));
  }
  return std::nullopt;
}

bool Source::stands_at(std::ptrdiff_t byte, std::string_view word) const {
  auto const at = static_cast<std::size_t>(byte);
  return at <= text_.size() && std::string_view(text_).substr(at).starts_with(word);
}

bool Source::has_open_quote(std::ptrdiff_t byte) const {
  auto at = static_cast<std::size_t>(byte);
  if (at >= text_.size() || (text_[at] != '"' && text_[at] != '\'')) return false;
  char const quote = text_[at];
  for (++at; at < text_.size(); ++at) {
    if (quote == '"' && text_[at] == '\\') {
      ++at;
    } else if (text_[at] == quote) {
      if (quote == '"' || at + 1 == text_.size() || text_[at + 1] != '\'') return false;
      ++at;
    }
  }
  return true;
}

} // namespace iptwsim::config
