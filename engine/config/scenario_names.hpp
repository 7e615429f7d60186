#pragma once
// What scenarios are called: by what differs, as short as is clear.

#include <string>
#include <vector>

#include "config/key_path.hpp"

namespace iptwsim::config {

/// A label for each path: its last key, with further keys of it where that is another path's last key, too:
/// `n`, `control.scale` and `treated.scale`, `os.hazard_ratio` and `pfs.hazard_ratio`.
std::vector<std::string> short_names(std::vector<KeyPath> const& paths);

} // namespace iptwsim::config
