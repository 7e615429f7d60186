#pragma once
// A config made ready to run: its work, who it is, and how its slabs become a result.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "config/scenarios.hpp"
#include "plan/work.hpp"
#include "results/assemble.hpp"
#include "results/part_file.hpp"

namespace iptwsim::app {

struct Job {
  results::Identity identity = {};
  std::int64_t seed = 0;
  std::vector<std::filesystem::path> inputs = {}; ///< files that must not be overwritten
  std::unique_ptr<Work> work = {};
  std::string counted = {}; ///< what progress counts: "replicates"
  /// The result from the slabs of the last stage; those of earlier stages have been used by `work`.
  std::function<results::Document(SlabSource&, results::Provenance const&)> assemble = {};
  std::vector<std::string> scenarios = {}; ///< their names

  results::PartIdentity part_identity() const;
};

/// The same from the resolved config in a result or part; `config`: where it came from, files are relative to it.
Job open_resolved(std::string const& resolved, std::filesystem::path const& config);

/// Throws Error with every problem of the config, else every problem of its cohorts. `settings`: KEY=VALUE.
Job open_job(std::filesystem::path const& config, std::vector<std::string> const& settings);

/// Has cohorts that are drawn from real ones find these from `folder`; their files, each once.
std::vector<std::filesystem::path> place_real_cohorts(StudyConfig& config, std::filesystem::path const& folder);

/// One digest for the files of all scenarios: the file's own where there is only one.
std::string digest_of(std::vector<std::filesystem::path> const& files);

} // namespace iptwsim::app
