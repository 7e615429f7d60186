#pragma once
// What the log hazard ratio of the weighted Cox model of treatment tends to as the cohort grows, whether or not hazards
// are proportional (C. A. Struthers and J. D. Kalbfleisch, Biometrika 73, 1986, 363-369; D. Y. Lin and L. J. Wei, J.
// Amer. Statist. Assoc. 84, 1989, 1074-1078): the root b of
//
//   U(b) = integral [ dN_1 - r (dN_1 + dN_0) ] = integral G (dF_1 S_0 - e^b S_1 dF_0) c_0 c_1 / (c_1 S_1 e^b + c_0 S_0)
//   r = Y_1 e^b / (Y_1 e^b + Y_0),    Y_a = c_a G S_a,    dN_a = c_a G dF_a
//
// S_a = 1 - F_a the survival of arm a in the estimand's population, G the probability of being followed, c_a the weight
// of arm a per patient of the whole cohort. U falls in b. Where hazards are proportional, dF_1 S_0 = HR S_1 dF_0, its
// root is log HR whatever c and G.
//
// Edge cases, as fit_cox: without events in control +Inf, in treated -Inf, in both NaN, with a status that says so. A
// root within 1e-12 of 0 is 0.

#include <array>
#include <span>

#include "core/status.hpp"

namespace iptwsim {

/// One node of the quadrature over time.
struct CoxNode {
  double followed;                    ///< G
  std::array<double, 2> survival;     ///< S_a
  std::array<double, 2> newly_dead{}; ///< dF_a
};

struct CoxLimit {
  double log_hazard_ratio;
  Status status;
};

CoxLimit cox_limit(std::span<CoxNode const> nodes, std::array<double, 2> arm_weight);

} // namespace iptwsim
