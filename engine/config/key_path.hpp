#pragma once
// A key by its path of keys joined by dots, cohort.synthetic.n, as a sweep and --set name it. In a map of names to
// numbers the rest of the path is the name, dots and all: cohort.synthetic.treatment.log_odds.size > 5.5.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/node.hpp"

namespace iptwsim::config {

using KeyPath = std::vector<std::string>;

/// `text` taken apart, if there may be such a key in a config whose top is `root`; else a problem at `at`.
std::optional<KeyPath> find_key(std::string const& text, Node const& root, Node const& at, Report& report);

/// The value at a path, with the maps on the way. An explicit `null` takes the key out instead. The path is of find_key
/// and this root; `at` is where new maps are said to stand.
void put(Node& root, KeyPath const& path, Node value, Node const& at);

/// Whether one of two paths leads through the other, or to it.
bool overlap(KeyPath const& a, KeyPath const& b);

/// With dots between.
std::string text_of(KeyPath const& path);

} // namespace iptwsim::config
