#include "truth/joint_points.hpp"

#include <algorithm>

#include "math/normal.hpp"
#include "random/sobol.hpp"
#include "truth/tilt.hpp"

namespace iptwsim {
namespace {

/// The loadings of a component's latent on covariates and components, in the order of the copula.
std::vector<double> covariate_loadings(Mechanism const& mechanism, std::size_t component) {
  std::vector<double> loadings, w(mechanism.covariates(), 0.0);
  for (double& one : w) {
    one = 1;
    loadings.push_back(mechanism.latent_mean(component, w.data()));
    one = 0;
  }
  return loadings;
}

/// Covariances of components given the covariates.
std::vector<double> residual_covariances(Mechanism const& mechanism, std::vector<std::size_t> const& components) {
  std::vector<double> covariances;
  for (std::size_t const a : components) {
    for (std::size_t const b : components) {
      double sum = 0;
      for (std::size_t d = 0; d <= std::min(a, b); ++d) {
        sum += mechanism.own_loading(a, d) * mechanism.own_loading(b, d);
      }
      covariances.push_back(sum);
    }
  }
  return covariances;
}

LatentPoints whole_population(Mechanism const& mechanism, std::vector<std::size_t> const& components) {
  std::size_t const n = components.size();
  std::vector<double> correlations = residual_covariances(mechanism, components);
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = 0; b < n; ++b) {
      auto const of_a = covariate_loadings(mechanism, components[a]);
      auto const of_b = covariate_loadings(mechanism, components[b]);
      for (std::size_t j = 0; j < of_a.size(); ++j) correlations[a * n + b] += of_a[j] * of_b[j];
    }
    correlations[a * n + a] = 1;
  }
  return grid_of(share_factors(correlations, n));
}

} // namespace

std::vector<std::size_t> components_of(EndpointParts const& parts) {
  std::vector<std::size_t> components = parts.event;
  components.insert(components.end(), parts.competing.begin(), parts.competing.end());
  components.insert(components.end(), parts.censoring.begin(), parts.censoring.end());
  return components;
}

JointPoints joint_points(Mechanism const& mechanism, std::size_t endpoint, std::vector<Estimand> const& tilted,
                         JointPointOptions const& options) {
  std::vector<std::size_t> const components = components_of(mechanism.parts(endpoint));
  JointPoints points{.whole = whole_population(mechanism, components), .tilted = {.populations = tilted.size()}};
  bool const depends = std::any_of(components.begin(), components.end(), [&](std::size_t c) {
    auto const loadings = covariate_loadings(mechanism, c);
    return std::any_of(loadings.begin(), loadings.end(), [](double loading) { return loading != 0; });
  });
  if (mechanism.is_randomized() || tilted.empty() || !depends) return points;
  points.is_whole = false;

  SharedFactors const shared = share_factors(residual_covariances(mechanism, components), components.size());
  std::size_t const k = mechanism.covariates(), factors = shared.factors;
  ShiftedSobol const sobol(
      {.dimension = k + factors, .points_log2 = std::max(4, options.points_log2 - 6), .shift = options.shift});
  std::size_t const n = sobol.points(), populations = tilted.size();
  std::vector<double> const u = sobol.block(0, n);
  LatentPoints& out = points.tilted;
  out.latents = components.size();
  out.noise = shared.noise;
  std::vector<double> w(k + factors), x(k), total(populations);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < w.size(); ++j) w[j] = math::normal_quantile(u[j * n + i]);
    mechanism.covariate_values(w.data(), x.data());
    auto const e = mechanism.treatment_probability(x.data());
    for (std::size_t t = 0; t < populations; ++t) {
      out.weight.push_back(tilt(tilted[t], e.score, e.complement));
      total[t] += out.weight.back();
    }
    for (std::size_t c = 0; c < components.size(); ++c) {
      double location = mechanism.latent_mean(components[c], w.data());
      for (std::size_t f = 0; f < factors; ++f) location += shared.factor[c * factors + f] * w[k + f];
      out.location.push_back(location);
    }
  }
  for (std::size_t i = 0; i < out.weight.size(); ++i) {
    out.weight[i] = out.weight[i] / total[i % populations] - 1 / static_cast<double>(n);
  }
  return points;
}

} // namespace iptwsim
