#pragma once
// Puts bytes into place as one step: written under a temporary name beside the target, synced, renamed, and the folder
// synced. A reader, a crash or a full disk never leaves half a file under the target's name.

#include <filesystem>
#include <string_view>

namespace iptwsim::results {

enum class Overwrite { no, yes };

/// Any failure is an Error cannot_write with the system's reason; the temporary file is then gone and an existing
/// target is as it was. Overwrite::yes replaces regular files only.
void write_file(std::string_view bytes, std::filesystem::path const& file, Overwrite overwrite);

/// The refusal of write_file() for an existing target, for who wants it before a long job.
void check_target(std::filesystem::path const& file, Overwrite overwrite);

} // namespace iptwsim::results
