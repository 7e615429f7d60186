#pragma once
// The covariates of a propensity model as functions of one simulated patient: cohort/terms_build.hpp without the
// sample, for row loops. A spline's knots depend on the sample, so a model with rcs() has no such columns.

#include <optional>
#include <vector>

#include "cohort/terms.hpp"
#include "scenario/generating_terms.hpp"
#include "scenario/mechanism.hpp"

namespace iptwsim {

/// The product of its factors, at least one, from the first on.
struct ModelColumn {
  std::vector<GeneratingFactor> factors;

  /// Powers, products and logarithms may leave the range of doubles.
  bool is_computed() const {
    return factors.size() > 1 || factors[0].kind == GeneratingFactor::Kind::power ||
           factors[0].kind == GeneratingFactor::Kind::log;
  }
};

/// In the order of build_terms(); terms name covariates of the mechanism.
std::optional<std::vector<ModelColumn>> model_columns(std::vector<Term> const& terms, Mechanism const& mechanism);

/// n values of each column at [j * n]; covariates: of the mechanism as seen (scenario/as_seen.hpp), n each. Returns in
/// which lanes all are finite: 0 there, NaN or infinite elsewhere.
template <class V>
V fill_model_columns(std::vector<ModelColumn> const& columns, std::size_t n, std::vector<V> const& covariates,
                     std::vector<V>& values) {
  V not_finite(0.0);
  values.resize(columns.size() * n);
  for (std::size_t j = 0; j < columns.size(); ++j) {
    ModelColumn const& column = columns[j];
    V* const to = values.data() + j * n;
    for (std::size_t f = 0; f < column.factors.size(); ++f) {
      GeneratingFactor const& factor = column.factors[f];
      V const* const x = covariates.data() + factor.covariate * n;
      if (f == 0) {
        for (std::size_t i = 0; i < n; ++i) to[i] = factor(x[i]);
      } else {
        for (std::size_t i = 0; i < n; ++i) to[i] = to[i] * factor(x[i]);
      }
    }
    if (!column.is_computed()) continue;
    for (std::size_t i = 0; i < n; ++i) not_finite = not_finite + to[i] * V(0.0);
  }
  return not_finite;
}

} // namespace iptwsim
