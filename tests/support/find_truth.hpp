#pragma once
// A simulation up to its cohorts, for tests.

#include <vector>

#include "plan/simulation.hpp"

namespace iptwsim::test {

/// Evaluates and uses the stages before the cohorts.
inline void find_truth(Simulation& simulation) {
  auto const stages = simulation.stages();
  for (std::size_t stage = 0; stage + 1 < stages.size(); ++stage) {
    std::vector<Slab> slabs;
    for (std::uint32_t b = stages[stage]; b < stages[stage + 1]; ++b) {
      slabs.push_back(simulation.evaluate(simulation.blocks()[b]));
    }
    simulation.use(slabs);
  }
}

} // namespace iptwsim::test
