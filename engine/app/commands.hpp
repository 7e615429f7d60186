#pragma once
// The subcommands. Each returns an exit code and throws Error for what a user can mend.

#include <filesystem>
#include <string>
#include <vector>

#include "core/error.hpp"

namespace iptwsim::app {

enum class Verbosity { normal, quiet };
enum class Existing { keep, overwrite };

struct RunArguments {
  std::filesystem::path config = {};
  std::vector<std::string> settings = {}; ///< KEY=VALUE in place of what the config says
  std::filesystem::path output = {};      ///< empty: results/<config name>.h5
  int threads = 0;                        ///< 0: what the scheduler or the processor mask gives
  Existing existing = Existing::keep;
  Verbosity verbosity = Verbosity::normal;
  std::string command_line = {}; ///< kept in /provenance
};

ExitCode run(RunArguments const& arguments);
/// `settings`: KEY=VALUE in place of what the config says.
ExitCode validate(std::filesystem::path const& config, std::vector<std::string> const& settings);
ExitCode init(std::string const& kind);
ExitCode print_keys(); ///< of a config
ExitCode show(std::filesystem::path const& result, std::string const& format);
ExitCode diff(std::filesystem::path const& a, std::filesystem::path const& b);

} // namespace iptwsim::app
