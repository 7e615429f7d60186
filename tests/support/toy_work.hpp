#pragma once
// Work without statistics: scenarios of any cost, each with one block of a first stage, which its cohorts need.

#include <functional>
#include <map>
#include <stdexcept>
#include <utility>
#include <vector>

#include "plan/work.hpp"

namespace iptwsim::test {

struct ToyScenario {
  std::uint32_t blocks = 1;
  double cost = 1;       ///< of each block
  double truth_cost = 0; ///< of the block of the first stage
};

class ToyWork : public Work {
public:
  explicit ToyWork(std::vector<ToyScenario> scenarios) : scenarios_(std::move(scenarios)) {
    for (std::uint32_t s = 0; s < scenarios_.size(); ++s) add(BlockKind::truth, s, 0);
    for (std::uint32_t s = 0; s < scenarios_.size(); ++s) {
      for (std::uint32_t k = 0; k < scenarios_[s].blocks; ++k) add(BlockKind::cohorts, s, 1 + 2 * k);
    }
  }

  std::function<void(Block const&)> on_evaluate = [](Block const&) {}; ///< called before each evaluation

  std::vector<Block> const& blocks() const override { return blocks_; }
  std::vector<std::uint32_t> stages() const override { return {0, static_cast<std::uint32_t>(scenarios_.size())}; }
  std::vector<std::uint32_t> needs(Block const& block) const override {
    if (block.kind == BlockKind::truth) return {};
    return {block.scenario};
  }
  double cost(Block const& block) const override {
    auto const& scenario = scenarios_[block.scenario];
    return block.kind == BlockKind::truth ? scenario.truth_cost : scenario.cost;
  }
  void use(std::span<Slab const> slabs) override {
    for (Slab const& slab : slabs) truth_[slab.block.scenario] = slab.values.at(0);
  }

  /// A cohort's value is its truth and its place; throws without the truth.
  Slab evaluate(Block const& block) const override {
    on_evaluate(block);
    if (block.kind == BlockKind::truth) {
      return {.block = block, .values = {100.0 * block.scenario}, .statuses = {0}};
    }
    double const truth = truth_.at(block.scenario);
    double const first = static_cast<double>(block.first);
    return {.block = block, .values = {truth + first, truth + first + 1}, .statuses = {0, 1}, .sums = {truth}};
  }

private:
  void add(BlockKind kind, std::uint32_t scenario, std::uint64_t first) {
    blocks_.push_back({.index = static_cast<std::uint32_t>(blocks_.size()),
                       .kind = kind,
                       .scenario = scenario,
                       .first = first,
                       .count = kind == BlockKind::truth ? 1U : 2U});
  }

  std::vector<ToyScenario> scenarios_;
  std::vector<Block> blocks_;
  std::map<std::uint32_t, double> truth_;
};

} // namespace iptwsim::test
