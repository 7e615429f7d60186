#pragma once
// Several latent times together: standard normals Z_1, ..., Z_C with a correlation matrix, split into what they share
// and what is each one's own,
//
//   Z_c = sum_f L_cf v_f + d_c e_c,      v, e independent standard normals,      d_c^2 = 1 - sum_f L_cf^2 > 0,
//
// so that given v they are independent, and all about the first of several times is a product under a mean over v:
//
//   P(Z_c > q_c for all c) = E[ prod_c Phi((m_c - q_c) / d_c) ],   m_c = sum_f L_cf v_f
//   density of Z_c at q_c, all others above theirs
//     = E[ phi((m_c - q_c) / d_c) / d_c prod_{o != c} Phi((m_o - q_o) / d_o) ]
//
// L is a pivoted Cholesky factor of the matrix minus its smallest eigenvalue times the identity: it has at most C - 1
// columns. The mean over v is the trapezoidal rule on a grid, whose error falls like exp(-2 pi^2 s^2 / h^2) with the
// spacing h and the width s of the narrowest function (L. N. Trefethen and J. A. C. Weideman, SIAM Review 56, 2014,
// 385-458), 1 / s^2 = 1 + sum_c L_cf^2 / d_c^2: with h = 0.85 s about 1e-12.

#include <cstddef>
#include <span>
#include <vector>

namespace iptwsim {

/// Points of what latents share, with a weight for each of some populations.
struct LatentPoints {
  std::size_t latents = 0, populations = 1;
  std::vector<double> noise = {};    ///< d_c
  std::vector<double> location = {}; ///< m_c of point p at [p * latents + c]
  std::vector<double> weight = {};   ///< of population k at [p * populations + k]

  std::size_t size() const { return latents == 0 ? 0 : location.size() / latents; }
};

/// How latents are split; `factor` is L, C x factors row-major.
struct SharedFactors {
  std::size_t latents = 0, factors = 0;
  std::vector<double> factor = {};
  std::vector<double> noise = {}; ///< d_c
};

/// `covariance` is positive definite, C x C row-major. Where its diagonal is not 1, the correlation matrix is split.
SharedFactors share_factors(std::vector<double> const& covariance, std::size_t latents);

/// The grid of one population: weights sum to 1. `fineness` divides the spacing. At most 2^18 points: beyond, as for
/// five latents that are correlated by 0.95, the grid is coarser and less exact.
LatentPoints grid_of(SharedFactors const& shared, double fineness = 1);

/// q_c of every latent, -Inf for one that does not matter. Per population.
void joint_survival(LatentPoints const& points, std::span<double const> q, std::span<double> survival);

/// The same with the densities: of latent c and population k at [k * latents + c].
void joint_survival(LatentPoints const& points, std::span<double const> q, std::span<double> survival,
                    std::span<double> density);

} // namespace iptwsim
