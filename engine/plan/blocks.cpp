#include "plan/blocks.hpp"

#include <algorithm>

namespace iptwsim {
namespace {

bool has(std::vector<VarianceMethod> const& methods, VarianceMethod wanted) {
  return std::find(methods.begin(), methods.end(), wanted) != methods.end();
}

bool needs_acceleration(Study const& study, Acceleration kind) {
  if (!study.bootstrap || study.bootstrap->bca.acceleration != kind) return false;
  auto const& intervals = study.bootstrap->intervals;
  return std::find(intervals.begin(), intervals.end(), IntervalMethod::bca) != intervals.end();
}

void add_blocks(std::vector<Block>& blocks, BlockKind kind, std::uint64_t first, std::uint64_t units,
                std::uint32_t units_per_block) {
  for (std::uint64_t done = 0; done < units; done += units_per_block) {
    std::uint64_t const count = std::min<std::uint64_t>(units_per_block, units - done);
    blocks.push_back({.index = static_cast<std::uint32_t>(blocks.size()),
                      .kind = kind,
                      .first = first + done,
                      .count = static_cast<std::uint32_t>(count)});
  }
}

} // namespace

bool needs_jackknife(Study const& study) {
  return has(study.variance, VarianceMethod::jackknife) || needs_acceleration(study, Acceleration::jackknife);
}

bool needs_influence(Study const& study) {
  return has(study.variance, VarianceMethod::stacked) || needs_acceleration(study, Acceleration::influence);
}

std::vector<Block> make_blocks(Study const& study, std::size_t patients, std::uint32_t units_per_block) {
  std::vector<Block> blocks;
  add_blocks(blocks, BlockKind::full_sample, 0, 1, 1);
  std::uint64_t const replicates = study.bootstrap ? static_cast<std::uint64_t>(study.bootstrap->replicates) : 0;
  add_blocks(blocks, BlockKind::replicates, 1, replicates, units_per_block);
  if (needs_jackknife(study)) add_blocks(blocks, BlockKind::jackknife, 0, patients, units_per_block);
  if (needs_influence(study)) add_blocks(blocks, BlockKind::influence, 0, patients, units_per_block);
  return blocks;
}

} // namespace iptwsim
