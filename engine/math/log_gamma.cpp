#include "core/error.hpp"
#include "math/gamma.hpp"
#include "math/gamma_parts.hpp"

namespace iptwsim::math {
namespace {

/// log Gamma(2 + s) = s (1 - gamma) + sum_{k >= 2} (-1)^k (zeta(k) - 1) s^k / k on |s| <= 1/2, the rest below 1e-18.
double log_gamma_at_two(double s) {
  double const series =
      horner(s, -6.4229645638381e-11, 1.330476437424449e-10, -2.7595228851242334e-10, 5.731367241678862e-10,
             -1.1921401405860912e-09, 2.4836745438024785e-09, -5.183475041970047e-09, 1.0838659214896955e-08,
             -2.2711094608943164e-08, 4.7698101693639804e-08, -1.0043224823968099e-07, 2.1207184805554665e-07,
             -4.492469198764566e-07, 9.55141213040742e-07, -2.039215753801366e-06, 4.374866789907488e-06,
             -9.439488275268397e-06, 2.050721277567069e-05, -4.492623673813314e-05, 9.945751278180853e-05,
             -0.00022315475845357939, 0.0005096695247430425, -0.001192753911703261, 0.0028905103307415234,
             -0.007385551028673986, 0.020580808427784546, -0.0673523010531981, 0.3224670334241132);
  return s * (0.42278433509846713 + s * series);
}

} // namespace

double log_gamma_of_one_plus(double a) {
  IPTWSIM_EXPECTS(a > -0.5);
  return a <= 0.5 ? log_gamma_at_two(a) - log_of_one_plus(a) : log_gamma(1 + a);
}

double log_gamma(double x) {
  IPTWSIM_EXPECTS(x > 0 || x != x);
  if (x < 0.5) return log_gamma_of_one_plus(x) - log(x);
  if (x < 1.5) return log_gamma_at_two(x - 1) - log(x);
  if (x < 10) {
    double product = 1;
    while (x > 2.5) {
      x -= 1;
      product *= x;
    }
    return log_gamma_at_two(x - 2) + log(product);
  }
  if (x == infinity) return x;
  return (x - 0.5) * log(x) - x + (0.9189385332046728 + stirling_rest(x)); // log(2 pi) / 2
}

} // namespace iptwsim::math
