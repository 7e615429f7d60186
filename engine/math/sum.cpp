#include "math/sum.hpp"

#include <cmath>

#include "math/constants.hpp"

namespace iptwsim::math {

double sum(std::span<double const> values) {
  double total = 0;
  for (double const x : values) total += x;
  return total;
}

double compensated_sum(std::span<double const> values) {
  double total = 0;
  double lost = 0;
  for (double const x : values) {
    double const next = total + x;
    lost += std::fabs(total) >= std::fabs(x) ? (total - next) + x : (x - next) + total;
    total = next;
  }
  return std::isfinite(total) ? total + lost : total;
}

double mean(std::span<double const> values) {
  if (values.empty()) return not_a_number;
  return sum(values) / static_cast<double>(values.size());
}

double sample_variance(std::span<double const> values) {
  if (values.size() < 2) return not_a_number;
  double const n = static_cast<double>(values.size());
  double const centre = mean(values);
  double squares = 0;
  double rest = 0;
  for (double const x : values) {
    double const deviation = x - centre;
    squares += deviation * deviation;
    rest += deviation;
  }
  return (squares - rest * rest / n) / (n - 1);
}

} // namespace iptwsim::math
