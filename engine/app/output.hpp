#pragma once
// The place of a result: whether it can be written to, and what is there already.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/job.hpp"
#include "results/document.hpp"

namespace iptwsim::app {

/// Throws Error cannot_write where a result cannot be written: before the work, not after it.
void check_output(std::filesystem::path const& file, std::vector<std::filesystem::path> const& inputs);

/// The complete result of this job, if it is there. Throws Error cannot_write when anything else is.
std::optional<results::Document> complete_result(std::filesystem::path const& file, Job const& job);

} // namespace iptwsim::app
