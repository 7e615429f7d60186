#pragma once
// The arrays of a part file: one entry a slab, then the numbers of all slabs one after the other.

#include <cstdint>
#include <span>
#include <vector>

#include "plan/slab.hpp"
#include "results/digest.hpp"

namespace iptwsim::results {

struct PartArrays {
  std::vector<std::int64_t> index, scenario, first, count;      ///< of each block
  std::vector<std::int64_t> values_end, statuses_end, sums_end; ///< where each slab's numbers end
  std::vector<std::uint8_t> kind, sha256;                       ///< sha256: 32 bytes a slab
  std::vector<double> values, sums;
  std::vector<std::uint8_t> statuses;

  template <class Self, class Visitor> static void visit_blocks(Self& self, Visitor const& visit) {
    visit("index", self.index);
    visit("kind", self.kind);
    visit("scenario", self.scenario);
    visit("first", self.first);
    visit("count", self.count);
    visit("values_end", self.values_end);
    visit("statuses_end", self.statuses_end);
    visit("sums_end", self.sums_end);
    visit("sha256", self.sha256);
  }
  template <class Self, class Visitor> static void visit_numbers(Self& self, Visitor const& visit) {
    visit("values", self.values);
    visit("statuses", self.statuses);
    visit("sums", self.sums);
  }

  static PartArrays of(std::span<Slab const> slabs, std::span<Sha256 const> digests);

  // Both throw hdf5::Failure on what no program of ours writes: a file's digest says that its bytes are as written, not
  // that they were written well.
  std::vector<Block> blocks() const;
  std::vector<Slab> slabs() const;

  std::vector<Sha256> digests() const;
};

/// Of everything that a slab is; equal digests are equal bits.
Sha256 digest_of(Slab const& slab);

} // namespace iptwsim::results
