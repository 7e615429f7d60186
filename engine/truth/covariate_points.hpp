#pragma once
// The Sobol points of one shift as patients: what integrals over the covariates visit.

#include <algorithm>
#include <vector>

#include "math/normal.hpp"
#include "random/sobol.hpp"
#include "scenario/mechanism.hpp"

namespace iptwsim {

/// visit(w, x) for every point: the latents of the covariates and their values. options.dimension is theirs; without
/// covariates all patients are alike and one is visited.
template <class Visit>
void for_each_patient(Mechanism const& mechanism, SobolOptions const& options, Visit const& visit) {
  constexpr std::size_t chunk = 1024;
  std::size_t const k = mechanism.covariates();
  std::vector<double> w(k), x(k);
  if (k == 0) return visit(w.data(), x.data());
  ShiftedSobol const sobol(options);
  for (std::size_t first = 0; first < sobol.points(); first += chunk) {
    std::size_t const count = std::min(chunk, sobol.points() - first);
    std::vector<double> const u = sobol.block(first, count);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j < k; ++j) w[j] = math::normal_quantile(u[j * count + i]);
      mechanism.covariate_values(w.data(), x.data());
      visit(w.data(), x.data());
    }
  }
}

} // namespace iptwsim
