#pragma once
// A toy number type with four lanes: an array, each operation element by element through the double functions of
// number.hpp. It needs no SIMD hardware. A template on V that gives other bits in a lane of Lane4 than it gives as
// double with that lane's input is wrong: it mixes lanes or branches on data.

#include <array>
#include <cstddef>

#include "math/number.hpp"

namespace iptwsim::test {

struct Lane4Mask {
  std::array<bool, 4> lane{};

  friend Lane4Mask operator&(Lane4Mask a, Lane4Mask b) {
    for (std::size_t i = 0; i < 4; ++i) a.lane[i] = a.lane[i] && b.lane[i];
    return a;
  }
  friend Lane4Mask operator|(Lane4Mask a, Lane4Mask b) {
    for (std::size_t i = 0; i < 4; ++i) a.lane[i] = a.lane[i] || b.lane[i];
    return a;
  }
  friend Lane4Mask operator!(Lane4Mask a) {
    for (bool& value : a.lane) value = !value;
    return a;
  }
  friend bool any(Lane4Mask a) { return a.lane[0] || a.lane[1] || a.lane[2] || a.lane[3]; }
};

struct Lane4 {
  std::array<double, 4> lane{};

  Lane4() = default;
  Lane4(double all) : lane{all, all, all, all} {} // implicit, as SIMD types broadcast
  Lane4(double a, double b, double c, double d) : lane{a, b, c, d} {}

  double operator[](std::size_t i) const { return lane[i]; }

  template <class Function> static Lane4 map(Lane4 const& a, Function function) {
    return {function(a.lane[0]), function(a.lane[1]), function(a.lane[2]), function(a.lane[3])};
  }
  template <class Function> static Lane4 map(Lane4 const& a, Lane4 const& b, Function function) {
    return {function(a.lane[0], b.lane[0]), function(a.lane[1], b.lane[1]), function(a.lane[2], b.lane[2]),
            function(a.lane[3], b.lane[3])};
  }
  template <class Function> static Lane4Mask compare(Lane4 const& a, Lane4 const& b, Function function) {
    return {{function(a.lane[0], b.lane[0]), function(a.lane[1], b.lane[1]), function(a.lane[2], b.lane[2]),
             function(a.lane[3], b.lane[3])}};
  }

  friend Lane4 operator+(Lane4 a, Lane4 b) {
    return map(a, b, [](double x, double y) { return x + y; });
  }
  friend Lane4 operator-(Lane4 a, Lane4 b) {
    return map(a, b, [](double x, double y) { return x - y; });
  }
  friend Lane4 operator*(Lane4 a, Lane4 b) {
    return map(a, b, [](double x, double y) { return x * y; });
  }
  friend Lane4 operator/(Lane4 a, Lane4 b) {
    return map(a, b, [](double x, double y) { return x / y; });
  }
  friend Lane4 operator-(Lane4 a) {
    return map(a, [](double x) { return -x; });
  }
  Lane4& operator+=(Lane4 b) { return *this = *this + b; }
  Lane4& operator-=(Lane4 b) { return *this = *this - b; }
  Lane4& operator*=(Lane4 b) { return *this = *this * b; }
  Lane4& operator/=(Lane4 b) { return *this = *this / b; }

  friend Lane4Mask operator<(Lane4 a, Lane4 b) {
    return compare(a, b, [](double x, double y) { return x < y; });
  }
  friend Lane4Mask operator<=(Lane4 a, Lane4 b) {
    return compare(a, b, [](double x, double y) { return x <= y; });
  }
  friend Lane4Mask operator>(Lane4 a, Lane4 b) { return b < a; }
  friend Lane4Mask operator>=(Lane4 a, Lane4 b) { return b <= a; }
  friend Lane4Mask operator==(Lane4 a, Lane4 b) {
    return compare(a, b, [](double x, double y) { return x == y; });
  }
  friend Lane4Mask operator!=(Lane4 a, Lane4 b) { return !(a == b); }

  friend Lane4 select(Lane4Mask mask, Lane4 yes, Lane4 no) {
    for (std::size_t i = 0; i < 4; ++i) no.lane[i] = mask.lane[i] ? yes.lane[i] : no.lane[i];
    return no;
  }
  friend Lane4 maximum(Lane4 a, Lane4 b) { return map(a, b, math::maximum); }
  friend Lane4 minimum(Lane4 a, Lane4 b) { return map(a, b, math::minimum); }
  friend Lane4 absolute(Lane4 a) { return map(a, math::absolute); }
  friend Lane4 square_root(Lane4 a) { return map(a, math::square_root); }
  friend Lane4 power_of_two(Lane4 k) { return map(k, math::power_of_two); }
  friend Lane4 scale_by(Lane4 a, Lane4 b) { return map(a, b, math::scale_by); }
  friend Lane4 exponent_of(Lane4 a) { return map(a, math::exponent_of); }
  friend Lane4 mantissa_of(Lane4 a) { return map(a, math::mantissa_of); }
  friend double get_lane(Lane4 const& a, int i) { return a.lane[static_cast<std::size_t>(i)]; }
  friend void set_lane(Lane4& a, int i, double value) { a.lane[static_cast<std::size_t>(i)] = value; }
};

} // namespace iptwsim::test

namespace iptwsim::math {

template <> struct NumberTraits<test::Lane4> {
  using Mask = test::Lane4Mask;
  static constexpr int lanes = 4, interleave = 3, accumulators = 5; // odd ones, so that ends are left over
};

} // namespace iptwsim::math
