#pragma once
// The slabs that any number of parts hold, by block. Parts may overlap, in any way: a block is a pure function, so a
// slab found twice is the same one, which is checked. Only an index is kept; the numbers are read when asked for.

#include <map>
#include <memory>
#include <span>

#include "results/part_file.hpp"

namespace iptwsim::results {

class PartSet : public SlabSource {
public:
  /// The blocks of the plan; must outlive the set.
  explicit PartSet(std::span<Block const> plan);

  /// Throws Error data when the part has a block that the plan has not, or another slab of a block that is held: then
  /// nothing of it is held.
  void add(PartIndex part);

  /// The same for slabs that are in no file.
  void add(std::vector<Slab> slabs);

  bool holds(std::uint32_t block) const override { return where_[block].part != nowhere; }
  std::vector<std::uint32_t> missing() const;

  /// Slabs that are in no file, which the set then holds no more.
  std::vector<Slab> take_unwritten();

  /// Throws Error data or no_input when a part has become unreadable since it was added.
  std::vector<Slab> read(std::uint32_t first, std::uint32_t last) override;

  std::vector<std::filesystem::path> files() const;

private:
  static constexpr std::uint32_t nowhere = 0xFFFFFFFF;
  struct Place {
    std::uint32_t part = nowhere, position = 0;
  };
  struct Entry {
    std::filesystem::path file; ///< empty: the slabs are kept here
    std::vector<Sha256> digests;
    std::uint32_t last = 0; ///< the last block of it
    std::vector<Slab> slabs = {};
  };

  void check(PartIndex const& part) const;
  Slab const& slab(Place const& place);

  std::span<Block const> plan_;
  std::vector<Place> where_; ///< by block
  std::vector<Entry> parts_;
  std::vector<std::uint32_t> loaded_; ///< parts with a file whose slabs are in memory
};

} // namespace iptwsim::results
