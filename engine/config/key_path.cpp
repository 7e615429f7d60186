#include "config/key_path.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/csv_text.hpp"
#include "config/describe.hpp"

namespace iptwsim::config {
namespace {

constexpr std::string_view any_name = "NAME"; // as describe_keys writes a user's name

/// The keys that a map may have, by its path among describe_keys; `NAME` alone for a map of a user's names.
std::vector<std::string> keys_below(std::string const& map) {
  std::string const prefix = map.empty() ? "" : map + ".";
  std::vector<std::string> keys;
  for (KeyDescription const& known : describe_keys()) {
    if (!known.path.starts_with(prefix)) continue;
    std::string const key = known.path.substr(prefix.size(), known.path.find('.', prefix.size()) - prefix.size());
    if (keys.empty() || keys.back() != key) keys.push_back(key);
  }
  return keys;
}

bool holds_numbers(std::string const& map) {
  auto const& all = describe_keys();
  return std::any_of(all.begin(), all.end(), [&](auto const& key) { return key.path == map && key.holds_numbers; });
}

std::string join(std::string const& path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

/// The paths below a map that end in these keys.
void add_ending(Node const& map, std::string const& path, std::string const& keys, std::vector<std::string>& found) {
  for (std::size_t k = 0; k < map.keys.size(); ++k) {
    if (path.empty() && map.keys[k].text == "sweep") continue; // its keys are paths
    std::string const here = join(path, map.keys[k].text);
    if (here.ends_with("." + keys)) found.push_back('"' + here + '"');
    if (map.items[k].kind == NodeKind::map) add_ending(map.items[k], here, keys, found);
  }
}

/// The keys whose paths end in these, of this config or, where it has none, of any: `"a"`, `"a" or "b"`; empty if there
/// is none, or many.
std::string ends_in(std::string const& text, Node const& root) {
  std::vector<std::string> paths;
  add_ending(root, "", text, paths);
  if (paths.empty()) {
    for (KeyDescription const& known : describe_keys()) {
      if (known.path.ends_with("." + text)) paths.push_back('"' + known.path + '"');
    }
  }
  return paths.size() > 4 ? "" : fmt::format("{}", fmt::join(paths, " or "));
}

/// in_quotes cuts what is long; of a path each key counts.
std::string path_in_quotes(std::string const& path) {
  bool const is_plain = std::all_of(path.begin(), path.end(), [](char c) { return c >= ' ' && c < 0x7f; });
  return is_plain && path.size() < 200 ? '"' + path + '"' : in_quotes(path);
}

/// The problem of a key that no map has, or of a name that this config does not have.
void report_unknown(std::string const& text, std::string const& map, std::string_view key, std::string_view rest,
                    std::vector<std::string> const& known, Node const& root, Node const& at, Report& report) {
  std::string const near = nearest(std::string(key), known);
  std::string const elsewhere = ends_in(text, root);
  report.add(at, "unknown key " + path_in_quotes(text),
             known.empty() ? map + " has no keys"
                           : fmt::format("{} has {}", map.empty() ? "the config" : map, fmt::join(known, ", ")),
             !near.empty()        ? fmt::format("did you mean \"{}\"?", join(map, near) + std::string(rest))
             : !elsewhere.empty() ? fmt::format("did you mean {}?", elsewhere)
                                  : "write the keys from the top of the config, with dots between");
}

} // namespace

std::optional<KeyPath> find_key(std::string const& text, Node const& root, Node const& at, Report& report) {
  KeyPath path;
  std::string described;    // the path among describe_keys
  Node const* here = &root; // the map reached, if the config has it
  for (std::string_view rest = text;;) {
    std::string const map = text_of(path);
    std::vector<std::string> known = keys_below(described);
    bool const has_numbers = holds_numbers(described);
    if (here != nullptr && here->kind == NodeKind::rejected) return std::nullopt;
    bool const is_map = here == nullptr || here->kind == NodeKind::map || here->kind == NodeKind::empty;
    if (!is_map && (has_numbers || !known.empty())) {
      report.add(at, fmt::format("{} is {}", map, shown(*here)), "it has no key " + in_quotes(rest),
                 fmt::format("write {} as a map in the config", map));
      return std::nullopt;
    }
    if (has_numbers && !rest.empty()) {
      path.emplace_back(rest);
      return path;
    }
    std::string_view const key = rest.substr(0, rest.find('.'));
    bool const is_last = key.size() == rest.size();
    bool const is_any_name = known.size() == 1 && known.front() == any_name;
    if (is_any_name) { // of the config; the last may be new
      known.clear();
      if (here != nullptr) {
        for (Node const& name : here->keys) known.push_back(name.text);
      }
      if (is_last && !key.empty()) known.emplace_back(key);
    }
    rest.remove_prefix(key.size());
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      report_unknown(text, map, key, rest, known, root, at, report);
      return std::nullopt;
    }
    path.emplace_back(key);
    if (is_last) return path;
    rest.remove_prefix(1);
    described = join(described, is_any_name ? any_name : key);
    if (here != nullptr) here = here->find(key);
  }
}

void put(Node& root, KeyPath const& path, Node value, Node const& at) {
  bool const is_taken_out = value.kind == NodeKind::empty && value.text == "null";
  Node const place{.source = at.source, .line = at.line, .column = at.column};
  Node* map = &root;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (map->kind != NodeKind::map) {
      *map = place; // it was empty
      map->kind = NodeKind::map;
    }
    Node* next = map->find(path[i]);
    if (next == nullptr && is_taken_out) return;
    if (next != nullptr && is_taken_out && i + 1 == path.size()) {
      auto const index = next - map->items.data();
      map->items.erase(map->items.begin() + index);
      map->keys.erase(map->keys.begin() + index);
      return;
    }
    if (next == nullptr) {
      map->keys.push_back(place);
      map->keys.back().kind = NodeKind::scalar;
      map->keys.back().text = path[i];
      next = &map->items.emplace_back(place);
    }
    map = next;
  }
  *map = std::move(value);
}

bool overlap(KeyPath const& a, KeyPath const& b) {
  std::size_t const common = std::min(a.size(), b.size());
  return std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(common), b.begin());
}

std::string text_of(KeyPath const& path) { return fmt::format("{}", fmt::join(path, ".")); }

} // namespace iptwsim::config
