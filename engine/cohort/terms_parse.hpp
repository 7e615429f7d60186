#pragma once
// What the parser of terms and the spelling of their columns share.

#include <cstddef>
#include <optional>
#include <string_view>

#include "cohort/terms.hpp"

namespace iptwsim {

/// Where the bracket of a function stands that `text` begins with: 3 for `log(x)`; none for `age (years)`.
std::optional<std::size_t> call_bracket(std::string_view text);

/// `size >= 5` taken apart at its sign.
struct Comparison {
  Transform transform = Transform::above;
  std::string_view left, right; ///< without blanks around
};

/// The first sign of comparison outside brackets and backticks that has something to its left; none in `<=20`.
std::optional<Comparison> comparison_in(std::string_view text);

/// `>`, `>=`, `<` or `<=` of an indicator.
std::string_view sign_of(Transform transform);

/// Whether an indicator's comparison holds.
constexpr bool holds(Transform transform, double x, double threshold) {
  switch (transform) {
  case Transform::above:
    return x > threshold;
  case Transform::at_least:
    return x >= threshold;
  case Transform::below:
    return x < threshold;
  default:
    return x <= threshold;
  }
}

} // namespace iptwsim
