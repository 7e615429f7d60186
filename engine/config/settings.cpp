#include "config/settings.hpp"

#include <optional>

#include <fmt/format.h>

#include "config/parse.hpp"

namespace iptwsim::config {
namespace {

/// The = after the key; that of <= and >= in a term is none.
std::size_t find_equals(std::string const& setting) {
  std::size_t at = setting.find('=');
  while (at != std::string::npos && at > 0 && (setting[at - 1] == '<' || setting[at - 1] == '>')) {
    at = setting.find('=', at + 1);
  }
  return at;
}

/// The path of a key of the sweep, which is read with the sweep itself.
std::optional<KeyPath> find_swept_key(KeyPath path, std::string key, Node const& root, Node const& at, Report& report) {
  Node const* const map = find_path(root, text_of(path));
  if (map != nullptr && map->kind != NodeKind::map && map->kind != NodeKind::empty) {
    report.add(at, fmt::format("{} is {}", text_of(path), shown(*map)), "it has no keys",
               fmt::format("write --set '{}=...' with the whole of it", text_of(path)));
    return std::nullopt;
  }
  path.push_back(std::move(key));
  return path;
}

std::optional<KeyPath> find_set_key(std::string const& key, Node const& root, Node const& at, Report& report) {
  constexpr std::string_view zip = "sweep.zip.", sweep = "sweep.";
  if (key.starts_with(zip)) return find_swept_key({"sweep", "zip"}, key.substr(zip.size()), root, at, report);
  if (key.starts_with(sweep)) return find_swept_key({"sweep"}, key.substr(sweep.size()), root, at, report);
  return find_key(key, root, at, report);
}

} // namespace

std::vector<SetKey> apply_settings(Node& root, std::vector<std::string> const& settings, Report& report) {
  std::vector<SetKey> keys;
  for (std::string const& setting : settings) {
    std::size_t const equals = find_equals(setting);
    std::string const name = "--set " + setting;
    if (equals == std::string::npos || equals == 0) {
      throw Error(ExitCode::usage, Problem{.file = name,
                                           .what = "this sets nothing",
                                           .why = "a key and its value are needed",
                                           .advice = "write --set KEY=VALUE, such as --set seed=1"});
    }
    int const source = report.add_source(name);
    Node const at{.source = source, .line = 1, .column = 1};
    std::string const text = setting.substr(equals + 1);
    bool const is_blank = text.find_first_not_of(" \t") == std::string::npos;
    Node value = is_blank ? at : parse_yaml(text, report, source);
    if (auto path = find_set_key(setting.substr(0, equals), root, at, report)) {
      put(root, *path, std::move(value), at);
      keys.push_back({*std::move(path), at});
    }
  }
  return keys;
}

} // namespace iptwsim::config
