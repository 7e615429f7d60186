#pragma once
// Between the cumulative hazard e = -log S of a time and its latent standard normal z, P(T <= t) = Phi(z):
//
//   hazard_of_latent(z) = -log Phi(-z),   latent_of_hazard(e) its inverse
//
// A low z is an early time. Both keep their relative accuracy in both tails (about 1e-15 times the condition of the
// function), as the arguments of neither are near 1: below z = 0 by log1p and expm1, then by log and exp, and above
// z = 30 (e = 454), before Phi(-z) runs out of range, by Laplace's expansion of the upper tail, solved by Newton steps.
//   -Inf <-> 0, +Inf <-> +Inf; e < 0 or NaN -> NaN.

#include "math/constants.hpp"
#include "math/expm1.hpp"
#include "math/log1p.hpp"
#include "math/normal.hpp"

namespace iptwsim {
namespace detail {

/// Phi(-z) z / phi(z) for z >= 30: 1 - 1/z^2 + 3/z^4 - 15/z^6 + 105/z^8 - 945/z^10, the rest is below 2e-14.
template <class V> V far_mills_ratio(V z) {
  V const w = V(1.0) / (z * z);
  return math::horner(w, -945.0, 105.0, -15.0, 3.0, -1.0, 1.0);
}

template <class V> V far_hazard_of_latent(V z) {
  double const log_root_two_pi = 0.9189385332046727;
  return z * z * V(0.5) + (math::log(z) + V(log_root_two_pi) - math::log(far_mills_ratio(z)));
}

} // namespace detail

template <class V> V hazard_of_latent(V z) {
  using math::absolute, math::any, math::select;
  V const smaller_tail = math::normal_cdf(-absolute(z));
  // log1p(-tail) below 0, log(tail) above, with one logarithm for both (math/log1p.hpp).
  auto const is_low = z < V(0.0);
  V const rest = V(1.0) - smaller_tail;
  V const logarithm = math::log(select(is_low, rest, smaller_tail));
  V const corrected = logarithm * (-smaller_tail / (rest - V(1.0)));
  V const result = -select(is_low, select(rest == V(1.0), -smaller_tail, corrected), logarithm);
  auto const is_far = !(z < V(30.0));
  return any(is_far) ? select(is_far, detail::far_hazard_of_latent(z), result) : result;
}

/// The derivative of hazard_of_latent: phi(z) / Phi(-z).
template <class V> V latent_hazard_slope(V z) {
  using math::select;
  V const middle = math::normal_density(z) / math::normal_cdf(-z);
  return select(z < V(30.0), middle, z / detail::far_mills_ratio(z));
}

template <class V> V latent_of_hazard(V e) {
  using math::any, math::maximum, math::select, math::square_root;
  double const log_two = 0.6931471805599453, far_from = 454.3212440; // about hazard_of_latent(30)
  auto const is_low = e < V(log_two);
  V const quantile = math::normal_quantile(select(is_low, -math::expm1(-e), math::exp(-e))); // of the smaller tail
  V const result = select(is_low, quantile, -quantile);
  auto const is_far = !(e < V(far_from));
  if (!any(is_far)) return result;
  V far = square_root(maximum(e, V(far_from)) * V(2.0)); // off by log(z)/z at most, which each step squares
  for (int step = 0; step < 4; ++step) {
    far = far - (detail::far_hazard_of_latent(far) - e) * detail::far_mills_ratio(far) / far;
  }
  return select(is_far, select(e == V(math::infinity), e, far), result);
}

} // namespace iptwsim
