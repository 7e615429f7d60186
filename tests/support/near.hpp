#pragma once
// Agreement of two numbers that may be NaN or infinite.

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace iptwsim::test {

/// Both NaN, both the same infinity, or |a - b| <= tolerance * max(1, |a|, |b|).
inline testing::AssertionResult same(double a, double b, double tolerance = 1e-10) {
  if ((std::isnan(a) && std::isnan(b)) || a == b) return testing::AssertionSuccess();
  if (std::fabs(a - b) <= tolerance * std::max({1.0, std::fabs(a), std::fabs(b)})) return testing::AssertionSuccess();
  return testing::AssertionFailure() << a << " and " << b << " differ by " << a - b;
}

} // namespace iptwsim::test
