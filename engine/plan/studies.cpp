#include "plan/studies.hpp"

#include "core/error.hpp"

namespace iptwsim {

Studies::Studies(std::vector<Scenario> scenarios, std::vector<Cohort> cohorts) : scenarios_(std::move(scenarios)) {
  IPTWSIM_EXPECTS(cohorts.size() == scenarios_.size());
  for (std::size_t s = 0; s < scenarios_.size(); ++s) {
    Study const& study = scenarios_[s].study;
    experiments_.push_back(std::make_unique<Experiment const>(study, std::move(cohorts[s])));
    first_block_.push_back(static_cast<std::uint32_t>(blocks_.size()));
    for (Block block : experiments_.back()->blocks()) {
      block.index = static_cast<std::uint32_t>(blocks_.size());
      block.scenario = static_cast<std::uint32_t>(s);
      blocks_.push_back(block);
    }
  }
  first_block_.push_back(static_cast<std::uint32_t>(blocks_.size()));
}

BlockRange Studies::blocks_of(std::size_t scenario) const {
  return {first_block_.at(scenario), first_block_.at(scenario + 1)};
}

double Studies::cost(Block const& block) const {
  return static_cast<double>(block.count) * static_cast<double>(experiment(block.scenario).prepared().cohort.size());
}

Slab Studies::evaluate(Block const& block) const { return experiment(block.scenario).evaluate(block); }

} // namespace iptwsim
