#pragma once
// From the nodes of one scenario to its study.

#include <filesystem>
#include <string>

#include "config/node.hpp"
#include "config/study.hpp"

namespace iptwsim::config {

/// The text of a config; Error if it cannot be read or is no config by its size or its bytes.
std::string read_config_text(std::filesystem::path const& file);

/// The top of a config, whose problems so far are reported; `rejected` unless it is a map.
Node parse_config_text(std::string const& text, Report& report);

/// Reads a map without `sweep` and checks it; may change it on the way.
Study read_study(Node& root, Report& report);

} // namespace iptwsim::config
