#pragma once
// What a run computes: an index space of blocks in stages. Blocks of a stage are evaluated in any order, by anybody; a
// block of a later stage needs slabs of earlier ones, which use() hands over before it is evaluated.

#include <cstdint>
#include <span>
#include <vector>

#include "plan/slab.hpp"

namespace iptwsim {

class Work {
public:
  virtual ~Work() = default;

  /// All blocks, stage after stage; blocks()[i].index == i.
  virtual std::vector<Block> const& blocks() const = 0;

  /// The first block of each stage; the first is 0. Only the last stage is dealt to shards: who evaluates a block also
  /// evaluates the blocks of earlier stages that it needs.
  virtual std::vector<std::uint32_t> stages() const { return {0}; }

  /// Blocks of earlier stages that a block needs, directly or through others: by its kind and scenario alone.
  virtual std::vector<std::uint32_t> needs(Block const&) const { return {}; }

  /// What evaluating a block costs, in analysed patients: a pure function of the plan.
  virtual double cost(Block const& block) const = 0;

  /// Takes slabs of one earlier stage in plan order; those that nobody here needs may be missing. Called between the
  /// stages, never during evaluate().
  virtual void use(std::span<Slab const>) {}

  /// A pure function of the block and of what was used. Called from many threads at once.
  virtual Slab evaluate(Block const& block) const = 0;
};

} // namespace iptwsim
