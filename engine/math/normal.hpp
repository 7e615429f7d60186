#pragma once
// The standard normal distribution: density, distribution function and its inverse, in our own exp and log.
//
// normal_cdf: rational Chebyshev approximations of W. J. Cody (Math. Comp. 23, 1969, 631-637), with the coefficients
//   that his ANORM gives for x itself instead of x / sqrt(2) (Algorithm 715, ACM TOMS 19, 1993, 22-32); three ranges,
//   split at |x| = 0.66291 and sqrt(32). exp(-x^2/2) is formed from x rounded to 1/16, whose square is exact.
//   Relative error: at most 1e-15 (8 ulp) in both tails down to x = -37.5 (2.5e6 arguments against 113-bit arithmetic:
//   9.3e-16, 7.7 ulp); further down results are subnormal, with an error of at most 3 units of 2^-1074. The upper tail
//   is normal_cdf(-x), not 1 - normal_cdf(x).
//   -Inf -> 0, +Inf -> 1, NaN -> NaN.
// normal_quantile: PPND16 of M. J. Wichura (AS 241, Applied Statistics 37, 1988, 477-484), three ranges.
//   Relative error of the result: at most 1e-15 for p in (0, 1/2], down to 5e-324 (2.5e6 arguments: 8.7e-16); above 1/2
//   the argument p itself is the limit. 0 -> -Inf, 1 -> +Inf, outside [0, 1] or NaN -> NaN. normal_quantile(1/2) = 0
//   exactly.
// normal_density: exp(-x^2/2) / sqrt(2 pi), relative error at most 8e-16 (measured: 6.8e-16) where it is not subnormal.

#include "math/constants.hpp"
#include "math/exp.hpp"
#include "math/log.hpp"
#include "math/number.hpp"
#include "math/polynomial.hpp"

namespace iptwsim::math {

/// factor * exp(-x^2/2) without the loss of x^2's rounding: x^2 = c^2 + (x - c)(x + c), c = x to the nearest 1/16.
/// exp(-c^2/4) is applied twice, so that only the product is rounded to a subnormal. |x| is at most 40.
template <class V> V times_exp_of_minus_half_square(V x, V factor) {
  V const near = round_to_integer(x * V(16.0)) * V(0.0625);
  V const rest = (x - near) * (x + near);
  V const root = exp(near * near * V(-0.25));
  return root * (root * (factor * exp(rest * V(-0.5))));
}

template <class V> V normal_density(V x) {
  V const inside = minimum(maximum(x, V(-40.0)), V(40.0));
  return select(x == x, times_exp_of_minus_half_square(inside, V(0.3989422804014327)), V(not_a_number));
}

/// For |x| <= 0.66291: 1/2 + x R(x^2).
template <class V> IPTWSIM_HOT V normal_cdf_centre(V x) {
  V const square = x * x;
  V const ratio =
      horner(square, 0.065682337918207449113, 2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582,
             18154.981253343561249) /
      horner(square, 1.0, 47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956);
  return V(0.5) + x * ratio;
}

template <class V> V normal_cdf(V x) {
  V const inside = minimum(maximum(x, V(-40.0)), V(40.0));
  V const size = absolute(inside);

  auto const is_centre = !(size > V(0.66291));
  if (lanes_v<V> == 1 && any(is_centre)) return select(x == x, normal_cdf_centre(inside), V(not_a_number));

  // 0.66291 < |x| <= sqrt(32): the tail is exp(-x^2/2) R(|x|)
  V const middle =
      horner(size, 1.0765576773720192317e-8, 0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979,
             597.27027639480026226, 2494.5375852903726711, 6848.1904505362823326, 11602.651437647350124,
             9842.7148383839780218) /
      horner(size, 1.0, 22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755,
             18615.571640885098091, 34900.952721145977266, 38912.003286093271411, 19685.429676859990727);

  // |x| > sqrt(32): the tail is exp(-x^2/2) / |x| (1 / sqrt(2 pi) - R(1/x^2) / x^2)
  auto const is_far = size > V(5.656854249492381);
  V ratio = middle;
  if (any(is_far)) {                     // left out where no lane needs it: the bits are the same
    V const far = maximum(size, V(5.0)); // keeps the range not chosen finite
    V const inverse_square = V(1.0) / (far * far);
    V const far_ratio = inverse_square *
                        horner(inverse_square, 0.02307344176494017303, 0.21589853405795699, 0.1274011611602473639,
                               0.022235277870649807, 0.001421619193227893466, 2.9112874951168792e-5) /
                        horner(inverse_square, 1.0, 1.28426009614491121, 0.468238212480865118, 0.0659881378689285515,
                               0.00378239633202758244, 7.29751555083966205e-5);
    V const outer = (V(0.3989422804014327) - far_ratio) / far;

    ratio = select(is_far, outer, middle);
  }
  V const tail = times_exp_of_minus_half_square(size, ratio);
  V const side = select(inside > V(0.0), V(1.0) - tail, tail);
  V const result = lanes_v<V> == 1 ? side : select(is_centre, normal_cdf_centre(inside), side);
  return select(x == x, result, V(not_a_number));
}

// AS 241's numerators and denominators: |p - 1/2| <= 0.425, and beyond to a depth of 5.
inline constexpr double quantile_centre[8] = {
    2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4, 4.5921953931549871457e+4,
    1.3731693765509461125e+4, 1.9715909503065514427e+3, 1.3314166789178437745e+2, 3.3871328727963666080e0};
inline constexpr double quantile_centre_under[8] = {
    5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4,
    5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1, 1.0};
inline constexpr double quantile_middle[8] = {
    7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
    3.64784832476320460504e0,  5.76949722146069140550e0,  4.63033784615654529590e0,  1.42343711074968357734e0};
inline constexpr double quantile_middle_under[8] = {
    1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
    6.89767334985100004550e-1, 1.67638483018380384940e0,  2.05319162663775882187e0,  1.0};

template <class V> V normal_quantile(V p) {
  auto const inner = (p > V(0.0)) & (p < V(1.0));
  V const inside = select(inner, p, V(0.5));
  V const q = inside - V(0.5);

  auto const with_ends = [&](V inner_result) {
    if (!any(!inner)) return inner_result;
    V const end = select(p == V(0.0), V(-infinity), select(p == V(1.0), V(infinity), V(not_a_number)));
    return select(inner, inner_result, end);
  };
  auto const is_tail = absolute(q) > V(0.425);
  V const from_centre = V(0.180625) - q * q;
  if (lanes_v<V> == 1 && !any(is_tail)) { // the bits are the same
    return with_ends(q * horner(from_centre, quantile_centre) / horner(from_centre, quantile_centre_under));
  }

  V const depth = square_root(-log(minimum(inside, V(1.0) - inside))); // at most 27.3

  // Both ranges are ratios of polynomials of one degree: each lane takes the coefficients of its own.
  V const x = select(is_tail, depth - V(1.6), from_centre);
  V const over = chosen_horner(is_tail, x, quantile_middle, quantile_centre);
  V const under = chosen_horner(is_tail, x, quantile_middle_under, quantile_centre_under);
  V const ratio = select(is_tail, V(1.0), q) * over / under;

  // depth > 5: p below 1.4e-11
  auto const is_outer = depth > V(5.0);
  V tail = ratio;
  if (any(is_outer)) {
    V const far = depth - V(5.0);
    V const outer = horner(far, 2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
                           2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e0,
                           5.46378491116411436990e0, 6.65790464350110377720e0) /
                    horner(far, 2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
                           7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
                           5.99832206555887937690e-1, 1.0);

    tail = select(is_outer, outer, ratio);
  }
  return with_ends(select(is_tail, select(q < V(0.0), -tail, tail), ratio));
}

} // namespace iptwsim::math
