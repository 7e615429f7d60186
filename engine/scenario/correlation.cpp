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

Names covariate_names(SyntheticOptions const& options) {
  Names names;
  for (auto const& [name, covariate] : options.covariates) names.push_back(name);
  return names;
}

Names component_names(SyntheticOptions const& options) {
  Names names;
  for (auto const& [name, component] : options.components) names.push_back(name);
  return names;
}

namespace {

/// Calls visit(a, b, latent correlation) for every pair that names two different ones.
template <class Visit>
void for_each_pair(std::optional<CorrelationOptions> const& correlation, Names const& names, Visit visit) {
  if (!correlation) return;
  for (auto const& [pair, value] : correlation->pairs) {
    auto const found = find_pair(pair, names);
    if (!found) continue;
    bool const is_rank = correlation->scale == CorrelationScale::rank;
    visit(found->first, found->second, is_rank ? latent_of_rank(in_range(value)) : in_range(value));
  }
}

} // namespace

std::vector<double> covariate_correlations(SyntheticOptions const& options) {
  std::size_t const k = options.covariates.size();
  std::vector<double> r(k * k);
  for (std::size_t i = 0; i < k; ++i) r[i * k + i] = 1;
  for_each_pair(options.correlation, covariate_names(options),
                [&](std::size_t i, std::size_t j, double latent) { r[i * k + j] = r[j * k + i] = latent; });
  return r;
}

std::vector<NamedNumbers const*> dependences(SyntheticOptions const& options) {
  std::vector<NamedNumbers const*> times;
  for (auto const& [name, component] : options.components) times.push_back(&component.dependence);
  for (auto const& [name, outcome] : options.endpoints) {
    if (!outcome.is_minimum()) times.push_back(&outcome.dependence);
  }
  return times;
}

std::vector<double> time_correlations(SyntheticOptions const& options, NamedNumbers const& dependence) {
  std::vector<double> d(options.covariates.size());
  Names const names = covariate_names(options);
  for (auto const& [name, value] : dependence) {
    if (auto const index = find_name(name, names)) d[*index] = in_range(value);
  }
  return d;
}

// A row is l = L^-1 d, by forward substitution.
TimeLoadings time_loadings(SyntheticOptions const& options, std::vector<double> const& covariate_factor) {
  std::size_t const k = options.covariates.size();
  TimeLoadings loadings;
  for (NamedNumbers const* const dependence : dependences(options)) {
    std::vector<double> row = time_correlations(options, *dependence);
    double explained = 0;
    for (std::size_t j = 0; j < k; ++j) {
      for (std::size_t h = 0; h < j; ++h) row[j] -= row[h] * covariate_factor[j * k + h];
      row[j] /= covariate_factor[j * k + j];
      explained += row[j] * row[j];
    }
    loadings.over_covariates.insert(loadings.over_covariates.end(), row.begin(), row.end());
    loadings.explained.push_back(explained);
  }
  return loadings;
}

std::vector<double> residual_covariances(SyntheticOptions const& options, TimeLoadings const& loadings) {
  std::size_t const k = options.covariates.size(), c = options.components.size();
  std::vector<double> residual(c * c);
  for (std::size_t i = 0; i < c; ++i) residual[i * c + i] = 1 - loadings.explained[i];
  for_each_pair(options.component_correlation, component_names(options),
                [&](std::size_t i, std::size_t j, double latent) {
                  double rest = latent;
                  for (std::size_t h = 0; h < k; ++h) {
                    rest -= loadings.over_covariates[i * k + h] * loadings.over_covariates[j * k + h];
                  }
                  residual[i * c + j] = residual[j * c + i] = rest;
                });
  return residual;
}

LatentCorrelation latent_correlation(SyntheticOptions const& options) {
  auto const covariates = cholesky(covariate_correlations(options), options.covariates.size());
  IPTWSIM_EXPECTS(covariates.has_value());
  TimeLoadings const loadings = time_loadings(options, *covariates);
  std::size_t const k = options.covariates.size(), c = loadings.explained.size(), m = k + c;
  std::size_t const named = options.components.size();
  LatentCorrelation latent{k, c, std::vector<double>(m * m)};
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) latent.factor[i * m + j] = (*covariates)[i * k + j];
  }
  auto const among = cholesky(residual_covariances(options, loadings), named);
  IPTWSIM_EXPECTS(among.has_value());
  for (std::size_t i = 0; i < c; ++i) {
    double* const row = &latent.factor[(k + i) * m];
    for (std::size_t j = 0; j < k; ++j) row[j] = loadings.over_covariates[i * k + j];
    IPTWSIM_EXPECTS(loadings.explained[i] < 1);
    if (i >= named) row[k + i] = math::square_root(1 - loadings.explained[i]);
    for (std::size_t j = 0; i < named && j <= i; ++j) row[k + j] = (*among)[i * named + j];
  }
  return latent;
}

} // namespace iptwsim
