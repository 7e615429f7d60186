// make_parts CONFIG SHARDS FOLDER: the parts that SHARDS shards of a sweep would leave, without their work: the first
// unit of each scenario in a shard is computed, and its numbers stand in every unit of it there. For parts_bench.py.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "config/scenarios.hpp"
#include "plan/shard.hpp"
#include "plan/simulation.hpp"
#include "results/assemble.hpp"
#include "results/part_file.hpp"

namespace {

using namespace iptwsim;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// The numbers of one unit in all units of a block of the same scenario.
Slab as_block(Slab const& unit, Block const& block) {
  Slab out{.block = block, .values = {}, .statuses = {}, .sums = unit.sums};
  for (std::size_t c = 0; c < unit.values.size(); ++c) {
    out.values.insert(out.values.end(), block.count, unit.values[c]);
    out.statuses.insert(out.statuses.end(), block.count, unit.statuses[c]);
  }
  return out;
}

int make(std::filesystem::path const& config_file, std::uint32_t shards, std::filesystem::path const& folder) {
  auto start = Clock::now();
  StudyConfig config = load_config(config_file);
  std::int64_t const seed = config.scenarios.front().study.seed;
  results::Identity const identity{.config = config.resolved, .cohort_sha256 = {}};
  results::PartIdentity const part_identity{.config = identity.config,
                                            .attributes = results::identity_attributes(identity, seed)};
  Simulation simulation(std::move(config.scenarios));
  fmt::print("{} scenarios, {} blocks: planned in {:.2f} s\n", simulation.scenarios().size(),
             simulation.blocks().size(), seconds_since(start));
  start = Clock::now();
  auto const starts = shard_starts(simulation, shards);
  fmt::print("dealt to {} shards in {:.2f} s\n", shards, seconds_since(start));

  start = Clock::now();
  auto const& blocks = simulation.blocks();
  auto const stages = simulation.stages();
  std::vector<Slab> earlier;
  for (std::size_t stage = 0; stage + 1 < stages.size(); ++stage) {
    std::size_t const first = earlier.size();
    for (std::uint32_t b = stages[stage]; b < stages[stage + 1]; ++b) earlier.push_back(simulation.evaluate(blocks[b]));
    simulation.use(std::span<Slab const>(earlier).subspan(first));
  }
  std::filesystem::create_directories(folder);
  std::uintmax_t bytes = 0;
  Slab model;
  for (std::uint32_t k = 0; k < shards; ++k) {
    std::set<std::uint32_t> needed;
    std::vector<Slab> cohorts, slabs;
    for (std::uint32_t b = starts[k]; b < starts[k + 1]; ++b) {
      Block const& block = blocks[b];
      bool const is_first = b == starts[k] || blocks[b - 1].scenario != block.scenario;
      if (is_first) {
        Block first = block;
        first.count = 1;
        model = simulation.evaluate(first);
        for (std::uint32_t const need : simulation.needs(block)) needed.insert(need);
      }
      cohorts.push_back(as_block(model, block));
    }
    for (std::uint32_t const need : needed) slabs.push_back(earlier[need]);
    std::move(cohorts.begin(), cohorts.end(), std::back_inserter(slabs));
    auto const part = results::write_part(part_identity,
                                          {{"shard", fmt::format("{}/{}", k + 1, shards)},
                                           {"config_file", std::filesystem::absolute(config_file).string()}},
                                          slabs, folder);
    bytes += std::filesystem::file_size(part.file);
  }
  fmt::print("{} parts of {:.1f} MB together in {:.1f} s\n", shards, static_cast<double>(bytes) / 1e6,
             seconds_since(start));
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "make_parts CONFIG SHARDS FOLDER\n");
    return 64;
  }
  return make(argv[1], static_cast<std::uint32_t>(std::atoi(argv[2])), argv[3]);
}
