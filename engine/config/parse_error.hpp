#pragma once
// The YAML library's complaints in words that a person can use.

#include <string>

namespace iptwsim::config {

struct ParseError {
  std::string what;
  std::string why;
  std::string advice;
};

/// `message` is what the library says, without a place.
ParseError explain(std::string const& message);

} // namespace iptwsim::config
