#pragma once
// Simulated scenarios as an index space of three stages, each a range of blocks that any process can evaluate:
//
//   solved   what a generating mechanism needs solved, once for all scenarios that generate alike
//   truth    its true values by random shift, once for all scenarios that also estimate alike
//   cohorts  simulated cohorts, each analysed as a real one would be, bootstrap included
//
// Solving has its own points, so the precision of the truth, or leaving it out, changes no cohort. Sums over cohorts
// are formed per block, so the size of blocks follows from the study alone.

#include <cstdint>
#include <span>
#include <vector>

#include "config/scenarios.hpp"
#include "inference/performance.hpp"
#include "plan/simulated_scenario.hpp"
#include "plan/work.hpp"

namespace iptwsim {

class Simulation : public Work {
public:
  explicit Simulation(std::vector<Scenario> scenarios);

  std::vector<Scenario> const& scenarios() const { return scenarios_; }

  std::vector<Block> const& blocks() const override { return blocks_; }
  std::vector<std::uint32_t> stages() const override { return {0, first_truth_, first_cohort_}; }
  std::vector<std::uint32_t> needs(Block const& block) const override;
  double cost(Block const& block) const override;
  void use(std::span<Slab const> slabs) override;
  Slab evaluate(Block const& block) const override;

  /// The cohorts of a scenario.
  BlockRange blocks_of(std::uint32_t scenario) const {
    return {first_cohorts_.at(scenario), first_cohorts_.at(scenario + 1)};
  }
  /// What was solved for a scenario, once it was used.
  Solved const& solved(std::uint32_t scenario) const { return solved_.at(generating_.part.at(scenario)); }
  /// The real cohort that a scenario draws from, fitted; or null.
  std::shared_ptr<Plasmode const> const& plasmode(std::uint32_t scenario) const {
    return plasmodes_.at(generating_.part.at(scenario));
  }
  /// The scenario with what was solved and its true values, ready to simulate.
  SimulatedScenario prepare(std::uint32_t scenario) const;

private:
  /// Scenarios that share something.
  struct Parts {
    std::vector<std::uint32_t> part;        ///< of each scenario
    std::vector<std::uint32_t> scenario;    ///< the first one of each part
    std::vector<std::uint32_t> first_block; ///< of each part, and the end
  };
  template <class TextOf> static Parts parts_of(std::vector<Scenario> const& scenarios, TextOf text_of);
  void add_block(BlockKind kind, std::uint32_t scenario, std::uint64_t first, std::uint32_t count);

  std::vector<Scenario> scenarios_;
  Parts generating_, truth_;
  std::vector<Block> blocks_;
  std::uint32_t first_truth_ = 0, first_cohort_ = 0;
  std::vector<std::uint32_t> first_cohorts_;               // block of each scenario, and the end
  std::vector<std::uint8_t> goes_in_lanes_;                // by scenario
  std::vector<Solved> solved_;                             // by generating part
  std::vector<std::shared_ptr<Plasmode const>> plasmodes_; // the same, null where patients are not drawn from a file
  std::vector<TrueValues> true_values_;                    // by truth part
};

/// Patients that one cohort of a study has in all its analyses together.
double patients_analysed(Study const& study);

/// Cohorts in a block: about 2^18 analysed patients, at most 512 cohorts.
std::uint32_t cohorts_per_block(Study const& study);

} // namespace iptwsim
