#include "core/error.hpp"
#include "math/gamma.hpp"
#include "math/gamma_parts.hpp"
#include "math/normal.hpp"

// The ranges (after DiDonato and Morris 1986):
//   a >= 50 and |x - a| <= 0.3 a          the uniform expansion
//   x < 1.1 and P >= 0.4 or so, a < 0.83  Q by the series of its difference from 1
//   x < 1.1, or x < about a               P by its series
//   otherwise                             Q by its continued fraction
namespace iptwsim::math {
namespace {

constexpr double sqrt_two_pi = 2.5066282746310005;
constexpr double relative_end = 0x1p-54; // a term that no longer changes the sum

/// x^a e^-x / Gamma(a + 1)
double leading_factor(double a, double x) {
  if (a >= 10) return exp(-a * log_excess(a, x) - stirling_rest(a)) / (sqrt_two_pi * square_root(a));
  if (x > 1e4) return 0;             // where x^a could be infinite
  double const half = exp(-0.5 * x); // twice, so that only the product is subnormal
  return half * (half * exp(a * log(x) - log_gamma_of_one_plus(a)));
}

/// P = x^a e^-x / Gamma(a + 1) (1 + x / (a + 1) + x^2 / ((a + 1)(a + 2)) + ...)
GammaTails by_lower_series(double a, double x, double factor) {
  double sum = 1, term = 1;
  for (double n = a + 1; term > sum * relative_end; ++n) {
    term *= x / n;
    sum += term;
  }
  double const lower = minimum(factor * sum, 1.0);
  return {lower, 1 - lower, a * factor};
}

/// P = (1 + d) (1 + r) and Q = -d - (1 + d) r with d = x^a / Gamma(a + 1) - 1,
/// r = a sum_{n >= 1} (-x)^n / (n! (a + n)).
GammaTails by_upper_series(double a, double x, double factor) {
  double sum = 0, power = 1;
  for (double n = 1;; ++n) {
    power *= -x / n;
    double const term = power / (a + n);
    sum += term;
    if (absolute(term) <= absolute(sum) * relative_end) break;
  }
  double const d = exp_minus_one(a * log(x) - log_gamma_of_one_plus(a));
  double const upper = -d - (1 + d) * (a * sum);
  return {1 - upper, upper, a * factor};
}

/// Q = x^a e^-x / Gamma(a) 1/(x + 1 - a - 1 (1 - a)/(x + 3 - a - 2 (2 - a)/(x + 5 - a - ...))), by Lentz's method
/// (I. J. Thompson and A. R. Barnett, J. Comput. Phys. 64, 1986, 490-509).
GammaTails by_continued_fraction(double a, double x, double factor) {
  constexpr double tiny = 1e-300;
  double b = x + 1 - a;
  double c = 1 / tiny;
  double d = 1 / b;
  double fraction = d;
  for (double n = 1; n < 10000; ++n) {
    double const numerator = -n * (n - a);
    b += 2;
    double const below = numerator * d + b;
    double const ratio = b + numerator / c;
    d = 1 / (absolute(below) < tiny ? tiny : below);
    c = absolute(ratio) < tiny ? tiny : ratio;
    double const change = d * c;
    fraction *= change;
    if (absolute(change - 1) <= relative_end * 2) break;
  }
  double const upper = a * factor * fraction;
  return {1 - upper, upper, a * factor};
}

/// Q = Phi(-eta sqrt(a)) + S, P = Phi(eta sqrt(a)) - S, eta^2 / 2 = mu - log(1 + mu), mu = (x - a) / a,
/// S = exp(-a eta^2 / 2) / sqrt(2 pi a) sum_k C_k(eta) a^-k (Temme 1979; NIST DLMF 8.12). C_k as power series: with
/// C_0 = 1/mu - 1/eta = sum_n d_0n eta^n, d_kn = (n + 2) d_(k-1)(n+2) - d_(k-1)1 d_0n, in rational arithmetic.
GammaTails by_uniform_expansion(double a, double x) {
  double const mu = (x - a) / a;
  double const half_square = log_excess(a, x);
  double const size = square_root(2 * half_square);
  double const eta = mu < 0 ? -size : size;
  double const c0 = horner(eta, 9.14769958223679e-10, -4.382036018453353e-09, 1.0261809784240309e-08,
                           6.707853543401498e-09, -1.7665952736826078e-07, 8.296711340953087e-07, -1.85406221071516e-06,
                           -2.185448510679992e-06, 3.919263178522438e-05, -0.0001787551440329218, 0.0003527336860670194,
                           0.0011574074074074073, -0.014814814814814815, 0.08333333333333333, -0.3333333333333333);
  double const c1 = horner(eta, 1.1951628599778148e-08, -5.752545603517705e-08, 1.378633446915721e-07,
                           4.647127802807434e-09, -1.6120900894563446e-06, 7.64916091608111e-06,
                           -1.8098550334489977e-05, -4.018775720164609e-07, 0.00020576131687242798,
                           -0.0009902263374485596, 0.0026455026455026454, -0.003472222222222222, -0.001851851851851852);
  double const c2 = horner(eta, -1.409252991086752e-08, -2.0477098421990866e-10, 1.4280614206064242e-07,
                           -6.298992138380055e-07, 1.3721957309062934e-06, 3.423578734096138e-08,
                           -1.2760635188618728e-05, 5.2923448829120125e-05, -0.0001073665322636516,
                           2.0093878600823047e-06, 0.0007716049382716049, -0.0026813271604938273, 0.004133597883597883);
  double const c3 =
      horner(eta, -1.6958404091930278e-07, -2.7861080291528143e-11, 1.4230900732435883e-06, -5.6749528269915965e-06,
             1.1082654115347302e-05, -2.396505113867297e-07, -7.561801671883977e-05, 0.00026772063206283885,
             -0.0004691894943952557, 0.00022947209362139917, 0.0006494341563786008);
  double const c4 = horner(eta, -1.6954149536558305e-06, 2.507497226237533e-10, 1.1375726970678419e-05,
                           -3.968365047179435e-05, 6.641498215465122e-05, -1.4638452578843418e-06,
                           -0.0002990724803031902, 0.0007840392217200666, -0.0008618882909167117);
  double const c5 =
      horner(eta, 8.018470256334202e-06, -1.3594048189768693e-05, 1.419062920643967e-07, 6.797780477937208e-05,
             -0.00019932570516188847, 0.0002772753244959392, -6.972813758365857e-05, -0.00033679855336635813);
  double const c6 = horner(eta, 5.61168275310625e-05, -8.153969367561969e-05, 7.902353232660328e-07,
                           0.0002708782096718045, -0.0005921664373536939, 0.0005313079364639922);
  double const inverse = 1 / a;
  double const sum =
      c0 + inverse * (c1 + inverse * (c2 + inverse * (c3 + inverse * (c4 + inverse * (c5 + inverse * c6)))));
  double const density = exp(-a * half_square) / (sqrt_two_pi * square_root(a));
  double const rest = density * sum;
  double const z = size * square_root(a);
  double const tail = normal_cdf(-z);
  double const slope = a * density * exp(-stirling_rest(a));
  if (mu < 0) return {tail - rest, (1 - tail) + rest, slope};
  return {(1 - tail) - rest, tail + rest, slope};
}

} // namespace

GammaTails gamma_tails(double a, double x) {
  IPTWSIM_EXPECTS(a > 0 && a < infinity && !(x < 0));
  if (x != x) return {not_a_number, not_a_number, not_a_number};
  if (x == 0) return {0, 1, 0};
  if (x == infinity) return {1, 0, 0};
  if (a >= 50 && absolute(x - a) <= 0.3 * a) return by_uniform_expansion(a, x);
  bool const is_lower = x < a;
  double const factor = leading_factor(a, x);
  if (factor == 0) return is_lower ? GammaTails{0, 1, 0} : GammaTails{1, 0, 0};
  if (x < 1.1) {
    bool const is_mostly_below = x < 0.5 ? a * -log(x) < 0.4 : a < 0.75 * x;
    return is_mostly_below ? by_upper_series(a, x, factor) : by_lower_series(a, x, factor);
  }
  return x - 1 / (3 * x) > a ? by_continued_fraction(a, x, factor) : by_lower_series(a, x, factor);
}

} // namespace iptwsim::math
