#include "truth/points.hpp"

#include <cmath>

#include "truth/covariate_points.hpp"
#include "truth/tilt.hpp"

namespace iptwsim {
namespace {

/// The correlation of each component's latent time with its score, sqrt(sum_j L_Tj^2): 0 without dependence, and for
/// components that are no endpoint alone.
std::vector<double> score_correlations(Mechanism const& mechanism) {
  std::vector<double> correlations;
  std::vector<double> w(mechanism.covariates(), 0.0);
  std::vector<bool> is_alone(mechanism.components());
  for (std::size_t k = 0; k < mechanism.endpoints(); ++k) {
    if (mechanism.parts(k).is_single()) is_alone[mechanism.parts(k).event[0]] = true;
  }
  for (std::size_t c = 0; c < mechanism.components(); ++c) {
    double squares = 0;
    for (double& one : w) {
      one = 1;
      double const loading = mechanism.latent_mean(c, w.data());
      one = 0;
      squares += loading * loading;
    }
    correlations.push_back(is_alone[c] ? std::sqrt(squares) : 0);
  }
  return correlations;
}

} // namespace

PointSums sum_points(Mechanism const& mechanism, std::vector<Estimand> const& tilted, PointOptions const& options) {
  std::vector<double> const correlations =
      mechanism.is_randomized() ? std::vector<double>(mechanism.components(), 0.0) : score_correlations(mechanism);
  PointSums sums;
  bool needs_tilts = false;
  for (double const correlation : correlations) {
    sums.components.emplace_back(correlation, tilted.size());
    needs_tilts = needs_tilts || (correlation > 0 && !tilted.empty());
  }
  if (mechanism.is_randomized()) {
    double const nobody = 0; // no covariate is read
    sums.treated_share = mechanism.treatment_probability(&nobody).score;
  } else if (needs_tilts || options.needs_share) {
    SobolOptions const points{
        .dimension = mechanism.covariates(), .points_log2 = options.points_log2, .shift = options.shift};
    std::vector<double> h(tilted.size());
    double treated = 0, count = 0;
    for_each_patient(mechanism, points, [&](double const* w, double const* x) {
      auto const e = mechanism.treatment_probability(x);
      treated += e.score;
      count += 1;
      for (std::size_t t = 0; t < tilted.size(); ++t) h[t] = tilt(tilted[t], e.score, e.complement);
      for (std::size_t c = 0; c < correlations.size(); ++c) {
        if (sums.components[c].is_independent()) continue;
        sums.components[c].add(mechanism.latent_mean(c, w) / correlations[c], h);
      }
    });
    sums.treated_share = treated / count;
  }
  for (TiltedLatent& component : sums.components) component.finish();
  return sums;
}

} // namespace iptwsim
