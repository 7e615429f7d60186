#pragma once
// A part: some slabs of one piece of work as a small complete file (FORMAT.md), so that a checkpoint, a shard and a
// duplicate are the same thing. Its name is the SHA-256 of its identity and slabs: equal names hold equal slabs, and
// whichever copy is renamed into place last changes nothing (adr/0010).

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "plan/slab.hpp"
#include "results/digest.hpp"
#include "results/document.hpp"

namespace iptwsim::results {

inline constexpr std::string_view part_filetype = "iptwsim part";

/// What a part is a part of. Parts of equal identity belong together.
struct PartIdentity {
  std::string config;         ///< the resolved config, as text
  Attributes attributes = {}; ///< identity_attributes(): its digest, the cohort's, seed, results_version

  bool operator==(PartIdentity const&) const = default;
};

/// A part without its numbers.
struct PartIndex {
  std::filesystem::path file;
  PartIdentity identity;
  std::map<std::string, std::string> provenance = {}; ///< who wrote it: whatever may differ between equal parts
  std::vector<Block> blocks = {};
  std::vector<Sha256> digests = {}; ///< of each block's slab
};

struct Part {
  PartIndex index;
  std::vector<Slab> slabs;
};

/// Writes slabs as one part into a folder that is there. Any failure is an Error cannot_write.
PartIndex write_part(PartIdentity const& identity, std::map<std::string, std::string> const& provenance,
                     std::span<Slab const> slabs, std::filesystem::path const& folder);

/// Both check the digest of the file before HDF5 opens it; the latter also those of all slabs. Error no_input when the
/// file cannot be read, data when it is damaged, no part, or of another format.
PartIndex read_part_index(std::filesystem::path const& file);
Part read_part(std::filesystem::path const& file);

} // namespace iptwsim::results
