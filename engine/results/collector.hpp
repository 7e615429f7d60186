#pragma once
// Keeps the slabs of a run until all are there.

#include <optional>
#include <span>
#include <vector>

#include "plan/slab.hpp"

namespace iptwsim::results {

class Collector : public SlabSink {
public:
  /// For `blocks` consecutive blocks, those of one stage, from number `first` on.
  explicit Collector(std::size_t blocks, std::size_t first = 0) : slabs_(blocks), first_(first) {}

  void put(Slab slab) override { slabs_.at(slab.block.index - first_) = std::move(slab); }

  /// In plan order. Throws std::logic_error when a block is missing.
  std::vector<Slab> take();

private:
  std::vector<std::optional<Slab>> slabs_;
  std::size_t first_;
};

/// One column's units in order, joined from the slabs of one kind.
struct ColumnValues {
  std::vector<double> values;
  std::vector<std::uint8_t> statuses;
};

ColumnValues column_values(std::span<Slab const> slabs, BlockKind kind, std::size_t column);

/// The slab of the cohort itself.
Slab const& full_sample(std::span<Slab const> slabs);

} // namespace iptwsim::results
