#pragma once
// Units of work and what they give. A block is a range of units of one scenario; evaluating it gives a slab, a pure
// function of the block: no globals, no clock, no thread. Blocks are evaluated in any order, slabs are used in theirs.

#include <cstdint>
#include <vector>

namespace iptwsim {

enum class BlockKind : std::uint8_t {
  full_sample = 0, ///< one unit: the cohort itself, with its diagnostics
  replicates = 1,  ///< bootstrap replicates first .. first + count - 1, counted from 1
  jackknife = 2,   ///< the cohort without patient i, i = first .. first + count - 1, counted from 0
  influence = 3,   ///< derivatives of the estimates with respect to patient i's frequency, counted as above
  solved = 4,      ///< one unit: what a generating mechanism needs solved (an intercept)
  truth = 5,       ///< true values by random shift first .. first + count - 1 of the integration points, from 0
  cohorts = 6,     ///< simulated cohorts first .. first + count - 1, counted from 1
};

struct Block {
  std::uint32_t index = 0; ///< position in the plan
  BlockKind kind = BlockKind::full_sample;
  std::uint32_t scenario = 0; ///< of a solved or truth block: the first scenario that needs it
  std::uint64_t first = 0;
  std::uint32_t count = 1;
};

/// Blocks first .. last - 1 of a plan.
struct BlockRange {
  std::uint32_t first = 0, last = 0;
};

/// values[c * count + u]: column c of unit first + u, and its Status code. sums: what is formed over the units of the
/// block (moments and counts over simulated cohorts), all that is left of them where the cohorts are not kept.
struct Slab {
  Block block;
  std::vector<double> values = {};
  std::vector<std::uint8_t> statuses = {};
  std::vector<double> sums = {};
};

/// Takes slabs in whatever order they are finished; never called from two threads at once.
class SlabSink {
public:
  virtual ~SlabSink() = default;
  virtual void put(Slab slab) = 0;
};

/// Gives slabs back, wherever they are kept.
class SlabSource {
public:
  virtual ~SlabSource() = default;
  virtual bool holds(std::uint32_t block) const = 0;

  /// The slabs of blocks first .. last - 1 of the plan in its order, without those that are not held. Reading on from
  /// the start of a plan to its end needs least memory.
  virtual std::vector<Slab> read(std::uint32_t first, std::uint32_t last) = 0;
};

} // namespace iptwsim
