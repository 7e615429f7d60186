#pragma once
// Toy number types with four lanes: an array, each operation element by element through the functions of number.hpp on
// double (Lane4) or of single.hpp on float (Single4). They need no SIMD hardware. A template on V that gives other bits
// in a lane of Lane4 than it gives as double with that lane's input is wrong: it mixes lanes or branches on data.

#include <array>
#include <cstddef>

#include "math/number.hpp"
#include "math/single.hpp"

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

/// T: double or float.
template <class T> struct Four {
  std::array<T, 4> lane{};

  Four() = default;
  Four(double all) : lane{T(all), T(all), T(all), T(all)} {} // implicit, as SIMD types broadcast
  Four(float all) : Four(static_cast<double>(all)) {}
  Four(T a, T b, T c, T d) : lane{a, b, c, d} {}

  T operator[](std::size_t i) const { return lane[i]; }

  template <class Function> static Four map(Four const& a, Function function) {
    return {function(a.lane[0]), function(a.lane[1]), function(a.lane[2]), function(a.lane[3])};
  }
  template <class Function> static Four map(Four const& a, Four const& b, Function function) {
    return {function(a.lane[0], b.lane[0]), function(a.lane[1], b.lane[1]), function(a.lane[2], b.lane[2]),
            function(a.lane[3], b.lane[3])};
  }
  template <class Function> static Lane4Mask compare(Four const& a, Four const& b, Function function) {
    return {{function(a.lane[0], b.lane[0]), function(a.lane[1], b.lane[1]), function(a.lane[2], b.lane[2]),
             function(a.lane[3], b.lane[3])}};
  }

  friend Four operator+(Four a, Four b) {
    return map(a, b, [](T x, T y) { return x + y; });
  }
  friend Four operator-(Four a, Four b) {
    return map(a, b, [](T x, T y) { return x - y; });
  }
  friend Four operator*(Four a, Four b) {
    return map(a, b, [](T x, T y) { return x * y; });
  }
  friend Four operator/(Four a, Four b) {
    return map(a, b, [](T x, T y) { return x / y; });
  }
  friend Four operator-(Four a) {
    return map(a, [](T x) { return -x; });
  }
  Four& operator+=(Four b) { return *this = *this + b; }
  Four& operator-=(Four b) { return *this = *this - b; }
  Four& operator*=(Four b) { return *this = *this * b; }
  Four& operator/=(Four b) { return *this = *this / b; }

  friend Lane4Mask operator<(Four a, Four b) {
    return compare(a, b, [](T x, T y) { return x < y; });
  }
  friend Lane4Mask operator<=(Four a, Four b) {
    return compare(a, b, [](T x, T y) { return x <= y; });
  }
  friend Lane4Mask operator>(Four a, Four b) { return b < a; }
  friend Lane4Mask operator>=(Four a, Four b) { return b <= a; }
  friend Lane4Mask operator==(Four a, Four b) {
    return compare(a, b, [](T x, T y) { return x == y; });
  }
  friend Lane4Mask operator!=(Four a, Four b) { return !(a == b); }

  friend Four select(Lane4Mask mask, Four yes, Four no) {
    for (std::size_t i = 0; i < 4; ++i) no.lane[i] = mask.lane[i] ? yes.lane[i] : no.lane[i];
    return no;
  }
  friend Four maximum(Four a, Four b) {
    return map(a, b, [](T x, T y) { return math::maximum(x, y); });
  }
  friend Four minimum(Four a, Four b) {
    return map(a, b, [](T x, T y) { return math::minimum(x, y); });
  }
  friend Four absolute(Four a) {
    return map(a, [](T x) { return math::absolute(x); });
  }
  friend Four square_root(Four a) {
    return map(a, [](T x) { return math::square_root(x); });
  }
  friend Four power_of_two(Four k) {
    return map(k, [](T x) { return math::power_of_two(x); });
  }
  friend Four scale_by(Four a, Four b) {
    return map(a, b, [](T x, T y) { return math::scale_by(x, y); });
  }
  friend Four exponent_of(Four a) {
    return map(a, [](T x) { return math::exponent_of(x); });
  }
  friend Four mantissa_of(Four a) {
    return map(a, [](T x) { return math::mantissa_of(x); });
  }
  friend T get_lane(Four const& a, int i) { return a.lane[static_cast<std::size_t>(i)]; }
  friend void set_lane(Four& a, int i, T value) { a.lane[static_cast<std::size_t>(i)] = value; }
};

using Lane4 = Four<double>;
using Single4 = Four<float>;

inline Single4 narrow(Lane4 const& a) {
  using math::narrow;
  return {narrow(a[0]), narrow(a[1]), narrow(a[2]), narrow(a[3])};
}
inline Lane4 widen(Single4 const& a) {
  using math::widen;
  return {widen(a[0]), widen(a[1]), widen(a[2]), widen(a[3])};
}

} // namespace iptwsim::test

namespace iptwsim::math {

template <> struct NumberTraits<test::Lane4> {
  using Mask = test::Lane4Mask;
  using Single = test::Single4;
  static constexpr int lanes = 4, interleave = 3, accumulators = 5; // odd ones, so that ends are left over
};

template <> struct NumberTraits<test::Single4> {
  using Mask = test::Lane4Mask;
  static constexpr int lanes = 4, interleave = 5, accumulators = 7;
  static constexpr bool single = true;
};

} // namespace iptwsim::math
