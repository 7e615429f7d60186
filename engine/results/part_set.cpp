#include "results/part_set.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "results/part_arrays.hpp"

namespace iptwsim::results {
namespace {

bool same(Block const& a, Block const& b) {
  return a.index == b.index && a.kind == b.kind && a.scenario == b.scenario && a.first == b.first && a.count == b.count;
}

std::string shown(std::filesystem::path const& file) { return file.empty() ? "this run" : file.string(); }

Error other_plan(PartIndex const& part, Block const& block) {
  return Error(ExitCode::data, {.file = shown(part.file),
                                .what = fmt::format("block {} is none of this plan", block.index),
                                .why = "another version of iptwsim cut the work into other blocks",
                                .advice = "move it away; what it held is computed again by `iptwsim run --resume`"});
}

Error other_slab(PartIndex const& part, Block const& block, std::filesystem::path const& other) {
  return Error(
      ExitCode::data,
      {.file = shown(part.file),
       .what = fmt::format("its numbers of block {} are not those of {}", block.index, shown(other)),
       .why = "the same block of the same work gives the same bits, so a machine or a program was faulty",
       .advice = "find out which one, move its parts away, and compute them again with `iptwsim run --resume`"});
}

} // namespace

PartSet::PartSet(std::span<Block const> plan) : plan_(plan), where_(plan.size()) {}

void PartSet::check(PartIndex const& part) const {
  for (std::size_t position = 0; position < part.blocks.size(); ++position) {
    Block const& block = part.blocks[position];
    if (block.index >= plan_.size() || !same(block, plan_[block.index])) throw other_plan(part, block);
    Place const& place = where_[block.index];
    if (place.part == nowhere) continue;
    Entry const& held = parts_[place.part];
    if (held.digests[place.position] != part.digests[position]) throw other_slab(part, block, held.file);
  }
}

void PartSet::add(PartIndex part) {
  check(part);
  auto const number = static_cast<std::uint32_t>(parts_.size());
  Entry entry{.file = std::move(part.file), .digests = std::move(part.digests)};
  for (std::size_t position = 0; position < part.blocks.size(); ++position) {
    std::uint32_t const block = part.blocks[position].index;
    entry.last = std::max(entry.last, block);
    Place& place = where_[block];
    if (place.part == nowhere) place = {number, static_cast<std::uint32_t>(position)};
  }
  parts_.push_back(std::move(entry));
}

void PartSet::add(std::vector<Slab> slabs) {
  PartIndex index;
  for (Slab const& slab : slabs) {
    index.blocks.push_back(slab.block);
    index.digests.push_back(digest_of(slab));
  }
  add(std::move(index));
  parts_.back().slabs = std::move(slabs);
}

std::vector<Slab> PartSet::take_unwritten() {
  std::vector<Slab> all;
  for (std::uint32_t number = 0; number < parts_.size(); ++number) {
    Entry& entry = parts_[number];
    if (!entry.file.empty()) continue;
    for (Slab& slab : entry.slabs) {
      Place& place = where_[slab.block.index];
      if (place.part == number) place = {};
      all.push_back(std::move(slab));
    }
    entry.slabs.clear();
  }
  return all;
}

std::vector<std::uint32_t> PartSet::missing() const {
  std::vector<std::uint32_t> blocks;
  for (std::uint32_t block = 0; block < where_.size(); ++block) {
    if (!holds(block)) blocks.push_back(block);
  }
  return blocks;
}

Slab const& PartSet::slab(Place const& place) {
  Entry& entry = parts_[place.part];
  if (entry.slabs.empty()) {
    Part part = read_part(entry.file);
    if (part.index.digests != entry.digests) {
      throw Error(ExitCode::data, {.file = entry.file.string(),
                                   .what = "has changed while it was read",
                                   .why = "parts are written once",
                                   .advice = "try again"});
    }
    entry.slabs = std::move(part.slabs);
    loaded_.push_back(place.part);
  }
  return entry.slabs[place.position];
}

std::vector<Slab> PartSet::read(std::uint32_t first, std::uint32_t last) {
  std::vector<Slab> slabs;
  for (std::uint32_t block = first; block < last; ++block) {
    if (holds(block)) slabs.push_back(slab(where_[block]));
  }
  std::erase_if(loaded_, [&](std::uint32_t number) { // who reads on has done with them
    Entry& entry = parts_[number];
    bool const passed = entry.last < last;
    if (passed) std::vector<Slab>().swap(entry.slabs);
    return passed;
  });
  return slabs;
}

std::vector<std::filesystem::path> PartSet::files() const {
  std::vector<std::filesystem::path> files;
  for (Entry const& entry : parts_) {
    if (!entry.file.empty()) files.push_back(entry.file);
  }
  return files;
}

} // namespace iptwsim::results
