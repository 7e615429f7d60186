#include "results/collector.hpp"

#include <stdexcept>

namespace iptwsim::results {

std::vector<Slab> Collector::take() {
  std::vector<Slab> slabs;
  for (auto& slab : slabs_) {
    if (!slab) throw std::logic_error("a block of the plan was not computed");
    slabs.push_back(std::move(*slab));
  }
  return slabs;
}

ColumnValues column_values(std::span<Slab const> slabs, BlockKind kind, std::size_t column) {
  ColumnValues joined;
  for (Slab const& slab : slabs) {
    if (slab.block.kind != kind) continue;
    auto const first = static_cast<std::ptrdiff_t>(column * slab.block.count), last = first + slab.block.count;
    joined.values.insert(joined.values.end(), slab.values.begin() + first, slab.values.begin() + last);
    joined.statuses.insert(joined.statuses.end(), slab.statuses.begin() + first, slab.statuses.begin() + last);
  }
  return joined;
}

Slab const& full_sample(std::span<Slab const> slabs) {
  for (Slab const& slab : slabs) {
    if (slab.block.kind == BlockKind::full_sample) return slab;
  }
  throw std::logic_error("the plan has no block of the cohort itself");
}

} // namespace iptwsim::results
