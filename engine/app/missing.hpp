#pragma once
// What an incomplete set of parts lacks, and the command that computes it.

#include <filesystem>
#include <string>
#include <vector>

#include "app/job.hpp"

namespace iptwsim::app {

/// How the parts that are there came to be.
struct FillSource {
  std::string program;
  std::filesystem::path config;
  std::vector<std::string> settings;
  std::filesystem::path output = {}; ///< parts go to the folder of this result
  bool resumes = false;              ///< the parts at hand are there
  std::uint32_t shards = 1;          ///< how the work was dealt
};

/// Of `count` shards those, from 1, that have a missing block or need one; none where none is missing.
std::vector<std::uint32_t> missing_shards(Work const& work, std::vector<std::uint32_t> const& missing,
                                          std::uint32_t count);

/// Shards and scenarios with missing blocks, as ranges, and the command; several lines.
std::string missing_text(Job const& job, std::vector<std::uint32_t> const& missing, FillSource const& source);

/// "1-3, 7" for increasing numbers; past `most` ranges "and N more".
std::string ranges_text(std::vector<std::uint32_t> const& numbers, std::size_t most);

} // namespace iptwsim::app
