#pragma once
// Where two resolved configs part: for people who think that they are the same.

#include <string>

namespace iptwsim {

/// The first key whose value differs, and both values: "bootstrap.replicates is 2000 there and 1000 here". Both texts
/// are of dump_study(); what is no JSON is only said to be different.
std::string config_difference(std::string const& there, std::string const& here);

} // namespace iptwsim
