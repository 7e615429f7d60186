#pragma once
// The folder OUT.h5.parts: which parts are in it, whether they are of this work, and which are bad.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "results/part_file.hpp"

namespace iptwsim::results {

/// OUT.h5 -> OUT.h5.parts
std::filesystem::path parts_folder_of(std::filesystem::path const& result);

/// Files named *.h5, in order of name; none where there is no such folder. Error no_input when it cannot be read.
std::vector<std::filesystem::path> part_files(std::filesystem::path const& folder);

struct FoundParts {
  std::vector<PartIndex> parts;
  std::vector<Problem> bad; ///< what each of the others has; `file` names it
};

/// Reads the index of each file. A file that is gone meanwhile is passed by: somebody has finished the work.
FoundParts read_parts(std::span<std::filesystem::path const> files);

/// Why the parts of two identities do not belong together, naming what is here (the wanted) and what is there.
std::optional<std::string> difference(PartIdentity const& there, PartIdentity const& here);

/// Whether only the program has changed: such parts can never be used, while those of another config or seed can.
bool is_other_version(PartIdentity const& there, PartIdentity const& here);

/// Renames NAME.h5 to NAME.h5.bad, so that no run reads it again; returns the new name. Error cannot_write.
std::filesystem::path set_aside(std::filesystem::path const& file);

/// Removes these parts, what killed runs and set-aside parts left beside them, and the folder when it is then empty.
void remove_parts(std::filesystem::path const& folder, std::span<std::filesystem::path const> parts);

} // namespace iptwsim::results
