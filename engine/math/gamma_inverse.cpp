#include "core/error.hpp"
#include "math/gamma.hpp"
#include "math/gamma_parts.hpp"
#include "math/normal.hpp"

namespace iptwsim::math {
namespace {

enum class Tail { lower, upper };

/// A first x, from the exact limit for small x or from the cube root of X being nearly normal (E. B. Wilson and M. M.
/// Hilferty, Proc. Nat. Acad. Sci. 17, 1931, 684-688); 0 where x is below a double.
double first_guess(double a, double probability, Tail tail) {
  // P <= x^a / Gamma(a + 1), nearly equal for small x, so this is below the root
  double const log_lower = tail == Tail::lower ? log(probability) : log_of_one_plus(-probability);
  double const log_small = (log_lower + log_gamma_of_one_plus(a)) / a;
  if (log_small < -2 || (tail == Tail::lower && a < 1)) return exp(log_small);
  double const z = tail == Tail::lower ? normal_quantile(probability) : -normal_quantile(probability);
  double const root = 1 - 1 / (9 * a) + z / (3 * square_root(a));
  double const cube = a * (root * root * root);
  if (tail == Tail::upper) return a < 1 ? -log(probability) : maximum(cube, 0.1 * a); // Q <= e^-x for a <= 1
  double const small = exp(log_small);
  return root > 0 ? maximum(cube, small) : small;
}

/// For a probability in (0, 1/2].
double invert(double a, double probability, Tail tail) {
  constexpr double small_enough = 1e-9; // in log probability: the error after the step is its square
  constexpr double longest_step = 40;   // in log x, for the first
  double x = first_guess(a, probability, tail);
  for (int step = 0; step < 100 && x > 1e-290; ++step) {
    GammaTails const tails = gamma_tails(a, x);
    double const got = tail == Tail::lower ? tails.lower : tails.upper;
    if (!(got > 0 && tails.slope > 0)) { // a first guess beyond what a double can tell
      x *= tail == Tail::lower ? 1.25 : 0.8;
      continue;
    }
    double const ratio = got / probability;
    double const excess = ratio > 0.5 && ratio < 2 ? log(ratio) : log(got) - log(probability);
    double const change = excess * (got / tails.slope);
    double const move = minimum(maximum(change, -longest_step), longest_step);
    x *= exp(tail == Tail::lower ? -move : move);
    if (absolute(excess) < small_enough) break;
  }
  return x;
}

} // namespace

double gamma_p_inverse(double a, double p) {
  IPTWSIM_EXPECTS(a > 0);
  if (p == 0) return 0;
  if (p == 1) return infinity;
  if (!(p > 0 && p < 1)) return not_a_number;
  return p <= 0.5 ? invert(a, p, Tail::lower) : invert(a, 1 - p, Tail::upper);
}

double gamma_q_inverse(double a, double q) {
  IPTWSIM_EXPECTS(a > 0);
  if (q == 0) return infinity;
  if (q == 1) return 0;
  if (!(q > 0 && q < 1)) return not_a_number;
  return q <= 0.5 ? invert(a, q, Tail::upper) : invert(a, 1 - q, Tail::lower);
}

} // namespace iptwsim::math
