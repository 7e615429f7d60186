#pragma once
// What the gamma functions share. Arguments are double: none of them is called once a patient and replicate.

#include "math/exp.hpp"
#include "math/log.hpp"
#include "math/polynomial.hpp"

namespace iptwsim::math {

/// log(1 + y): the rounding of 1 + y is taken back (W. Kahan).
inline double log_of_one_plus(double y) {
  double const u = 1 + y;
  return u == 1 ? y : log(u) * (y / (u - 1));
}

/// exp(y) - 1, in the same way.
inline double exp_minus_one(double y) {
  double const u = exp(y);
  if (u == 1) return y;
  return absolute(y) > 1 ? u - 1 : (u - 1) * (y / log(u));
}

/// log Gamma(1 + a) for a > -1/2, relative to its own size also near its zeros at 0 and 1.
double log_gamma_of_one_plus(double a);

/// log Gamma(x) - ((x - 1/2) log x - x + log(2 pi) / 2) for x >= 10 by Stirling's series; the rest is below 6e-17.
inline double stirling_rest(double x) {
  double const inverse = 1 / x;
  return inverse * horner(inverse * inverse, -3617.0 / 122400, 1.0 / 156, -691.0 / 360360, 1.0 / 1188, -1.0 / 1680,
                          1.0 / 1260, -1.0 / 360, 1.0 / 12);
}

/// mu - log(1 + mu) >= 0 with mu = (x - a) / a, so 1 + mu = x / a. With s = mu / (2 + mu):
/// mu s - 2 s^3 (1/3 + s^2/5 + s^4/7 + ...).
inline double log_excess(double a, double x) {
  double const mu = (x - a) / a;
  if (mu < -0.4 || mu > 0.6) return mu - log(x / a);
  double const s = mu / (2 + mu); // |s| <= 1/4
  double const s2 = s * s;
  double const series = horner(s2, 1.0 / 31, 1.0 / 29, 1.0 / 27, 1.0 / 25, 1.0 / 23, 1.0 / 21, 1.0 / 19, 1.0 / 17,
                               1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3);
  return s * (mu - 2 * s2 * series);
}

} // namespace iptwsim::math
