#pragma once
// The Gaussian copula of a patient: one standard normal Z_i for each covariate, in the order of the config, then one
// for each time to a cause (component): those of `components`, then those of endpoints with a marginal of their own, in
// the order of the config, with correlation matrix
//
//   C = | R   D |    R  k x k, covariates: correlation.pairs, 0 where none is named
//       | D'  E |    D  k x c, covariate with time: `dependence`
//                    E  c x c: component_correlation.pairs; where none is named D' R^-1 D, so that the times are
//                    independent given the covariates (off the diagonal of 1)
//
// and C = L L', L lower triangular, so Z = L (independent standard normals). Spearman's rank correlation r is that of
// latent normals with correlation 2 sin(pi r / 6) (K. Pearson 1907; W. H. Kruskal, J. Amer. Statist. Assoc. 53, 1958,
// 814-861), and the covariates' own when both are continuous. It is refused for covariates with ties.

#include <cstddef>
#include <vector>

#include "scenario/options.hpp"
#include "scenario/problem.hpp"

namespace iptwsim {

struct LatentCorrelation {
  std::size_t covariates = 0; ///< k
  std::size_t components = 0; ///< c
  std::vector<double> factor; ///< L, m x m row-major, m = k + c, 0 above the diagonal

  std::size_t size() const { return covariates + components; }
};

/// For options without problems.
LatentCorrelation latent_correlation(SyntheticOptions const& options);

/// Names that are no covariate or component, pairs named twice, rank correlations of covariates with ties, and
/// correlations that cannot hold together: then the message names the pairs of a set of covariates, or components, from
/// which none can be left out.
std::vector<OptionProblem> correlation_problems(SyntheticOptions const& options);

} // namespace iptwsim
