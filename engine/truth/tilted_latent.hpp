#pragma once
// The latent time of one endpoint in tilted populations, from points of the covariates.
//
// An endpoint's latent time is Z = s X + sqrt(1 - s^2) (noise), X the standard normal score that the covariates'
// latents give it, s >= 0 the correlation of X with Z. In the population tilted by h,
//
//   P_h(Z > q)    = E[h Phi((s X - q)/d)] / E[h],                d = sqrt(1 - s^2)
//   density_h(q)  = E[h phi((q - s X)/d)] / (d E[h])
//
// depend on time and arm through q = Phi^-1(F_a(t)) alone, and on the covariates through h and the number X. So the
// points need not be kept: each leaves its h on a grid of x, spread over the ten nodes around its X by the weights of
// Lagrange's interpolation, which are right for every polynomial of degree 9 (as the particle-mesh methods do: R. W.
// Hockney and J. W. Eastwood, Computer Simulation Using Particles, 1988). With nodes d / (8 s) apart both formulas are
// then within 1e-10 of the points' own sums.
//
// In the whole population (h = 1) P(Z > q) = Phi(-q) is known: it is a control variate,
//
//   P_h(Z > q) = Phi(-q) + sum_points (h / sum h - 1 / n) Phi((s X - q)/d),
//
// which is exact when h is constant, and keeps P(A=1) S_att + P(A=0) S_atc = S_ate exactly.

#include <span>
#include <vector>

namespace iptwsim {

class TiltedLatent {
public:
  /// correlation: s in [0, 1); tilts: how many populations.
  TiltedLatent(double correlation, std::size_t tilts);

  /// One point: its X and h of every tilted population.
  void add(double x, std::span<double const> h);

  /// After the last point.
  void finish();

  std::size_t tilts() const { return tilts_; }
  /// Whether the time does not depend on covariates, so that every population is the whole one.
  bool is_independent() const { return correlation_ == 0; }
  double noise() const { return noise_; } ///< d: what is narrower is smoothed away

  /// P_h(Z > q) and density_h(q) of every population; spans have tilts() entries. q may be infinite.
  void at(double q, std::span<double> survival, std::span<double> density) const;

  /// The q with P_h(Z > q) = 1/2, by bisection: to the last bit.
  double median(std::size_t tilt) const;

private:
  double correlation_, noise_, spacing_;
  std::size_t tilts_, nodes_;
  std::vector<double> mass_; ///< nodes x (tilts + 1), the last of h = 1; after finish() minus that, scaled
  std::vector<double> tail_; ///< (nodes + 1) x (tilts + 1): sum of mass_ from a node on
};

} // namespace iptwsim
