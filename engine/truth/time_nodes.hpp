#pragma once
// Nodes in time for integrals over the survival of both arms of an endpoint, the same for every estimand.
//
// With q_a(t) = Phi^-1(F_a(t)), the latent of time t in arm a of the whole population, all integrals are of two kinds:
//
//   integral of g dt   = sum of g width         integral of g dq_a = sum of g step_a
//
// Panels of eight Gauss-Legendre nodes end wherever something is not smooth (a hazard jumps, accrual ends, the study
// ends, tau) and wherever the latent of an arm, among those who ever have the event, or that of drop-out passes a
// multiple of `resolution`. Within a panel the nodes are spaced in the latent y of the arm whose latent moves most,
//
//   F(t) = F(Inf) Phi(y),   dt = F(Inf) phi(y) dy / f(t),   dq_a = f_a(t) dt / phi(q_a),
//
// or in time where neither moves. So hazards that are infinite or vanish at 0, long tails, arms of different scales,
// and stretches without hazard cost no accuracy: integrals of smooth functions of q_a and G are right to about 1e-9.
//
// Time before y = -7.5 and after y = 7 counts, deaths there do not (3e-14 and 1e-12 of all).

#include <array>
#include <vector>

#include "scenario/follow_up.hpp"
#include "scenario/survival_arms.hpp"

namespace iptwsim {

struct TimeNode {
  double time, width;
  double followed;              ///< G(time)
  std::array<double, 2> latent; ///< q_a; -Inf where nobody has had the event
  std::array<double, 2> step;
};

struct TimeNodeOptions {
  std::vector<double> borders = {}; ///< horizons of restricted means
  bool whole_follow_up = false;     ///< also up to the end of the study, or to where both curves have died out
  double resolution = 0.75;         ///< largest change of a latent within a panel
};

/// Nodes from 0 to the last horizon, increasing in time.
std::vector<TimeNode> time_nodes(ArmSurvival const& arms, FollowUp const& follow_up, TimeNodeOptions const& options);

} // namespace iptwsim
