#include "scenario/conditional_solved.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace iptwsim {

std::vector<SolvedConditional> conditional_wishes_of(SyntheticOptions const& options) {
  std::vector<SolvedConditional> wishes;
  for (auto const& [name, outcome] : options.endpoints) {
    if (!outcome.conditional || !outcome.conditional->is_to_solve()) continue;
    wishes.push_back({.endpoint = name,
                      .has_effect = outcome.conditional->treatment.marginal.has_value(),
                      .has_shift = outcome.conditional->event_fraction.has_value()});
  }
  return wishes;
}

SyntheticOptions with_solved(SyntheticOptions options, std::vector<SolvedConditional> const& solved) {
  for (SolvedConditional const& one : solved) {
    auto const found = std::find_if(options.endpoints.begin(), options.endpoints.end(),
                                    [&](auto const& endpoint) { return endpoint.first == one.endpoint; });
    IPTWSIM_EXPECTS(found != options.endpoints.end());
    ConditionalOptions& model = *found->second.conditional;
    if (one.has_effect) {
      (model.is_accelerated() ? model.treatment.log_time_ratio : model.treatment.log_hazard_ratio) = one.effect;
      model.treatment.marginal.reset();
    }
    if (one.has_shift) {
      model.solved_shift = one.shift;
      model.event_fraction.reset();
    }
  }
  return options;
}

} // namespace iptwsim
