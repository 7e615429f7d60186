#include "plan/usable.hpp"

#include <algorithm>
#include <set>

namespace iptwsim {
namespace {

/// A cohort of a file: without itself, or without one of its patients, it has no answer; replicates may be fewer.
void keep_answerable(std::vector<Block> const& blocks, std::vector<char>& usable) {
  std::set<std::uint32_t> unanswerable, gaps; // scenarios
  for (Block const& block : blocks) {
    bool const can_be_fewer = block.kind == BlockKind::replicates || block.kind == BlockKind::cohorts;
    if (usable[block.index] == 0 && !can_be_fewer) unanswerable.insert(block.scenario);
  }
  for (Block const& block : blocks) {
    bool const is_replicates = block.kind == BlockKind::replicates;
    if (usable[block.index] == 0 && is_replicates) gaps.insert(block.scenario);
    bool const after_gap = is_replicates && gaps.contains(block.scenario);
    if (unanswerable.contains(block.scenario) || after_gap) usable[block.index] = 0;
  }
}

} // namespace

std::vector<char> usable_blocks(Work const& work, SlabSource const& held) {
  auto const& blocks = work.blocks();
  std::uint32_t const last_stage = work.stages().back();
  std::vector<char> usable(blocks.size(), 0);
  for (std::size_t b = last_stage; b < blocks.size(); ++b) {
    auto const needs = work.needs(blocks[b]);
    auto const is_held = [&](std::uint32_t block) { return held.holds(block); };
    usable[b] = held.holds(blocks[b].index) && std::all_of(needs.begin(), needs.end(), is_held) ? 1 : 0;
  }
  std::vector<Block> const own(blocks.begin() + last_stage, blocks.end());
  keep_answerable(own, usable);
  for (Block const& block : own) {
    if (usable[block.index] == 0) continue;
    for (std::uint32_t const need : work.needs(block)) usable[need] = 1;
  }
  return usable;
}

void use_earlier_stages(Work& work, SlabSource& slabs) {
  auto const stages = work.stages();
  for (std::size_t s = 0; s + 1 < stages.size(); ++s) work.use(slabs.read(stages[s], stages[s + 1]));
}

} // namespace iptwsim
