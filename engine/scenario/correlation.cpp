#include "scenario/correlation.hpp"

#include "core/error.hpp"
#include "math/cholesky.hpp"
#include "math/sine.hpp"
#include "scenario/correlation_matrix.hpp"

namespace iptwsim {
namespace {

/// 0 for what the config's range check has refused already.
double in_range(double correlation) { return math::absolute(correlation) < 1 ? correlation : 0; }

} // namespace

double latent_of_rank(double spearman) { return 2 * math::sine(0.5235987755982988 * spearman); } // pi / 6

std::optional<std::vector<double>> cholesky(std::vector<double> matrix, std::size_t m) {
  constexpr double smallest_pivot = 1e-10;
  if (math::factorize(matrix.data(), m, {.tolerance = smallest_pivot}) > 0) return std::nullopt;
  for (std::size_t j = 0; j < m; ++j) {
    double const root = math::square_root(matrix[j * m + j]);
    for (std::size_t i = 0; i < j; ++i) matrix[i * m + j] = 0;
    matrix[j * m + j] = root;
    for (std::size_t i = j + 1; i < m; ++i) matrix[i * m + j] *= root;
  }
  return matrix;
}

std::vector<double> covariate_correlations(SyntheticOptions const& options) {
  std::size_t const k = options.covariates.size();
  std::vector<double> r(k * k);
  for (std::size_t i = 0; i < k; ++i) r[i * k + i] = 1;
  if (!options.correlation) return r;
  for (auto const& [pair, value] : options.correlation->pairs) {
    auto const found = find_pair(pair, options);
    if (!found) continue;
    bool const is_rank = options.correlation->scale == CorrelationScale::rank;
    double const latent = is_rank ? latent_of_rank(in_range(value)) : in_range(value);
    r[found->first * k + found->second] = r[found->second * k + found->first] = latent;
  }
  return r;
}

std::vector<double> endpoint_correlations(SyntheticOptions const& options, OutcomeOptions const& outcome) {
  std::vector<double> d(options.covariates.size());
  for (auto const& [name, value] : outcome.dependence) {
    if (auto const index = find_covariate(name, options)) d[*index] = in_range(value);
  }
  return d;
}

// Row i of L for an endpoint: l = L^-1 d over the covariates, nothing of other endpoints, the rest of the variance.
LatentCorrelation latent_correlation(SyntheticOptions const& options) {
  std::size_t const k = options.covariates.size(), e = options.endpoints.size(), m = k + e;
  auto const covariates = cholesky(covariate_correlations(options), k);
  IPTWSIM_EXPECTS(covariates.has_value());

  LatentCorrelation latent{k, e, std::vector<double>(m * m)};
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) latent.factor[i * m + j] = (*covariates)[i * k + j];
  }
  for (std::size_t i = k; i < m; ++i) {
    std::vector<double> const d = endpoint_correlations(options, options.endpoints[i - k].second);
    double* const row = &latent.factor[i * m];
    double explained = 0;
    for (std::size_t j = 0; j < k; ++j) {
      double rest = d[j];
      for (std::size_t h = 0; h < j; ++h) rest -= row[h] * latent.factor[j * m + h];
      row[j] = rest / latent.factor[j * m + j];
      explained += row[j] * row[j];
    }
    IPTWSIM_EXPECTS(explained < 1);
    row[i] = math::square_root(1 - explained);
  }
  return latent;
}

} // namespace iptwsim
