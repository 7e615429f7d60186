#include "core/error.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace iptwsim {
namespace {

std::string join_lines(std::vector<Problem> const& problems) {
  std::string text;
  for (Problem const& problem : problems) text += (text.empty() ? "" : "\n") + problem.text();
  return text;
}

/// Levenshtein distance; a swap of neighbours counts as one edit.
std::size_t edit_distance(std::string const& a, std::string const& b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

} // namespace

std::string Problem::text() const {
  std::string where = file;
  if (line > 0) where += fmt::format(":{}", line);
  if (line > 0 && column > 0) where += fmt::format(":{}", column);
  if (!where.empty()) where += ": ";
  return where + what + (why.empty() ? "" : " (" + why + ")") + (advice.empty() ? "" : ", " + advice);
}

Error::Error(ExitCode code, std::vector<Problem> problems)
    : std::runtime_error(join_lines(problems)), code_(code), problems_(std::move(problems)) {}

std::string nearest(std::string const& word, std::vector<std::string> const& candidates) {
  auto const lower = [](std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
  };
  for (std::string const& candidate : candidates) {
    if (lower(candidate) == lower(word)) return candidate;
  }
  if (word.size() < 2) return ""; // one letter is near to every other
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (std::string const& candidate : candidates) {
    std::size_t const distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

void contract_failed(char const* condition, char const* file, int line) {
  throw std::logic_error(fmt::format("{}:{}: contract broken: {}", file, line, condition));
}

} // namespace iptwsim
