#pragma once
// Parts of correlation.hpp that its factor and its problems share.

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenario/options.hpp"

namespace iptwsim {

/// Spearman's r of two continuous covariates -> the correlation of their latents.
double latent_of_rank(double spearman);

/// L with L L' = matrix, m x m row-major; none where a pivot is below 1e-10 of its diagonal element: not positive
/// definite, or so nearly that one covariate is a function of others.
std::optional<std::vector<double>> cholesky(std::vector<double> matrix, std::size_t m);

using Names = std::vector<std::string>;

Names covariate_names(SyntheticOptions const& options);
/// Of `components` alone, not of endpoints with a time of their own.
Names component_names(SyntheticOptions const& options);

std::optional<std::size_t> find_name(std::string const& name, Names const& names);

/// The two different names of `age:size`, by their places; none if it does not name such.
std::optional<std::pair<std::size_t, std::size_t>> find_pair(std::string const& text, Names const& names);

/// R of the latents, k x k; what names no pair is left out.
std::vector<double> covariate_correlations(SyntheticOptions const& options);

/// What the config says of every time to a cause, in the order of the copula.
std::vector<NamedNumbers const*> dependences(SyntheticOptions const& options);

/// The column of D for one of these times.
std::vector<double> time_correlations(SyntheticOptions const& options, NamedNumbers const& dependence);

/// The rows of L for times, given its rows for covariates (k x k): c x k over the covariates. `explained` of a time is
/// the sum of squares of its row, the share of its variance that covariates explain.
struct TimeLoadings {
  std::vector<double> over_covariates; ///< row-major
  std::vector<double> explained;
};
TimeLoadings time_loadings(SyntheticOptions const& options, std::vector<double> const& covariate_factor);

/// Covariances of `components` given the covariates, row-major: 1 - explained on the diagonal, off it what named pairs
/// leave, else 0.
std::vector<double> residual_covariances(SyntheticOptions const& options, TimeLoadings const& loadings);

} // namespace iptwsim
