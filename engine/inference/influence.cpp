#include "inference/influence.hpp"

#include <array>
#include <cmath>

#include "math/sum.hpp"

namespace iptwsim {

double stacked_standard_error(std::span<double const> influence) {
  double squares = 0;
  for (double const value : influence) squares += value * value;
  return std::sqrt(squares);
}

double jackknife_standard_error(std::span<double const> left_out) {
  double const n = static_cast<double>(left_out.size());
  return (n - 1) * std::sqrt(math::sample_variance(left_out) / n);
}

std::vector<double> bca_influence(std::span<double const> values, double estimate, Acceleration kind,
                                  ResampleScheme scheme, std::vector<std::uint8_t> const& treated) {
  bool const by_arm = scheme == ResampleScheme::within_arm;
  auto const stratum = [&](std::size_t i) { return by_arm ? treated[i] : std::uint8_t{0}; };
  std::array<double, 2> n{}, sum{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    n[stratum(i)] += 1;
    sum[stratum(i)] += values[i];
  }
  std::vector<double> out;
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::size_t const s = stratum(i);
    bool const jackknife = kind == Acceleration::jackknife;
    double const centre = by_arm ? sum[s] / n[s] : 0; // over the whole cohort they sum to 0 by themselves
    out.push_back(jackknife ? (n[s] - 1) * (estimate - values[i]) : n[s] * (values[i] - centre));
  }
  return out;
}

double acceleration(std::span<double const> influence) {
  double squares = 0, cubes = 0;
  for (double const value : influence) {
    squares += value * value;
    cubes += value * value * value;
  }
  return cubes / (6 * (squares * std::sqrt(squares)));
}

} // namespace iptwsim
