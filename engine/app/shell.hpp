#pragma once
// Commands that a person can paste into a shell.

#include <string>
#include <vector>

namespace iptwsim::app {

/// A word as a POSIX shell reads it back.
inline std::string quoted(std::string const& word) {
  auto const plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string("_-./=+:,@%").find(c) != std::string::npos;
  };
  bool all_plain = !word.empty();
  for (char const c : word) all_plain = all_plain && plain(c);
  if (all_plain) return word;
  std::string out = "'";
  for (char const c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

inline std::string shell_line(std::vector<std::string> const& words) {
  std::string line;
  for (std::string const& word : words) line += (line.empty() ? "" : " ") + quoted(word);
  return line;
}

} // namespace iptwsim::app
