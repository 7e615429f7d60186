#include "cohort/terms_spline.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "math/quantile.hpp"

namespace iptwsim {

std::vector<double> spline_knots(std::vector<double> values, int k) {
  IPTWSIM_EXPECTS(k >= 3 && k <= 7 && !values.empty());
  std::sort(values.begin(), values.end());
  double const outer = k == 3 ? 0.10 : k < 7 ? 0.05 : 0.025;
  std::vector<double> knots;
  for (int j = 0; j < k; ++j) knots.push_back(math::quantile(values, outer + j * ((1 - 2 * outer) / (k - 1))));
  return knots;
}

std::vector<double> spline_column(std::span<double const> values, std::span<double const> knots, std::size_t j) {
  std::size_t const k = knots.size();
  IPTWSIM_EXPECTS(k >= 3 && j >= 1 && j + 2 <= k);
  auto const cube = [](double x, double knot) {
    double const u = std::max(x - knot, 0.0);
    return u * u * u;
  };
  double const last = knots[k - 1], before = knots[k - 2], here = knots[j - 1];
  double const range = last - knots[0];
  double const scale = range * range;
  double const to_before = (last - here) / (last - before);
  double const to_last = (before - here) / (last - before);
  std::vector<double> column;
  column.reserve(values.size());
  for (double const x : values) {
    column.push_back((cube(x, here) - cube(x, before) * to_before + cube(x, last) * to_last) / scale);
  }
  return column;
}

} // namespace iptwsim
