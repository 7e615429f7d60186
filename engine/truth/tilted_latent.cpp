#include "truth/tilted_latent.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "math/normal.hpp"
#include "truth/lagrange.hpp"

namespace iptwsim {
namespace {

constexpr double reach = 9;          // |X| beyond has probability 2e-19, and is put here
constexpr double kernel_reach = 8.5; // Phi is 0 or 1 to 1e-17 beyond

} // namespace

TiltedLatent::TiltedLatent(double correlation, std::size_t tilts)
    : correlation_(correlation), noise_(std::sqrt((1 - correlation) * (1 + correlation))), tilts_(tilts) {
  IPTWSIM_EXPECTS(correlation >= 0 && correlation < 1);
  spacing_ = std::min(1.0, correlation > 0 ? noise_ / (8 * correlation) : 1.0);
  nodes_ = static_cast<std::size_t>(std::ceil(2 * reach / spacing_)) + lagrange_nodes;
  mass_.assign(nodes_ * (tilts_ + 1), 0.0);
}

void TiltedLatent::add(double x, std::span<double const> h) {
  IPTWSIM_EXPECTS(h.size() == tilts_);
  // Node j is at -reach + (j - 4) spacing: the place lies between the two middle nodes of ten.
  double const place = (std::clamp(x, -reach, reach) + reach) / spacing_;
  double const first = std::floor(place);
  auto const weights = lagrange_weights(place - first + 4);
  double* node = mass_.data() + static_cast<std::size_t>(first) * (tilts_ + 1);
  for (double const weight : weights) {
    for (std::size_t k = 0; k < tilts_; ++k) node[k] += h[k] * weight;
    node[tilts_] += weight;
    node += tilts_ + 1;
  }
}

void TiltedLatent::finish() {
  std::size_t const width = tilts_ + 1;
  tail_.assign((nodes_ + 1) * width, 0.0);
  if (correlation_ == 0) return mass_.assign(nodes_ * width, 0.0);
  std::vector<double> total(width, 0.0);
  for (std::size_t i = 0; i < mass_.size(); ++i) total[i % width] += mass_[i];
  for (std::size_t j = 0; j < nodes_; ++j) {
    double const whole = mass_[j * width + tilts_] / total[tilts_];
    for (std::size_t k = 0; k < tilts_; ++k) mass_[j * width + k] = mass_[j * width + k] / total[k] - whole;
  }
  for (std::size_t i = nodes_ * width; i-- > 0;) tail_[i] = tail_[i + width] + mass_[i];
}

void TiltedLatent::at(double q, std::span<double> survival, std::span<double> density) const {
  IPTWSIM_EXPECTS(survival.size() == tilts_ && density.size() == tilts_ && !tail_.empty());
  std::size_t const width = tilts_ + 1;
  double const whole_survival = math::normal_cdf(-q), whole_density = math::normal_density(q);
  std::fill(survival.begin(), survival.end(), 0.0);
  std::fill(density.begin(), density.end(), 0.0);
  auto const node_near = [&](double latent) { // the first node from s x = latent on
    if (correlation_ == 0) return nodes_;
    double const place = (latent / correlation_ + reach) / spacing_ + 4;
    return static_cast<std::size_t>(std::clamp(std::ceil(place), 0.0, static_cast<double>(nodes_)));
  };
  std::size_t const from = node_near(q - kernel_reach * noise_), to = node_near(q + kernel_reach * noise_);
  for (std::size_t j = from; j < to; ++j) {
    double const x = -reach + (static_cast<double>(j) - 4) * spacing_;
    double const z = (correlation_ * x - q) / noise_;
    double const above = math::normal_cdf(z), here = math::normal_density(z);
    for (std::size_t k = 0; k < tilts_; ++k) {
      survival[k] += mass_[j * width + k] * above;
      density[k] += mass_[j * width + k] * here;
    }
  }
  for (std::size_t k = 0; k < tilts_; ++k) {
    survival[k] = whole_survival + (survival[k] + tail_[to * width + k]);
    density[k] = whole_density + density[k] / noise_;
  }
}

double TiltedLatent::median(std::size_t tilt) const {
  std::vector<double> survival(tilts_), density(tilts_);
  double low = -kernel_reach, high = kernel_reach;
  for (;;) {
    double const middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) return middle;
    at(middle, survival, density);
    (survival[tilt] > 0.5 ? low : high) = middle;
  }
}

} // namespace iptwsim
