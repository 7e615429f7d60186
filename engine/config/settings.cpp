#include "config/settings.hpp"

#include <optional>

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

std::optional<KeyPath> find_set_key(std::string const& key, Node const& root, Node const& at, Report& report) {
  for (std::string_view const map : {"sweep.zip.", "sweep."}) {
    if (!key.starts_with(map)) continue;
    KeyPath path{"sweep"};
    if (map != "sweep.") path.emplace_back("zip");
    path.push_back(key.substr(map.size())); // read with the sweep
    return path;
  }
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
