#pragma once
// What can be written in a config, from the same lists of fields that read it.

#include <string>
#include <vector>

namespace iptwsim {

struct KeyDescription {
  std::string path = {};          ///< "estimators.rmst.tau", "endpoints.NAME.time"
  std::string type = {};          ///< "number above 0", "one of efron, breslow", "list of texts", "map"
  std::string default_value = {}; ///< JSON; empty if there is none
  bool is_required = false;       ///< within its map
  std::string unless = {};        ///< what makes it not required, as in Field; empty: nothing
  bool holds_numbers = false;     ///< a map of a user's names to numbers
  std::string doc = {};
};

/// Every key of a config, a map before the keys in it.
std::vector<KeyDescription> const& describe_keys();

/// The same for people: a line each, with names that are not available yet.
std::string key_help();

} // namespace iptwsim
