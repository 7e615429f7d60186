#include "scenario/covariate_families.hpp"

#include <cmath>

#include "core/error.hpp"

namespace iptwsim {

double GammaCovariate::value_of(double latent) const {
  double const tail = math::normal_cdf(-math::absolute(latent));
  return scale * (latent < 0 ? math::gamma_p_inverse(shape, tail) : math::gamma_q_inverse(shape, tail));
}

double SteppedCovariate::value_of(double latent) const {
  auto const above = std::lower_bound(thresholds.begin(), thresholds.end(), latent);
  return values[static_cast<std::size_t>(above - thresholds.begin())];
}

double SteppedCovariate::redrawn(double latent, double within) const {
  auto const above = std::lower_bound(thresholds.begin(), thresholds.end(), latent);
  double const low = above == thresholds.begin() ? -math::infinity : *(above - 1);
  double const high = above == thresholds.end() ? math::infinity : *above;
  return LatentTruncation(low, high).apply(within);
}

SteppedCovariate make_steps(std::vector<double> values, std::vector<double> const& weights) {
  IPTWSIM_EXPECTS(!values.empty() && values.size() == weights.size());
  std::size_t const n = weights.size();
  std::vector<double> above(n + 1); // above[i] = weights i, i + 1, ...
  for (std::size_t i = n; i-- > 0;) above[i] = above[i + 1] + weights[i];

  SteppedCovariate steps{{}, std::move(values)};
  steps.thresholds.reserve(n - 1);
  double below = 0;
  for (std::size_t i = 0; i + 1 < n; ++i) {
    below += weights[i];
    double const tail = std::min(below, above[i + 1]) / above[0];
    steps.thresholds.push_back(below < above[i + 1] ? math::normal_quantile(tail) : -math::normal_quantile(tail));
  }
  return steps;
}

// p(k) relative to that of the likeliest k, from there outwards by p(k + 1) = p(k) mean / (k + 1), until no latent
// normal of a double reaches further.
SteppedCovariate make_poisson(double mean, double low, double high) {
  constexpr double smallest = 1e-300;
  double const first = std::ceil(std::max(low, 0.0)), last = std::floor(high);
  IPTWSIM_EXPECTS(first <= last);
  double const mode = std::clamp(std::floor(mean), first, last);

  std::vector<double> values, weights;
  double weight = 1;
  for (double k = mode; k > first && weight > smallest; --k) {
    weight *= k / mean;
    values.push_back(k - 1);
    weights.push_back(weight);
  }
  std::reverse(values.begin(), values.end());
  std::reverse(weights.begin(), weights.end());
  weight = 1;
  for (double k = mode; k <= last && weight > smallest; ++k) {
    values.push_back(k);
    weights.push_back(weight);
    weight *= mean / (k + 1);
  }
  return make_steps(std::move(values), weights);
}

} // namespace iptwsim
