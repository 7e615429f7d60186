#include "config/load.hpp"

#include <cstdint>

#include <fmt/format.h>

#include "cohort/csv_file.hpp"
#include "config/node.hpp"
#include "config/parse.hpp"
#include "config/reader.hpp"
#include "config/rules.hpp"

namespace iptwsim {
namespace {

/// Far above any config, far below what a data set given by mistake would take to parse.
constexpr std::uintmax_t largest_config = std::uintmax_t{16} << 20;

} // namespace

Study parse_study(std::string const& text, std::string const& name) {
  config::Report report(name);
  config::Node root = config::parse_yaml(text, report);
  Study study;
  if (root.kind == config::NodeKind::empty) {
    report.add(root, "the config is empty", "", "iptwsim init prints one to start from");
  } else if (root.kind != config::NodeKind::map && root.kind != config::NodeKind::rejected) {
    report.add(root, "the file is " + config::shown(root) + " and not a config",
               "a config is a map of keys: title: ..., seed: ..., cohort: ...",
               "a key ends in a colon and a blank; iptwsim init prints a config to start from");
  } else {
    config::check_shapes(root, report);
    config::Reader(report).read(root, Field{"the config", ""}, study);
    config::check_rules(study, root, report);
  }
  report.throw_if_any();
  return study;
}

Study load_study(std::filesystem::path const& file) {
  std::error_code no_size; // of a pipe
  if (std::uintmax_t const bytes = std::filesystem::file_size(file, no_size); !no_size && bytes > largest_config) {
    throw Error(ExitCode::config, Problem{file.string(), 0, 0, fmt::format("the file has {} MB", bytes >> 20),
                                          "no config is that long", "check that this is the right file"});
  }
  std::string text;
  try {
    text = read_text_file(file);
  } catch (Error const& error) {
    if (error.code() != ExitCode::data) throw;
    throw Error(ExitCode::config,
                error.problems()); // what is wrong with the bytes of a config is wrong with the config
  }
  return parse_study(text, file.string());
}

} // namespace iptwsim
