#pragma once
// The checks of a map that do not depend on the types of its values.

#include <string>
#include <string_view>

#include "config/kinds.hpp"
#include "config/node.hpp"

namespace iptwsim::config {

/// Every key known, every required key there.
void check_keys(Node const& map, std::string_view name, FieldNames const& names, Report& report);

/// A name that a user gives: a letter or _, then letters, digits and _; it becomes a label and part of an address.
void check_name(Node const& key, std::string_view kind, Report& report);

/// The problem of a value that should be a map with these keys.
void report_no_map(Node const& node, Field const& field, FieldNames const& names, Report& report);

} // namespace iptwsim::config
