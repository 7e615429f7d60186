#pragma once
// An HDF5 file of iptwsim as a Document: everything that write_document() stored, types, attributes and order included.

#include <filesystem>

#include "results/document.hpp"

namespace iptwsim::results {

/// Groups in order of path, the root first; axes and arrays in the order in which they were written. The root has the
/// attributes `filetype` and `format_version`. The digest is checked before anything is read: Error no_input when the
/// file cannot be read; data when it is damaged, not a result, or of another major format version.
Document read_document(std::filesystem::path const& file);

} // namespace iptwsim::results
