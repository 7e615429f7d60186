#pragma once
// std::visit for row loops: comparisons in their place instead of a table of functions and a check that throws, neither
// of which a kernel may leave to the linker (math/lanes.hpp).

#include <cstddef>
#include <variant>

#include "math/number.hpp"

namespace iptwsim {

/// function(the alternative that is there); all give the same type.
template <std::size_t I = 0, class Function, class... T>
IPTWSIM_HOT auto with_alternative(std::variant<T...> const& variant, Function const& function) {
  if constexpr (I + 1 == sizeof...(T)) {
    return function(*std::get_if<I>(&variant));
  } else {
    if (variant.index() == I) return function(*std::get_if<I>(&variant));
    return with_alternative<I + 1>(variant, function);
  }
}

} // namespace iptwsim
