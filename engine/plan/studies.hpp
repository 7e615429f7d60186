#pragma once
// Real cohorts as an index space: each scenario of a config (one, without a sweep) is an experiment on its cohort, and
// the blocks of all experiments follow one another.

#include <memory>
#include <vector>

#include "config/scenarios.hpp"
#include "plan/experiment.hpp"
#include "plan/work.hpp"

namespace iptwsim {

class Studies : public Work {
public:
  /// cohorts[s] is that of scenarios[s].
  Studies(std::vector<Scenario> scenarios, std::vector<Cohort> cohorts);

  std::vector<Scenario> const& scenarios() const { return scenarios_; }
  Experiment const& experiment(std::size_t scenario) const { return *experiments_.at(scenario); }
  BlockRange blocks_of(std::size_t scenario) const;

  std::vector<Block> const& blocks() const override { return blocks_; }
  double cost(Block const& block) const override;
  Slab evaluate(Block const& block) const override;

private:
  std::vector<Scenario> scenarios_;
  std::vector<std::unique_ptr<Experiment const>> experiments_;
  std::vector<Block> blocks_;
  std::vector<std::uint32_t> first_block_; // of each scenario, and the end
};

} // namespace iptwsim
