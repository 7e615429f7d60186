#pragma once
// Which blocks of an incomplete plan a result can be made of.

#include <vector>

#include "plan/work.hpp"

namespace iptwsim {

/// By block. Of the last stage: simulated cohorts that are held with all that they need; the cohort of a file with the
/// replicates before the first gap, if nothing else of it is missing. Of earlier stages: what these need.
std::vector<char> usable_blocks(Work const& work, SlabSource const& held);

/// The blocks of a source that are marked.
class MarkedSource : public SlabSource {
public:
  MarkedSource(SlabSource& all, std::vector<char> marked) : all_(all), marked_(std::move(marked)) {}

  bool holds(std::uint32_t block) const override { return marked_[block] != 0 && all_.holds(block); }
  std::vector<Slab> read(std::uint32_t first, std::uint32_t last) override {
    std::vector<Slab> slabs = all_.read(first, last);
    std::erase_if(slabs, [&](Slab const& slab) { return marked_[slab.block.index] == 0; });
    return slabs;
  }

private:
  SlabSource& all_;
  std::vector<char> marked_;
};

/// Hands the slabs of all earlier stages to the work.
void use_earlier_stages(Work& work, SlabSource& slabs);

} // namespace iptwsim
