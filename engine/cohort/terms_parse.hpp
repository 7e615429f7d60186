#pragma once
// What the parser of terms and the spelling of their columns share.

#include <cstddef>
#include <optional>
#include <string_view>

namespace iptwsim {

/// Where the bracket of a function stands that `text` begins with: 3 for `log(x)`; none for `age (years)`.
std::optional<std::size_t> call_bracket(std::string_view text);

} // namespace iptwsim
