#pragma once
// What show and diff are given: a result, or parts of one, which are put together in memory.

#include <filesystem>

#include "results/document.hpp"

namespace iptwsim::app {

/// A result file, a part, or a folder of parts (then marked as partial unless they are all). Errors are those of
/// read_document() and open_parts().
results::Document read_any(std::filesystem::path const& path);

} // namespace iptwsim::app
