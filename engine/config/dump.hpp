#pragma once
// The resolved config: what a result carries, and what runs again as it stands (JSON is YAML).

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "config/study.hpp"

namespace iptwsim {

/// JSON with every default filled in, in the order of the lists of fields; load_study reads it back to the same study.
std::string dump_study(Study const& study);

/// The same with the key `sweep`.
std::string dump_study(Study const& study, nlohmann::ordered_json const& sweep);

} // namespace iptwsim
