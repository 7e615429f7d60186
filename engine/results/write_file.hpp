#pragma once
// Puts bytes into place as one step: written under a temporary name beside the target, synced, renamed, and the folder
// synced. A reader, a crash or a full disk never leaves half a file under the target's name.

#include <filesystem>
#include <string_view>

#include "core/error.hpp"

namespace iptwsim::results {

enum class Overwrite { no, yes };

/// The temporary file or its folder was gone before the end: somebody has tidied up there.
class GoneError : public Error {
public:
  using Error::Error;
};

/// Any failure is an Error cannot_write with the system's reason; the temporary file is then gone and an existing
/// target is as it was; a GoneError may be tried again. Overwrite::yes replaces regular files only.
void write_file(std::string_view bytes, std::filesystem::path const& file, Overwrite overwrite);

/// The refusal of write_file() for an existing target, for who wants it before a long job.
void check_target(std::filesystem::path const& file, Overwrite overwrite);

} // namespace iptwsim::results
