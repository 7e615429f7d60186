#include "results/part_arrays.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "results/hdf5_handles.hpp"

namespace iptwsim::results {
namespace {

using hdf5::Failure;

template <class Number> void append(std::vector<Number>& all, std::vector<Number> const& more) {
  all.insert(all.end(), more.begin(), more.end());
}

template <class Number> std::string_view bytes_of(std::vector<Number> const& numbers) {
  return {reinterpret_cast<char const*>(numbers.data()), numbers.size() * sizeof(Number)};
}

bool ends_fit(std::vector<std::int64_t> const& ends, std::size_t slabs) {
  return ends.size() == slabs && std::is_sorted(ends.begin(), ends.end()) && (ends.empty() || ends.front() >= 0);
}

bool within(std::vector<std::int64_t> const& numbers, std::int64_t largest) {
  return std::all_of(numbers.begin(), numbers.end(), [&](std::int64_t x) { return x >= 0 && x <= largest; });
}

template <class Number>
std::vector<Number> piece(std::vector<Number> const& all, std::vector<std::int64_t> const& ends, std::size_t s) {
  return {all.begin() + (s == 0 ? 0 : ends[s - 1]), all.begin() + ends[s]};
}

bool end_at(std::vector<std::int64_t> const& ends, std::size_t size) {
  return static_cast<std::size_t>(ends.empty() ? 0 : ends.back()) == size;
}

} // namespace

PartArrays PartArrays::of(std::span<Slab const> slabs, std::span<Sha256 const> digests) {
  PartArrays arrays;
  for (std::size_t s = 0; s < slabs.size(); ++s) {
    Slab const& slab = slabs[s];
    arrays.index.push_back(slab.block.index);
    arrays.kind.push_back(static_cast<std::uint8_t>(slab.block.kind));
    arrays.scenario.push_back(slab.block.scenario);
    arrays.first.push_back(static_cast<std::int64_t>(slab.block.first));
    arrays.count.push_back(slab.block.count);
    append(arrays.values, slab.values);
    append(arrays.statuses, slab.statuses);
    append(arrays.sums, slab.sums);
    arrays.values_end.push_back(static_cast<std::int64_t>(arrays.values.size()));
    arrays.statuses_end.push_back(static_cast<std::int64_t>(arrays.statuses.size()));
    arrays.sums_end.push_back(static_cast<std::int64_t>(arrays.sums.size()));
    arrays.sha256.insert(arrays.sha256.end(), digests[s].begin(), digests[s].end());
  }
  return arrays;
}

std::vector<Block> PartArrays::blocks() const {
  std::size_t const n = index.size();
  std::int64_t const u32 = std::numeric_limits<std::uint32_t>::max();
  bool const sizes = kind.size() == n && scenario.size() == n && first.size() == n && count.size() == n &&
                     sha256.size() == n * sizeof(Sha256) && ends_fit(values_end, n) && ends_fit(statuses_end, n) &&
                     ends_fit(sums_end, n);
  bool const ranges = within(index, u32) && within(scenario, u32) && within(count, u32) &&
                      within(first, std::numeric_limits<std::int64_t>::max());
  if (!sizes || !ranges) throw Failure("reading its blocks", "their sizes do not fit each other");
  std::vector<Block> all;
  all.reserve(n);
  for (std::size_t s = 0; s < n; ++s) {
    all.push_back({.index = static_cast<std::uint32_t>(index[s]),
                   .kind = static_cast<BlockKind>(kind[s]),
                   .scenario = static_cast<std::uint32_t>(scenario[s]),
                   .first = static_cast<std::uint64_t>(first[s]),
                   .count = static_cast<std::uint32_t>(count[s])});
  }
  return all;
}

std::vector<Sha256> PartArrays::digests() const {
  std::vector<Sha256> all(sha256.size() / sizeof(Sha256));
  auto from = sha256.begin();
  for (Sha256& digest : all) {
    std::copy_n(from, digest.size(), digest.begin());
    from += sizeof(Sha256);
  }
  return all;
}

std::vector<Slab> PartArrays::slabs() const {
  std::vector<Block> const all_blocks = blocks();
  std::vector<Sha256> const all_digests = digests();
  if (!end_at(values_end, values.size()) || !end_at(statuses_end, statuses.size()) || !end_at(sums_end, sums.size())) {
    throw Failure("reading its slabs", "their sizes do not fit its blocks");
  }
  std::vector<Slab> all;
  all.reserve(all_blocks.size());
  for (std::size_t s = 0; s < all_blocks.size(); ++s) {
    all.push_back({.block = all_blocks[s],
                   .values = piece(values, values_end, s),
                   .statuses = piece(statuses, statuses_end, s),
                   .sums = piece(sums, sums_end, s)});
    if (digest_of(all.back()) != all_digests[s]) throw Failure("reading its slabs", "one is not that of its digest");
  }
  return all;
}

Sha256 digest_of(Slab const& slab) {
  std::vector<std::uint64_t> const head{slab.block.index,     static_cast<std::uint64_t>(slab.block.kind),
                                        slab.block.scenario,  slab.block.first,
                                        slab.block.count,     slab.values.size(),
                                        slab.statuses.size(), slab.sums.size()};
  std::array<std::string_view, 4> const pieces{bytes_of(head), bytes_of(slab.values), bytes_of(slab.statuses),
                                               bytes_of(slab.sums)};
  return sha256(pieces);
}

} // namespace iptwsim::results
