#pragma once
// Dealing a plan to shards: a pure function of the plan, so that shards agree without talking to each other.
//
// Only the last stage is dealt, in runs of consecutive blocks: neighbours need the same blocks of earlier stages, and
// whoever merges reads one part after the other. A shard costs its blocks and, once each, the earlier ones that they
// need. The dearest shard is as cheap as runs of consecutive blocks allow, to one part in a thousand.

#include <cstdint>
#include <vector>

#include "plan/work.hpp"

namespace iptwsim {

struct Shard {
  std::uint32_t index = 1, count = 1; ///< index counts from 1
};

/// Shard k (from 0) has the blocks starts[k] .. starts[k + 1] - 1 of the last stage; none where both are equal, as when
/// there are more shards than blocks. count + 1 numbers.
std::vector<std::uint32_t> shard_starts(Work const& work, std::uint32_t count);

/// What each shard costs (Work::cost), earlier blocks included.
std::vector<double> shard_costs(Work const& work, std::uint32_t count);

/// What a shard evaluates: its blocks of the last stage and those of earlier stages that they need, in plan order.
std::vector<std::uint32_t> shard_blocks(Work const& work, Shard shard);

} // namespace iptwsim
