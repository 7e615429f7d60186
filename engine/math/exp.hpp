#pragma once
// exp(x) in plain IEEE double operations: the same bits from every compiler, processor and lane width.
//
//   k = round(x / ln 2),  r = x - k ln 2 in [-0.3466, 0.3466],  exp(x) = 2^k (1 + r + r^2 q(r))
//
// Cody-Waite reduction with ln 2 in two parts (W. J. Cody and W. Waite, Software Manual for the Elementary Functions,
// 1980, ch. 6); k ln2_high is exact because ln2_high ends in zeros. q holds the Taylor terms 1/2! ... 1/13!, the rest
// is below 0.04 ulp. 2^k goes into the exponent where all results are normal, else it is applied in two halves, so that
// subnormal results are rounded once.
//
// Error: at most 0.75 ulp, subnormal results at most 0.8 (1e7 arguments against 113-bit arithmetic: 0.718 and 0.784).
// exp(0) = 1 exactly. Edge cases: +Inf -> +Inf, -Inf -> 0, NaN -> NaN, above 709.79 -> +Inf, below -745.14 -> 0.

#include "math/constants.hpp"
#include "math/number.hpp"
#include "math/polynomial.hpp"

namespace iptwsim::math {

/// The nearest integer, ties to even, for |x| < 2^51.
template <class V> V round_to_integer(V x) {
  V const magic(6755399441055744.0); // 1.5 * 2^52: the sum has no bits after the point
  return (x + magic) - magic;
}

inline constexpr double exp_shift = 6755399441055744.0; // 1.5 * 2^52

/// exp(x) 2^-k, with shifted = k + exp_shift.
template <class V> IPTWSIM_HOT V exp_fraction(V x, V shifted) {
  V const k = shifted - V(exp_shift);
  V const high = x - k * V(ln2_high);
  V const low = k * V(ln2_low);
  V const r = high - low;
  V const r_lost = (high - r) - low;

  V const r2 = r * r;
  V const even = horner(r2, 1.0 / 479001600, 1.0 / 3628800, 1.0 / 40320, 1.0 / 720, 1.0 / 24, 0.5);
  V const odd = horner(r2, 1.0 / 6227020800, 1.0 / 39916800, 1.0 / 362880, 1.0 / 5040, 1.0 / 120, 1.0 / 6);
  V const tail = r2 * (even + r * odd);

  V const head = V(1.0) + r;
  V const head_lost = (V(1.0) - head) + r;
  return head + (head_lost + (r_lost + tail));
}

/// Any x. Beyond the bounds the result is +Inf or 0; NaN becomes the lower bound and is put back at the end.
template <class V> [[gnu::noinline]] V exp_anywhere(V x) {
  V const inside = minimum(maximum(x, V(-746.0)), V(710.0));
  V const shifted = inside * V(1.4426950408889634) + V(exp_shift);
  V const fraction = exp_fraction(inside, shifted);
  V const k = shifted - V(exp_shift), half = round_to_integer(k * V(0.5));
  V const result = (fraction * power_of_two(half)) * power_of_two(k - half);
  return select(x == x, result, V(not_a_number));
}

template <class V> IPTWSIM_HOT V exp(V x) {
  if (any(!(absolute(x) <= V(708.0)))) return exp_anywhere(x);
  V const shifted = x * V(1.4426950408889634) + V(exp_shift);
  return scale_by(exp_fraction(x, shifted), shifted); // the same number: 2^k is exact, and so are its halves
}

} // namespace iptwsim::math
