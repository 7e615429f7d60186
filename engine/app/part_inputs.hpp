#pragma once
// Parts and folders of parts that a user names, as one piece of work: for merge, and for show and diff of parts.

#include <filesystem>
#include <memory>
#include <vector>

#include "app/job.hpp"
#include "app/missing.hpp"
#include "results/part_set.hpp"

namespace iptwsim::app {

struct PartInputs {
  Job job;
  std::vector<std::filesystem::path> files;
  std::unique_ptr<results::PartSet> held;
  FillSource source; ///< `output` only where `resumes`
};

/// Reads the index of every part and opens their config; `config`: where it is, if not where the parts say. Bad parts
/// in folders are named on stderr and left out. Throws Error no_input where there are none, data when a file is bad, or
/// parts do not belong together or to this version.
PartInputs open_parts(std::vector<std::filesystem::path> const& inputs, std::filesystem::path const& config);

/// The result of what is held, marked as partial when that is not everything. Throws Error data when it is nothing that
/// has an answer.
results::Document assemble_held(PartInputs& inputs, results::Provenance const& provenance);

} // namespace iptwsim::app
