#pragma once
// KEY=VALUE from the command line, in place of what the config has there. KEY is a path of keys joined by dots, VALUE
// is YAML; `null` takes the key out. The keys of a sweep are themselves paths: sweep.cohort.synthetic.n=[85, 120].

#include <string>
#include <vector>

#include "config/key_path.hpp"
#include "config/node.hpp"

namespace iptwsim::config {

/// A key that was set, and where.
struct SetKey {
  KeyPath path;
  Node at; ///< of the setting's source
};

/// Sets one after the other; problems are those of a source called `--set KEY=VALUE`. A text without KEY= is an Error
/// of usage.
std::vector<SetKey> apply_settings(Node& root, std::vector<std::string> const& settings, Report& report);

} // namespace iptwsim::config
