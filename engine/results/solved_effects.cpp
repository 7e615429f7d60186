#include "results/solved_effects.hpp"

#include <algorithm>
#include <string>

#include "math/constants.hpp"

namespace iptwsim::results {

void add_solved_effects(Simulation const& simulation, std::vector<std::uint32_t> const& scenarios, Group& group) {
  std::vector<std::string> endpoints;
  for (std::uint32_t const s : scenarios) {
    for (SolvedConditional const& one : simulation.solved(s).conditional) {
      if (std::find(endpoints.begin(), endpoints.end(), one.endpoint) == endpoints.end()) {
        endpoints.push_back(one.endpoint);
      }
    }
  }
  if (endpoints.empty()) return;
  std::vector<double> effects(scenarios.size() * endpoints.size(), math::not_a_number);
  std::vector<double> effect_errors = effects, shifts = effects, shift_errors = effects;
  for (std::size_t row = 0; row < scenarios.size(); ++row) {
    for (SolvedConditional const& one : simulation.solved(scenarios[row]).conditional) {
      auto const found = std::find(endpoints.begin(), endpoints.end(), one.endpoint);
      std::size_t const at = row * endpoints.size() + static_cast<std::size_t>(found - endpoints.begin());
      if (one.has_effect) effects[at] = one.effect, effect_errors[at] = one.effect_error;
      if (one.has_shift) shifts[at] = one.shift, shift_errors[at] = one.shift_error;
    }
  }
  group.axes.push_back({"solved_endpoint", endpoints});
  auto const add = [&](std::string const& name, std::vector<double> const& numbers, std::string const& meaning) {
    group.arrays.push_back({name, {"scenario", "solved_endpoint"}, numbers, {{"long_name", meaning}}});
  };
  add("patient_effect", effects, "log hazard ratio or log time ratio of treatment of a patient, solved for");
  add("patient_effect_error", effect_errors, "standard error of solving it");
  add("hazard_shift", shifts,
      "added to every log hazard ratio, or taken from every log time ratio, for event_fraction");
  add("hazard_shift_error", shift_errors, "standard error of solving it");
}

} // namespace iptwsim::results
