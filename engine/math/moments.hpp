#pragma once
// Mean and sum of squares about it, which can be formed apart and merged (T. F. Chan, G. H. Golub and R. J. LeVeque,
// The American Statistician 37, 1983, 242-247):
//   mean = x_1 + sum_i (x_i - x_1) / n,   m2 = sum_i (x_i - mean)^2 - (sum_i (x_i - mean))^2 / n
//   merged: d = mean_b - mean_a, n = n_a + n_b, mean = mean_a + d n_b / n, m2 = m2_a + m2_b + d^2 n_a n_b / n
// All sums run from the first value to the last. Merging is not associative in floating point: who merges always does
// so in one order. No values: all zero, which changes nothing that it is merged with. Equal values: m2 is exactly 0.

#include <algorithm>
#include <limits>
#include <span>

namespace iptwsim::math {

struct Moments {
  double n = 0;    ///< a whole number
  double mean = 0; ///< 0 where n = 0
  double m2 = 0;   ///< sum of squares about the mean

  /// m2 / (n - 1); NaN for n < 2.
  double variance() const { return n < 2 ? std::numeric_limits<double>::quiet_NaN() : m2 / (n - 1); }

  bool operator==(Moments const&) const = default;
};

/// Of the finite values that each(visit) gives to visit(x), the same ones in the same order every time.
template <class Each> Moments moments_of(Each each) {
  double n = 0, first = 0, total = 0;
  each([&](double x) {
    if (n == 0) first = x;
    total += x - first;
    n += 1;
  });
  if (n == 0) return {};
  double const mean = first + total / n;
  double squares = 0, rest = 0;
  each([&](double x) {
    double const deviation = x - mean;
    squares += deviation * deviation;
    rest += deviation;
  });
  return {n, mean, std::max(0.0, squares - rest * rest / n)};
}

inline Moments moments(std::span<double const> values) {
  return moments_of([&](auto visit) {
    for (double const x : values) visit(x);
  });
}

/// The moments of a's values followed by b's.
inline Moments merge(Moments const& a, Moments const& b) {
  if (a.n == 0) return b;
  if (b.n == 0) return a;
  double const n = a.n + b.n, d = b.mean - a.mean;
  return {n, a.mean + d * (b.n / n), a.m2 + b.m2 + d * d * (a.n * b.n / n)};
}

} // namespace iptwsim::math
