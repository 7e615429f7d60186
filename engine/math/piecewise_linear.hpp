#pragma once
// A nondecreasing piecewise linear function of x >= 0 through the origin, and its inverse.
//
//   y(x) = y_k + slope_k (x - from_k) for from_k <= x <= from_{k+1},  from_0 = 0,  y_0 = 0,  slope_k >= 0
//   inverse(y) = inf{x : y(x) >= y}, +Inf where y is never reached; 0 for y <= 0
//
// A cumulative hazard with constant pieces (x is time), and hazard ratios that change (x is the cumulative hazard of
// the control arm). Pieces may have no length, and may begin at +Inf: then they are never entered.

#include <cstddef>
#include <vector>

#include "math/constants.hpp"
#include "math/number.hpp"

namespace iptwsim::math {

class PiecewiseLinear {
public:
  /// from[0] = 0, from nondecreasing, as many slopes.
  PiecewiseLinear(std::vector<double> from, std::vector<double> slopes);

  std::vector<double> const& from() const { return from_; }

  template <class V> V operator()(V x) const {
    V y = times(slopes_[0], x);
    for (std::size_t k = 1; k < from_.size(); ++k) {
      y = select(x > V(from_[k]), V(value_[k]) + times(slopes_[k], x - V(from_[k])), y);
    }
    return y;
  }

  template <class V> V inverse(V y) const {
    V x = inverse_in_piece(0, y);
    for (std::size_t k = 1; k < from_.size(); ++k) x = select(y > V(value_[k]), inverse_in_piece(k, y), x);
    return select(y <= V(0.0), V(0.0), x);
  }

  /// The slope at x, at a change the one after it.
  template <class V> V slope(V x) const {
    V value(slopes_[0]);
    for (std::size_t k = 1; k < from_.size(); ++k) value = select(x >= V(from_[k]), V(slopes_[k]), value);
    return value;
  }

private:
  template <class V> static V times(double slope, V length) { // 0 * Inf is 0 here
    return slope == 0 ? V(0.0) : V(slope) * length;
  }

  /// For y in (value[k], value[k+1]]; kept within the piece, whose ends are rounded.
  template <class V> V inverse_in_piece(std::size_t k, V y) const {
    if (slopes_[k] == 0) return V(infinity);
    V const x = V(from_[k]) + (y - V(value_[k])) / V(slopes_[k]);
    return k + 1 < from_.size() ? minimum(x, V(from_[k + 1])) : x;
  }

  std::vector<double> from_, slopes_;
  std::vector<double> value_; ///< y at from
};

} // namespace iptwsim::math
