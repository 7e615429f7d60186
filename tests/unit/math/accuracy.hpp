#pragma once
// Helpers of the accuracy tests: errors in ulps against long double, arguments drawn from a fixed sequence, and the
// comparison of a template's four lanes with its double.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>

#include <gtest/gtest.h>

#include "math/number.hpp"
#include "support/lane4.hpp"

namespace iptwsim::test {

inline constexpr double inf = std::numeric_limits<double>::infinity();
inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// |got - exact| in units of the last place of a double near `exact`.
inline double ulps(double got, long double exact) {
  int exponent = 0;
  std::frexp(exact, &exponent);
  long double const unit = std::ldexp(1.0L, std::max(exponent - 53, -1074));
  return static_cast<double>(std::fabs(static_cast<long double>(got) - exact) / unit);
}

inline double relative_error(double got, long double exact) {
  return static_cast<double>(std::fabs((static_cast<long double>(got) - exact) / exact));
}

/// A fixed sequence of 64-bit words (splitmix64), so that these tests need no engine.
class Words {
public:
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  double between(double low, double high) { return low + (high - low) * (static_cast<double>(next() >> 11) * 0x1p-53); }
  double any_bits() { return std::bit_cast<double>(next()); }

private:
  std::uint64_t state_ = 0;
};

inline std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }

/// Each lane of function(Lane4) has the bits of function(double) with that lane's argument.
template <class Function> void expect_equal_lanes(Function function, std::span<double const> arguments) {
  std::size_t const n = arguments.size();
  for (std::size_t i = 0; i < n; ++i) {
    Lane4 const x(arguments[i], arguments[(i + 1) % n], arguments[(i + n / 2) % n], arguments[n - 1 - i]);
    Lane4 const y = function(x);
    for (std::size_t lane = 0; lane < 4; ++lane) ASSERT_EQ(bits(y[lane]), bits(function(x[lane]))) << x[lane];
  }
}

} // namespace iptwsim::test
