#pragma once
// Survival distributions that every property is tested on: each family, with a cured share, and under each effect.

#include <string>
#include <vector>

#include "scenario/survival_distribution.hpp"

namespace iptwsim::test {

struct Named {
  std::string name;
  SurvivalDistribution distribution;
};

inline std::vector<Named> families() {
  using S = SurvivalDistribution;
  return {
      {"exponential", S(ExponentialSurvival{.rate = 0.1})},
      {"weibull, falling hazard", S(WeibullSurvival{.shape = 0.7, .scale = 5})},
      {"weibull, rising hazard", S(WeibullSurvival{.shape = 3, .scale = 5})},
      {"gompertz, rising hazard", S(GompertzSurvival{.rate = 0.1, .shape = 0.2})},
      {"gompertz, cured", S(GompertzSurvival{.rate = 0.1, .shape = -0.05})},
      {"gompertz, nearly constant", S(GompertzSurvival{.rate = 0.1, .shape = 1e-12})},
      {"gompertz, constant", S(GompertzSurvival{.rate = 0.1, .shape = 0})},
      {"log_logistic", S(LogLogisticSurvival{.shape = 1.5, .scale = 4})},
      {"log_logistic, falling hazard", S(LogLogisticSurvival{.shape = 0.8, .scale = 4})},
      {"lognormal", S(LognormalSurvival{.mu = 1.2, .sigma = 0.8})},
      {"piecewise", S(PiecewiseExponentialSurvival({0, 1, 3, 5}, {0.2, 0, 0.5, 0.05}))},
      {"piecewise, cured", S(PiecewiseExponentialSurvival({0, 1, 3}, {0.2, 0.3, 0}))},
      {"weibull mixture", S(WeibullSurvival{.shape = 1.3, .scale = 5}, 0.3)},
      {"log_logistic mixture, few cured", S(LogLogisticSurvival{.shape = 1.5, .scale = 4}, 1e-9)},
      {"lognormal mixture, most cured", S(LognormalSurvival{.mu = 1.2, .sigma = 0.8}, 0.8)},
  };
}

/// Each family as it is, and with a constant, a delayed, a waning, a crossing and an interrupted effect.
inline std::vector<Named> distributions() {
  std::vector<Named> all = families();
  for (auto const& [name, control] : families()) {
    all.push_back({name + " x 0.6", control.with_hazard_ratios({0}, {0.6})});
    all.push_back({name + ", delayed", control.with_hazard_ratios({0, 2}, {1, 0.5})});
    all.push_back({name + ", waning", control.with_hazard_ratios({0, 2, 6}, {0.5, 0.8, 1})});
    all.push_back({name + ", crossing", control.with_hazard_ratios({0, 2.5}, {0.4, 1.7})});
    all.push_back({name + ", interrupted", control.with_hazard_ratios({0, 2, 3}, {1, 0, 1.7})});
  }
  return all;
}

} // namespace iptwsim::test
