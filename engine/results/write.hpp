#pragma once
// A Document as an HDF5 file with a digest (FORMAT.md). The same document gives the same bytes, always.

#include <filesystem>
#include <string>

#include "results/document.hpp"
#include "results/write_file.hpp"

namespace iptwsim::results {

/// Any failure is an Error cannot_write; see write_file() for what is then on disk.
void write_document(Document const& document, std::filesystem::path const& file, Overwrite overwrite);

} // namespace iptwsim::results
