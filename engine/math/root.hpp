#pragma once
// The root of an increasing continuous function of one number, by bisection: no derivative, no start to choose, and the
// same steps everywhere. For setting up, not for row loops: it may take a thousand evaluations.
//
// [-step, step] is widened by doubling until it holds the root, then halved until its ends are neighbours; of these the
// end nearer to the root is the result. No root below 1e300: an end of the widened range.

#include "math/number.hpp"

namespace iptwsim::math {

template <class Function> double root_of_increasing(Function const& function, double step) {
  double low = -step, high = step;
  while (function(low) > 0 && low > -1e300) low *= 2;
  while (function(high) < 0 && high < 1e300) high *= 2;
  for (;;) {
    double const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    double const value = function(middle);
    if (value == 0) return middle;
    (value < 0 ? low : high) = middle;
  }
  return absolute(function(low)) < absolute(function(high)) ? low : high;
}

} // namespace iptwsim::math
