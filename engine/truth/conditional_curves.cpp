#include "truth/conditional_curves.hpp"

#include <algorithm>
#include <cmath>

#include "math/constants.hpp"
#include "math/exp.hpp"
#include "truth/covariate_points.hpp"
#include "truth/tilt.hpp"

namespace iptwsim {
namespace {

ScoreMesh make_mesh(ConditionalSurvival const& model, std::size_t arm, std::size_t populations) {
  return {model.depends_on_covariates(arm) ? mesh_spacing(kernel_width(model)) : 0, populations};
}

} // namespace

double kernel_width(ConditionalSurvival const& model) {
  if (!model.is_accelerated()) return 1;
  double steepest = 1; // d log H_0 / d log t
  for (double log_hazard = -14; log_hazard <= 3.7; log_hazard += 0.1) {
    double const hazard = math::exp(log_hazard), time = model.baseline().time_of(hazard);
    if (time > 0 && time < math::infinity) {
      double const slope = model.baseline().hazard(time) * time / hazard;
      if (slope > steepest && slope < 1e4) steepest = slope;
    }
  }
  return 1 / steepest;
}

ScoreMeshes score_meshes(Mechanism const& mechanism, ConditionalSurvival const& model,
                         std::vector<Estimand> const& tilted, ScorePoints const& points) {
  std::size_t const populations = 1 + tilted.size();
  ScoreMeshes meshes{.arm = {make_mesh(model, 0, populations), make_mesh(model, 1, populations)}};
  std::vector<double> h(populations, 1.0);
  double treated = 0, count = 0;
  for (std::uint64_t const shift : points.shifts) {
    SobolOptions const sobol{.dimension = mechanism.covariates(),
                             .points_log2 = points.points_log2,
                             .purpose = points.purpose,
                             .shift = shift};
    for_each_patient(mechanism, sobol, [&](double const*, double const* x) {
      auto const e = mechanism.treatment_probability(x);
      treated += e.score;
      count += 1;
      for (std::size_t t = 0; t < tilted.size(); ++t) h[1 + t] = tilt(tilted[t], e.score, e.complement);
      for (std::size_t arm = 0; arm < 2; ++arm) meshes.arm[arm].add(model.score(arm, x), h);
    });
  }
  for (ScoreMesh& mesh : meshes.arm) mesh.finish();
  meshes.treated_share = treated / count;
  return meshes;
}

ConditionalCurves::ConditionalCurves(ConditionalSurvival const& model, std::array<ScoreMesh, 2> const& arms,
                                     std::array<double, 2> moved)
    : model_(model), arms_(arms) {
  for (std::size_t arm = 0; arm < 2; ++arm) {
    for (std::size_t j = 0; j < arms[arm].size(); ++j) {
      faster_[arm].push_back(math::exp(arms[arm].score(j) + moved[arm]));
    }
  }
}

template <class Visit> void ConditionalCurves::for_each_node(std::size_t arm, double time, Visit visit) const {
  auto here = model_.baseline_at(time);
  for (std::size_t j = 0; j < faster_[arm].size(); ++j) {
    if (model_.is_accelerated()) here = model_.baseline_at(time * faster_[arm][j]);
    visit(j, model_.at(here, faster_[arm][j]));
  }
}

double ConditionalCurves::survival(std::size_t population, std::size_t arm, double time) const {
  double sum = 0;
  for_each_node(arm, time,
                [&](std::size_t j, auto const& point) { sum += arms_[arm].mass(j, population) * point.survival; });
  return sum;
}

void ConditionalCurves::at(std::size_t arm, double time, std::span<double> survival, std::span<double> density) const {
  std::fill(survival.begin(), survival.end(), 0.0);
  std::fill(density.begin(), density.end(), 0.0);
  for_each_node(arm, time, [&](std::size_t j, auto const& point) {
    for (std::size_t k = 0; k < populations(); ++k) {
      survival[k] += arms_[arm].mass(j, k) * point.survival;
      density[k] += arms_[arm].mass(j, k) * point.density;
    }
  });
}

double ConditionalCurves::time_of(std::size_t population, std::size_t arm, double level, int bits) const {
  auto const is_later = [&](double time) { return survival(population, arm, time) > level; };
  if (is_later(math::infinity)) return math::infinity;
  double low = 1, high = 1;
  while (low > 1e-300 && !is_later(low)) low *= 0.125;
  while (high < 1e300 && is_later(high)) high *= 8;
  double const narrow = std::ldexp(1.0, -bits);
  while (high - low > narrow * high) {
    double const middle = high > 2 * low ? std::sqrt(low) * std::sqrt(high) : 0.5 * (low + high);
    if (middle <= low || middle >= high) break;
    (is_later(middle) ? low : high) = middle;
  }
  return high;
}

} // namespace iptwsim
