#pragma once
// From YAML text to nodes. What YAML allows and a config does not need is reported here: tabs that indent, anchors and
// aliases, tags, a second document, keys given twice, text that is not UTF-8.

#include <string>

#include "config/node.hpp"

namespace iptwsim::config {

/// The top of the document; of kind `rejected` if it cannot be read. `source` is the report's number of the text.
Node parse_yaml(std::string const& text, Report& report, int source = 0);

} // namespace iptwsim::config
