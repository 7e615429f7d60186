#pragma once
// A config file with everything that it asks for: one scenario, or those of its sweep.

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "config/study.hpp"

namespace iptwsim {

/// One study of a plan. `name` is unique within the plan and says by what the scenario differs from the others:
/// "n=85, hazard_ratio=0.2"; without a sweep `cohort` (read from a file) or `scenario` (simulated).
struct Scenario {
  std::string name;
  std::vector<std::pair<std::string, std::string>> swept; ///< each key of the sweep by its path, and its value here
  Study study;
  std::uint64_t group = 0; ///< of the addresses of draws (random/address.hpp)
};

struct StudyConfig {
  std::vector<Scenario> scenarios; ///< at least one; all read cohorts from files, or all simulate them
  /// JSON with every default filled in and the sweep once; as a config it gives the same scenarios.
  std::string resolved;
};

/// `settings` are KEY=VALUE in place of what the file says (config/settings.hpp). Throws Error: ExitCode::usage for a
/// setting without a key, ExitCode::no_input without the file, else ExitCode::config with every problem, as
/// `file:line:column: problem (why), what to do`. What only some scenarios have wrong is told at the sweep's line.
///
/// The group is 0, the same draws for every scenario, unless simulation.common_random_numbers is false: then it is
/// scenario_group of what the scenario changes. A cohort that is read has the group of `stream`.
StudyConfig load_config(std::filesystem::path const& file, std::vector<std::string> const& settings = {});

/// The same from a text, such as the config in a result; `name` stands for the file in problems.
StudyConfig parse_config(std::string const& text, std::string const& name,
                         std::vector<std::string> const& settings = {});

/// The scenarios alone.
std::vector<Scenario> load_scenarios(std::filesystem::path const& file, std::vector<std::string> const& settings = {});

/// 1 to 2^40 - 1 from the keys that a scenario changes and their values, in any order: FNV-1a (64 bits) of the lines
/// `key=value` sorted by bytes, mixed by the finalizer of MurmurHash3, folded to 40 bits; 1 if that is 0. Frozen: it
/// decides which numbers are drawn.
std::uint64_t scenario_group(std::vector<std::pair<std::string, std::string>> changed);

} // namespace iptwsim
