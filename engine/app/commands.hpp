#pragma once
// The subcommands. Each returns an exit code and throws Error for what a user can mend.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/error.hpp"

namespace iptwsim::app {

enum class Verbosity { normal, quiet };
enum class Existing { keep, overwrite };
enum class Start { anew, resume };
enum class Incomplete { refuse, merge };

struct RunArguments {
  std::filesystem::path config = {};
  std::vector<std::string> settings = {}; ///< KEY=VALUE in place of what the config says
  std::filesystem::path output = {};      ///< empty: results/<config name>.h5
  int threads = 0;                        ///< 0: what the scheduler or the processor mask gives
  Existing existing = Existing::keep;
  Start start = Start::anew;
  std::string shard = {};             ///< I/N or auto; empty: the whole plan
  std::string time_limit = {};        ///< empty: none but the scheduler's
  std::string flush_interval = "60s"; ///< how often finished work is put on disk
  Verbosity verbosity = Verbosity::normal;
  std::string program = "iptwsim"; ///< as it was called, for advice
  std::string command_line = {};   ///< kept in /provenance
};

struct MergeArguments {
  std::vector<std::filesystem::path> inputs = {}; ///< parts, and folders of parts
  std::filesystem::path output = {};
  std::filesystem::path config = {}; ///< empty: where the parts say that it was
  std::uint32_t missing_of = 0;      ///< not 0: only say which of so many shards lack something
  Existing existing = Existing::keep;
  Incomplete incomplete = Incomplete::refuse;
  Verbosity verbosity = Verbosity::normal;
  std::string program = "iptwsim";
  std::string command_line = {};
};

/// One simulated cohort of a result, or one bootstrap replicate of it, once more.
struct ReplayArguments {
  std::filesystem::path result = {};
  std::string scenario = {};         ///< its name or its number from 1; may be empty where there is one
  std::uint64_t cohort = 0;          ///< from 1
  std::uint64_t replicate = 0;       ///< from 1; 0: the cohort itself
  std::filesystem::path csv = {};    ///< where the data set is written, with a config beside it; empty: nowhere
  std::filesystem::path folder = {}; ///< what the file of a real cohort, which patients are drawn from, is relative to
};

ExitCode run(RunArguments const& arguments);
ExitCode merge(MergeArguments const& arguments);
ExitCode replay(ReplayArguments const& arguments);
/// What a config would compute, how long that takes, and how much memory and disk; shards 0: of 10 and of 100.
ExitCode plan(std::filesystem::path const& config, std::vector<std::string> const& settings, int threads, int shards);
/// `settings`: KEY=VALUE in place of what the config says.
ExitCode validate(std::filesystem::path const& config, std::vector<std::string> const& settings);
ExitCode init(std::string const& kind);
ExitCode print_keys(); ///< of a config
ExitCode show(std::filesystem::path const& result, std::string const& format);
ExitCode diff(std::filesystem::path const& a, std::filesystem::path const& b);

} // namespace iptwsim::app
