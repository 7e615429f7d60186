#include "scenario/joint_latents.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.hpp"
#include "math/cholesky.hpp"
#include "math/constants.hpp"
#include "math/normal.hpp"

namespace iptwsim {
namespace {

constexpr double reach = 7.5; // |v| beyond has probability 6e-14 in each direction
constexpr double most_points = 262144;

/// The largest d with covariance - d I positive semidefinite, from below.
double smallest_eigenvalue(std::vector<double> const& covariance, std::size_t n) {
  double low = 0, high = covariance[0];
  for (std::size_t i = 1; i < n; ++i) high = std::min(high, covariance[i * n + i]);
  for (int step = 0; step < 60; ++step) {
    double const middle = 0.5 * (low + high);
    std::vector<double> shifted = covariance;
    for (std::size_t i = 0; i < n; ++i) shifted[i * n + i] -= middle;
    (math::factorize(shifted.data(), n, {.tolerance = 0}) > 0 ? high : low) = middle;
  }
  return low;
}

/// Columns of the largest remaining pivots first; stops where what is left is rounding.
std::vector<std::vector<double>> pivoted_cholesky(std::vector<double> rest, std::size_t n) {
  constexpr double nothing = 1e-12;
  std::vector<std::vector<double>> columns;
  while (columns.size() < n) {
    std::size_t pivot = 0;
    for (std::size_t i = 1; i < n; ++i) {
      if (rest[i * n + i] > rest[pivot * n + pivot]) pivot = i;
    }
    if (!(rest[pivot * n + pivot] > nothing)) break;
    double const root = std::sqrt(rest[pivot * n + pivot]);
    std::vector<double> column(n);
    for (std::size_t i = 0; i < n; ++i) column[i] = rest[i * n + pivot] / root;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) rest[i * n + j] -= column[i] * column[j];
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

/// Calls visit(v, weight) for every point of the grid within reach of 0.
template <class Visit> void for_each_point(std::vector<double> const& spacing, Visit visit) {
  std::size_t const factors = spacing.size();
  std::vector<double> v(factors);
  std::vector<int> last(factors), index(factors);
  for (std::size_t f = 0; f < factors; ++f) {
    last[f] = static_cast<int>(std::floor(reach / spacing[f]));
    index[f] = -last[f];
  }
  for (;;) {
    double square = 0;
    for (std::size_t f = 0; f < factors; ++f) {
      v[f] = index[f] * spacing[f];
      square += v[f] * v[f];
    }
    if (square <= reach * reach) visit(v, math::exp(-0.5 * square));
    std::size_t f = 0;
    while (f < factors && index[f] == last[f]) {
      index[f] = -last[f];
      ++f;
    }
    if (f == factors) return;
    ++index[f];
  }
}

/// 1 above everything, 0 below.
double above(double location, double q, double noise) { return math::normal_cdf((location - q) / noise); }

} // namespace

// Of the correlation matrix: what variances differ by is each one's own.
SharedFactors share_factors(std::vector<double> const& covariance, std::size_t latents) {
  IPTWSIM_EXPECTS(covariance.size() == latents * latents && latents > 0);
  std::vector<double> sd, rest = covariance;
  for (std::size_t i = 0; i < latents; ++i) sd.push_back(std::sqrt(covariance[i * latents + i]));
  for (std::size_t i = 0; i < latents; ++i) {
    for (std::size_t j = 0; j < latents; ++j) rest[i * latents + j] /= i == j ? sd[i] * sd[i] : sd[i] * sd[j];
  }
  double const own = smallest_eigenvalue(rest, latents);
  for (std::size_t i = 0; i < latents; ++i) rest[i * latents + i] -= own;
  auto const columns = pivoted_cholesky(std::move(rest), latents);
  SharedFactors shared{.latents = latents, .factors = columns.size()};
  for (std::size_t c = 0; c < latents; ++c) {
    double left = 1;
    for (auto const& column : columns) {
      shared.factor.push_back(sd[c] * column[c]);
      left -= column[c] * column[c];
    }
    IPTWSIM_EXPECTS(left > 0);
    shared.noise.push_back(sd[c] * std::sqrt(left));
  }
  return shared;
}

LatentPoints grid_of(SharedFactors const& shared, double fineness) {
  std::vector<double> spacing;
  double points = 1;
  for (std::size_t f = 0; f < shared.factors; ++f) {
    double narrow = 1;
    for (std::size_t c = 0; c < shared.latents; ++c) {
      double const ratio = shared.factor[c * shared.factors + f] / shared.noise[c];
      narrow += ratio * ratio;
    }
    spacing.push_back(0.85 / (fineness * std::sqrt(narrow)));
    points *= 2 * reach / spacing.back();
  }
  while (points > most_points) {
    for (double& one : spacing) {
      one *= 1.05;
      points /= 1.05;
    }
  }
  LatentPoints grid{.latents = shared.latents, .noise = shared.noise};
  double total = 0;
  for_each_point(spacing, [&](std::vector<double> const& v, double weight) {
    for (std::size_t c = 0; c < shared.latents; ++c) {
      double location = 0;
      for (std::size_t f = 0; f < shared.factors; ++f) location += shared.factor[c * shared.factors + f] * v[f];
      grid.location.push_back(location);
    }
    grid.weight.push_back(weight);
    total += weight;
  });
  for (double& weight : grid.weight) weight /= total;
  return grid;
}

void joint_survival(LatentPoints const& points, std::span<double const> q, std::span<double> survival) {
  std::size_t const latents = points.latents, populations = points.populations;
  IPTWSIM_EXPECTS(q.size() == latents && survival.size() == populations);
  std::fill(survival.begin(), survival.end(), 0.0);
  for (std::size_t p = 0; p < points.size(); ++p) {
    double product = 1;
    for (std::size_t c = 0; c < latents; ++c) {
      if (q[c] > -math::infinity) product *= above(points.location[p * latents + c], q[c], points.noise[c]);
    }
    for (std::size_t k = 0; k < populations; ++k) survival[k] += points.weight[p * populations + k] * product;
  }
}

void joint_survival(LatentPoints const& points, std::span<double const> q, std::span<double> survival,
                    std::span<double> density) {
  constexpr std::size_t most = 64; // components that there may be
  std::size_t const latents = points.latents, populations = points.populations;
  IPTWSIM_EXPECTS(q.size() == latents && survival.size() == populations && latents <= most);
  IPTWSIM_EXPECTS(density.size() == populations * latents);
  std::fill(survival.begin(), survival.end(), 0.0);
  std::fill(density.begin(), density.end(), 0.0);
  std::array<double, most> alone, before; // before[c]: the product over those before c
  for (std::size_t p = 0; p < points.size(); ++p) {
    double product = 1;
    for (std::size_t c = 0; c < latents; ++c) {
      before[c] = product;
      alone[c] = q[c] > -math::infinity ? above(points.location[p * latents + c], q[c], points.noise[c]) : 1;
      product *= alone[c];
    }
    for (std::size_t k = 0; k < populations; ++k) survival[k] += points.weight[p * populations + k] * product;
    double after = 1;
    for (std::size_t c = latents; c-- > 0;) {
      double const here = math::normal_density((points.location[p * latents + c] - q[c]) / points.noise[c]);
      double const others = before[c] * after * (here / points.noise[c]);
      for (std::size_t k = 0; k < populations; ++k) {
        density[k * latents + c] += points.weight[p * populations + k] * others;
      }
      after *= alone[c];
    }
  }
}

} // namespace iptwsim
