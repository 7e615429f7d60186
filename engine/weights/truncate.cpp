#include "weights/truncate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace iptwsim {

double frequency_quantile(std::vector<std::pair<double, double>>& weighted, double p) {
  if (weighted.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::sort(weighted.begin(), weighted.end());
  double n = 0;
  for (auto const& [value, frequency] : weighted) n += frequency;
  double const h = 1 + std::max(n - 1, 0.0) * p, j = std::floor(h), r = h - j;
  auto const at = [&](double rank) { // rounding of the sum may leave the last rank out of reach: it is the largest
    double cumulative = 0;
    for (auto const& [value, frequency] : weighted) {
      cumulative += frequency;
      if (cumulative >= rank) return value;
    }
    return weighted.back().first;
  };
  return r == 0 ? at(j) : (1 - r) * at(j) + r * at(j + 1);
}

std::array<std::array<double, 2>, 2> truncation_limits(TruncateOptions const& options, ArmsOfLane const& arms,
                                                       LaneValues weights, LaneValues frequency) {
  bool const by_arm = options.within == TruncationScope::arm;
  std::array<std::array<double, 2>, 2> limits{};
  std::vector<std::pair<double, double>> among;
  for (std::size_t arm = 0; arm < 2; ++arm) {
    if (arm == 1 && !by_arm) {
      limits[1] = limits[0];
      break;
    }
    among.clear();
    for (std::size_t i = 0; i < arms.n; ++i) {
      if (frequency[i] > 0 && (!by_arm || arms.treated(i) == (arm == 1))) among.emplace_back(weights[i], frequency[i]);
    }
    for (std::size_t side = 0; side < 2; ++side) {
      limits[arm][side] = frequency_quantile(among, options.quantiles[side]);
    }
  }
  return limits;
}

} // namespace iptwsim
