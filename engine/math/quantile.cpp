#include "math/quantile.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/error.hpp"
#include "math/constants.hpp"

namespace iptwsim::math {

double quantile(std::span<double const> sorted, double p) {
  IPTWSIM_EXPECTS(p >= 0 && p <= 1);
  IPTWSIM_EXPECTS(std::is_sorted(sorted.begin(), sorted.end()));
  if (sorted.empty()) return not_a_number;
  double const index = 1 + static_cast<double>(sorted.size() - 1) * p;
  double const lower = std::floor(index);
  double const x = sorted[static_cast<std::size_t>(lower) - 1];
  if (lower == index) return x;
  double const next = sorted[static_cast<std::size_t>(lower)];
  if (x == next) return x;
  double const h = index - lower;
  return (1 - h) * x + h * next;
}

} // namespace iptwsim::math
