#pragma once
// The survival of both arms of an endpoint, from its options (scenario/outcome_options.hpp).
//
// A family with as many of its parameters, survival(at) and median as it has parameters; what is missing is solved for,
// in closed form except the shape of a Gompertz distribution. survival and median are of the whole arm, cured patients
// included: with e = -log((S - c) / (1 - c))
//
//   exponential   rate = e / t
//   weibull       two times: shape = log(e1/e2) / log(t1/t2);  scale = t / e^(1/shape);  shape = log e / log(t/scale)
//   log_logistic  the same with the odds exp(e) - 1 for e
//   lognormal     z = Phi^-1(1 - exp(-e)): sigma = log(t1/t2) / (z1 - z2);  mu = log t - sigma z
//   gompertz      rate t g(shape t) = e, g(x) = (exp(x) - 1) / x
//
// The treated arm may instead change the control arm's hazard: by hazard_ratio, by hazard_ratios, or by the constant
// ratio log S / log S_control(t) that reaches survival or median. hazard_ratio 0: nobody has an event.

#include <vector>

#include "scenario/outcome_options.hpp"
#include "scenario/problem.hpp"
#include "scenario/survival_distribution.hpp"

namespace iptwsim {

struct ArmSurvival {
  SurvivalDistribution control, treated;
  bool is_changed_hazard = false; ///< the treated arm is the control arm with hazard ratios

  /// The time with this cumulative hazard in the arm of each lane's patient.
  template <class V> V time_of(math::mask_t<V> is_treated, V hazard) const {
    using math::select;
    if constexpr (math::lanes_v<V> == 1)
      return (is_treated ? treated : control).time_of(hazard);
    else if (is_changed_hazard)
      return control.time_of(select(is_treated, treated.hazard_before_ratios(hazard), hazard));
    else
      return select(is_treated, treated.time_of(hazard), control.time_of(hazard));
  }
};

/// For options without problems.
ArmSurvival make_arms(MarginalOptions const& options);

/// What each family needs and has twice, what contradicts, what cannot be reached. Ranges of single fields are not
/// looked at again, but no value of them does harm here.
std::vector<OptionProblem> problems_of(MarginalOptions const& options);

} // namespace iptwsim
