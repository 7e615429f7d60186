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

std::optional<std::size_t> find_covariate(std::string const& name, SyntheticOptions const& options);

/// The covariates that `age:size` names, two different ones; none if it does not.
std::optional<std::pair<std::size_t, std::size_t>> find_pair(std::string const& text, SyntheticOptions const& options);

/// R of the latents, k x k; what names no pair is left out.
std::vector<double> covariate_correlations(SyntheticOptions const& options);

/// The column of D for this endpoint.
std::vector<double> endpoint_correlations(SyntheticOptions const& options, OutcomeOptions const& outcome);

} // namespace iptwsim
