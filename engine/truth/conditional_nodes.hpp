#pragma once
// Nodes in time for integrals over the curves of both arms of a time that is given by the covariates (compare
// truth/time_nodes.hpp): panels of eight Gauss-Legendre nodes in the logarithm of time,
//
//   integral of g dt = sum of g width,   width = t (d log t),
//
// that end wherever something is not smooth (a hazard jumps, accrual ends, the study ends, tau), where drop-out passes
// a multiple of half a standard deviation of its latent, and so often that no patient's curve moves by more than one
// and a half of its widths (kernel_width) within a panel: what holds for every patient holds for all means over them. A
// first panel, of a share of deaths of 1e-9, is linear in time. Integrals of smooth functions are right to about 1e-9.

#include <vector>

#include "truth/conditional_curves.hpp"
#include "truth/time_nodes.hpp"

namespace iptwsim {

/// Nodes from 0 to the last horizon, increasing in time; without latents.
std::vector<TimeNode> conditional_nodes(ConditionalCurves const& curves, FollowUp const& follow_up,
                                        TimeNodeOptions const& options);

} // namespace iptwsim
