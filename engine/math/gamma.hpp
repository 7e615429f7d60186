#pragma once
// The logarithm of the gamma function, the regularized incomplete gamma functions and their inverses:
//
//   P(a, x) = 1/Gamma(a) integral_0^x t^(a-1) e^-t dt,  Q(a, x) = 1 - P(a, x),  a > 0, x >= 0
//
// log_gamma: Taylor series at 2 (from the zeta function) after recurrence, Stirling's series from 10 on.
// gamma_tails: both functions, each tail from a formula for itself; gamma_tails.cpp has the ranges. After N. M. Temme
//   (Math. Comp. 29, 1975, 1109-1114; SIAM J. Math. Anal. 10, 1979, 757-766) and A. R. DiDonato and A. H. Morris
//   (ACM TOMS 12, 1986, 377-393).
// gamma_p_inverse, gamma_q_inverse: Newton's method on log P or log Q, whichever is below log 1/2, as a function of
//   log x. Both are concave (the density of the logarithm of a gamma variable is log-concave), so that from the second
//   step on it approaches the root from one side and needs no bracket.
// E[X] = a and Var[X] = a for the variable with distribution function P(a, .). A Poisson variable K of mean m has
//   P(K <= k) = Q(k + 1, m).
//
// log_gamma has a relative error of at most 1e-15, also beside its zeros at 1 and 2; P and Q each one of at most
// 5e-15 (1 + |log P|) (40,000 arguments against mpmath: 3.4e-15); an inverse gives back its probability to as much, or
// to the spacing of x. The time does not grow with a: an inverse takes about a microsecond.

namespace iptwsim::math {

/// x > 0.
double log_gamma(double x);

struct GammaTails {
  double lower = 0; ///< P(a, x)
  double upper = 0; ///< Q(a, x)
  double slope = 0; ///< dP / d log x = x^a e^-x / Gamma(a)
};

/// 0 < a < Inf; x >= 0, or NaN, which gives NaN.
GammaTails gamma_tails(double a, double x);

inline double gamma_p(double a, double x) { return gamma_tails(a, x).lower; }
inline double gamma_q(double a, double x) { return gamma_tails(a, x).upper; }

/// x with P(a, x) = p: 0 for p = 0, Inf for p = 1, NaN outside [0, 1]. Below 5e-324 it is 0.
double gamma_p_inverse(double a, double p);

/// x with Q(a, x) = q; keeps the accuracy of a small upper tail.
double gamma_q_inverse(double a, double q);

} // namespace iptwsim::math
