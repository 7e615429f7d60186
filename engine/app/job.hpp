#pragma once
// A config made ready to run: its work, who it is, and how its slabs become a result.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "plan/work.hpp"
#include "results/assemble.hpp"

namespace iptwsim::app {

struct Job {
  results::Identity identity = {};
  std::int64_t seed = 0;
  std::vector<std::filesystem::path> inputs = {}; ///< files that must not be overwritten
  std::unique_ptr<Work> work = {};
  std::string counted = {}; ///< what progress counts: "replicates"
  /// The result from all slabs of the last stage in plan order; those of earlier stages have been used by `work`.
  std::function<results::Document(std::span<Slab const>, results::Provenance const&)> assemble = {};
};

/// Throws Error with every problem of the config, else every problem of its cohorts. `settings`: KEY=VALUE.
Job open_job(std::filesystem::path const& config, std::vector<std::string> const& settings);

} // namespace iptwsim::app
