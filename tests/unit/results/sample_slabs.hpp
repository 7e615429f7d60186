#pragma once
// A small plan with slabs of every shape: values with NaN and -0, sums alone, nothing at all.

#include <bit>
#include <limits>
#include <vector>

#include "plan/slab.hpp"
#include "results/part_file.hpp"

namespace iptwsim::results {

inline std::vector<Block> sample_plan(std::uint32_t blocks) {
  std::vector<Block> plan;
  for (std::uint32_t index = 0; index < blocks; ++index) {
    plan.push_back({.index = index,
                    .kind = index == 0 ? BlockKind::full_sample : BlockKind::cohorts,
                    .scenario = index / 4,
                    .first = 1 + 10 * std::uint64_t{index},
                    .count = index == 0 ? 1U : 2U + index % 3});
  }
  return plan;
}

inline Slab sample_slab(Block const& block) {
  Slab slab{.block = block};
  if (block.index % 5 == 4) return slab;
  for (std::uint32_t u = 0; u < 3 * block.count; ++u) {
    double const value = u == 1 ? -0.0 : 1.0 / (1 + u + block.index);
    slab.values.push_back(u == 2 ? std::numeric_limits<double>::quiet_NaN() : value);
    slab.statuses.push_back(static_cast<std::uint8_t>((u + block.index) % 7));
  }
  if (block.index % 2 == 1) slab.sums = {1e300, 0.0, static_cast<double>(block.index)};
  if (block.index % 3 == 1) slab.values.clear(), slab.statuses.clear();
  return slab;
}

inline std::vector<Slab> sample_slabs(std::vector<Block> const& plan, std::uint32_t first, std::uint32_t last) {
  std::vector<Slab> slabs;
  for (std::uint32_t index = first; index < last; ++index) slabs.push_back(sample_slab(plan[index]));
  return slabs;
}

inline PartIdentity sample_identity(std::int64_t seed = 7) {
  std::string const config = "{\"seed\": " + std::to_string(seed) + ", \"bootstrap\": {\"replicates\": 100}}\n";
  return {.config = config,
          .attributes = {{"config_sha256", sha256_hex(config)},
                         {"cohort_sha256", std::string(64, 'c')},
                         {"seed", seed},
                         {"results_version", std::int64_t{1}}}};
}

/// Bits, so that NaN equals NaN and 0 does not equal -0.
inline bool same_bits(Slab const& a, Slab const& b) {
  auto const bits = [](std::vector<double> const& values) {
    std::vector<std::uint64_t> all;
    for (double const value : values) all.push_back(std::bit_cast<std::uint64_t>(value));
    return all;
  };
  return a.block.index == b.block.index && a.block.kind == b.block.kind && a.block.scenario == b.block.scenario &&
         a.block.first == b.block.first && a.block.count == b.block.count && a.statuses == b.statuses &&
         bits(a.values) == bits(b.values) && bits(a.sums) == bits(b.sums);
}

} // namespace iptwsim::results
