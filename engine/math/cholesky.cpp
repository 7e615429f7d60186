#include "math/cholesky.hpp"

#include "core/error.hpp"

namespace iptwsim::math {

// (A^-1)(i,i) = sum_{k >= i} w_k^2 / d_k with L w = e_i, over the pivots that were kept.
std::vector<double> inverse_diagonal(std::span<double const> factor, std::size_t p) {
  IPTWSIM_EXPECTS(factor.size() == p * p);
  std::vector<double> diagonal(p, not_a_number);
  std::vector<double> w(p);
  for (std::size_t i = 0; i < p; ++i) {
    if (!(factor[i * p + i] > 0)) continue;
    w[i] = 1;
    double total = 1 / factor[i * p + i];
    for (std::size_t k = i + 1; k < p; ++k) {
      double value = 0;
      for (std::size_t j = i; j < k; ++j) value -= factor[k * p + j] * w[j];
      double const d = factor[k * p + k];
      w[k] = d > 0 ? value : 0;
      if (d > 0) total += value * value / d;
    }
    diagonal[i] = total;
  }
  return diagonal;
}

} // namespace iptwsim::math
