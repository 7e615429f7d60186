#pragma once
// What a scenario has at a key that a sweep changes, resolved: 0.2 and 0.20 are one value, so are [ate] and ate.

#include <string>

#include <nlohmann/json.hpp>

#include "config/key_path.hpp"
#include "config/node.hpp"
#include "config/study.hpp"

namespace iptwsim::config {

/// The value at a path of find_key, as short as reads back to the same; null if it is not there.
nlohmann::ordered_json value_at(Study const& study, KeyPath const& path);

/// A value as it was written, unresolved: every scalar a text.
nlohmann::ordered_json written_value(Node const& node);

/// `85`, `overlap`, `[0.01, 0.99]`, `{hazard_ratio: 0.2}`, `none` for null. Different values of a key have different
/// texts, which name scenarios and decide the draws of a scenario of its own: frozen.
std::string value_text(nlohmann::ordered_json const& value);

} // namespace iptwsim::config
