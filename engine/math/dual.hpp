#pragma once
// A number with a derivative: value + slope * epsilon, epsilon^2 = 0 (forward-mode differentiation). As the number type
// of the row loops it turns the whole analysis into its own derivative, exactly, with nothing derived by hand:
// inference/influence.hpp moves one patient's frequency and reads off how every estimate moves.
//
// Comparisons, masks and selections look at the value alone, so a Dual takes the same path as a double and its value
// has the same bits. Newton's methods differentiate themselves; change_size keeps an iteration going until the
// derivative rests too.
// Where a function has a kink (minimum at a tie) the slope is that of the branch taken.

#include "math/exp.hpp"
#include "math/log.hpp"
#include "math/number.hpp"

namespace iptwsim::math {

struct Dual {
  double value = 0, slope = 0;

  constexpr Dual() = default;
  constexpr Dual(double v) : value(v) {} // NOLINT: a number is a constant
  constexpr Dual(double v, double s) : value(v), slope(s) {}

  friend constexpr Dual operator+(Dual a, Dual b) { return {a.value + b.value, a.slope + b.slope}; }
  friend constexpr Dual operator-(Dual a, Dual b) { return {a.value - b.value, a.slope - b.slope}; }
  friend constexpr Dual operator*(Dual a, Dual b) { return {a.value * b.value, a.slope * b.value + a.value * b.slope}; }
  friend constexpr Dual operator/(Dual a, Dual b) {
    double const quotient = a.value / b.value;
    return {quotient, (a.slope - quotient * b.slope) / b.value};
  }
  friend constexpr Dual operator-(Dual a) { return {-a.value, -a.slope}; }

  friend constexpr bool operator<(Dual a, Dual b) { return a.value < b.value; }
  friend constexpr bool operator<=(Dual a, Dual b) { return a.value <= b.value; }
  friend constexpr bool operator>(Dual a, Dual b) { return a.value > b.value; }
  friend constexpr bool operator>=(Dual a, Dual b) { return a.value >= b.value; }
  friend constexpr bool operator==(Dual a, Dual b) { return a.value == b.value; }
};

template <> struct NumberTraits<Dual> {
  using Mask = bool;
  static constexpr int lanes = 1;
};

constexpr Dual select(bool mask, Dual yes, Dual no) { return mask ? yes : no; }
constexpr Dual maximum(Dual a, Dual b) { return a > b ? a : b; }
constexpr Dual minimum(Dual a, Dual b) { return a < b ? a : b; }
inline Dual absolute(Dual x) { return x.value < 0 ? -x : x; }
inline Dual change_size(Dual x) { return absolute(x.value) + absolute(x.slope); }
inline Dual square_root(Dual x) {
  double const root = square_root(x.value);
  return {root, x.slope / (2 * root)};
}
inline double get_lane(Dual x, int) { return x.value; }
inline void set_lane(Dual& x, int, double value) { x = value; }

/// Specialisations, because the templates of the row loops name math::exp and math::log before they see a Dual.
template <> inline Dual exp<Dual>(Dual x) {
  double const value = exp(x.value);
  return {value, value * x.slope};
}
template <> inline Dual log<Dual>(Dual x) { return {log(x.value), x.slope / x.value}; }

} // namespace iptwsim::math
