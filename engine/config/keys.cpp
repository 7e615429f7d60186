#include "config/keys.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/csv_text.hpp"
#include "config/describe.hpp"

namespace iptwsim::config {
namespace {

/// `Log-Rank` as a key of this project would be spelled.
std::string usual_spelling(std::string word) {
  for (char& c : word)
    c = c == '-' || c == ' ' || c == '.' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return word;
}

/// The keys of `a or b`.
std::vector<std::string_view> alternatives(std::string_view unless) {
  constexpr std::string_view between = " or ";
  std::vector<std::string_view> keys;
  while (!unless.empty()) {
    std::size_t const end = std::min(unless.find(between), unless.size());
    keys.push_back(unless.substr(0, end));
    unless.remove_prefix(std::min(end + between.size(), unless.size()));
  }
  return keys;
}

/// Where else a key of this name exists: "bootstrap"; empty if nowhere.
std::string home_of(std::string const& key) {
  for (KeyDescription const& known : describe_keys()) {
    auto const dot = known.path.rfind('.');
    if (dot != std::string::npos && known.path.substr(dot + 1) == key) return known.path.substr(0, dot);
    if (dot == std::string::npos && known.path == key) return "the top level";
  }
  return "";
}

} // namespace

void check_keys(Node const& map, std::string_view name, FieldNames const& names, Report& report) {
  std::vector<std::string> suggested;
  for (Node const& key : map.keys) {
    if (std::find(names.known.begin(), names.known.end(), key.text) != names.known.end()) continue;
    auto const later =
        std::find_if(names.not_yet.begin(), names.not_yet.end(), [&](auto const& n) { return n.first == key.text; });
    if (later != names.not_yet.end()) {
      report.add(key, key.text + " is not available yet", later->second, "take it out");
      continue;
    }
    std::string const what = "unknown key " + in_quotes(key.text);
    std::string const why = names.known.empty() ? fmt::format("{} has no keys", name)
                                                : fmt::format("{} has {}", name, fmt::join(names.known, ", "));
    std::string const near = nearest(usual_spelling(key.text), names.known);
    std::string const home = home_of(key.text);
    report.add(key, what, why,
               !near.empty()   ? "did you mean " + in_quotes(near) + "?"
               : !home.empty() ? "it belongs under " + home
                               : "take it out");
    suggested.push_back(near);
  }
  // A key that is there, misspelled, is told once.
  auto const is_suggested = [&](std::string_view key) {
    return std::find(suggested.begin(), suggested.end(), key) != suggested.end();
  };
  for (auto const& [key, doc, unless] : names.required) {
    if (map.find(key) != nullptr || is_suggested(key)) continue;
    std::vector<std::string_view> const instead = alternatives(unless);
    if (std::any_of(instead.begin(), instead.end(),
                    [&](std::string_view other) { return is_suggested(other) || find_path(map, other) != nullptr; })) {
      continue;
    }
    report.add(map, fmt::format("{} lacks the key {}", name, in_quotes(key)), doc, "add it");
  }
}

void check_name(Node const& key, std::string_view kind, Report& report) {
  auto const is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  auto const is_fine = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
  bool const fits =
      !key.text.empty() && is_letter(key.text[0]) && std::all_of(key.text.begin(), key.text.end(), is_fine);
  if (fits) return;
  std::string better;
  for (char const c : key.text) {
    if (is_fine(c) || (!better.empty() && better.back() != '_')) better += is_fine(c) ? c : '_';
  }
  if (!better.empty() && !is_letter(better[0])) better.insert(0, "_");
  report.add(key, fmt::format("{} has the name {}", kind, in_quotes(key.text)),
             "a name is a letter or _, then letters, digits and _", better.empty() ? "rename it" : "write " + better);
}

void report_no_map(Node const& node, Field const& field, FieldNames const& names, Report& report) {
  std::string advice = fmt::format("write {}: {{}}", field.name);
  if (!names.required.empty()) {
    std::string keys;
    for (auto const& required : names.required) keys += (keys.empty() ? "" : ", ") + required.name + ": ...";
    advice = fmt::format("write {}: {{{}}}", field.name, keys);
  }
  report.add(node, fmt::format("{} is {}", field.name, shown(node)), "a map is needed", advice);
}

} // namespace iptwsim::config
