#pragma once
// What made a result. results_version rises when a change alters numbers on purpose; CHANGELOG.md says which and why.

#include <cstdint>
#include <string_view>

namespace iptwsim {

inline constexpr std::string_view program_version = "0.1.0";
inline constexpr std::int64_t results_version = 2;

} // namespace iptwsim
