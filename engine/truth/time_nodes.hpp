#pragma once
// Nodes in time for integrals over some survival curves of the whole population, such as those of both arms of an
// endpoint; the same for every estimand.
//
// With q_a(t) = Phi^-1(F_a(t)), the latent of time t on curve a, all integrals are of two kinds:
//
//   integral of g dt   = sum of g width         integral of g dq_a = sum of g step_a
//
// Panels of eight Gauss-Legendre nodes end wherever something is not smooth (a hazard jumps, accrual ends, the study
// ends, tau) and wherever the latent of a curve, among those who ever have the event, or that of drop-out passes a
// multiple of `resolution`. Within a panel the nodes are spaced in the latent y of the curve whose latent moves most,
//
//   F(t) = F(Inf) Phi(y),   dt = F(Inf) phi(y) dy / f(t),   dq_a = f_a(t) dt / phi(q_a),
//
// or in time where neither moves. So hazards that are infinite or vanish at 0, long tails, curves of different scales,
// and stretches without hazard cost no accuracy: integrals of smooth functions of q_a and G are right to about 1e-9.
//
// Time before y = -7.5 and after y = 7 counts, deaths there do not (3e-14 and 1e-12 of all).

#include <vector>

#include "scenario/follow_up.hpp"
#include "scenario/survival_arms.hpp"

namespace iptwsim {

struct TimeNode {
  double time, width;
  double followed;                 ///< G(time)
  std::vector<double> latent = {}; ///< q_a; -Inf where nobody has had the event
  std::vector<double> step = {};
};

struct TimeNodeOptions {
  std::vector<double> borders = {}; ///< times up to which something is integrated
  bool whole_follow_up = false;     ///< also up to the end of the study, or to where all curves have died out
  bool until_died_out = false;      ///< up to where all curves have died out, whether or not anybody is followed
  double resolution = 0.75;         ///< largest change of a latent within a panel
};

/// Nodes from 0 to the last horizon, increasing in time: eight to a panel.
std::vector<TimeNode> time_nodes(std::vector<SurvivalDistribution const*> const& curves, FollowUp const& follow_up,
                                 TimeNodeOptions const& options);

/// Of control, then treated.
std::vector<TimeNode> time_nodes(ArmSurvival const& arms, FollowUp const& follow_up, TimeNodeOptions const& options);

/// 0 and the ends of panels up to the last horizon, increasing: those `inside`, which the curves ask for, and those of
/// follow-up and options. died_out: when all curves have.
std::vector<double> sorted_ends(std::vector<double> inside, double died_out, FollowUp const& follow_up,
                                TimeNodeOptions const& options);

} // namespace iptwsim
