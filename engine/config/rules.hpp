#pragma once
// What one field alone cannot say: rules between fields, and spellings whose feature comes later.

#include "config/node.hpp"
#include "config/study.hpp"

namespace iptwsim::config {

/// Reports values whose shape belongs to a later version and a study without estimators, and marks them so that no
/// reader complains of them again.
void check_shapes(Node& root, Report& report);

/// Rules that hold between the keys of a study, as far as it could be read.
void check_rules(Study const& study, Node const& root, Report& report);

} // namespace iptwsim::config
