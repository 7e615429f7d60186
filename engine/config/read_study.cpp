#include "config/read_study.hpp"

#include <cstdint>

#include <fmt/format.h>

#include "cohort/csv_file.hpp"
#include "config/parse.hpp"
#include "config/reader.hpp"
#include "config/rules.hpp"

namespace iptwsim::config {
namespace {

/// Far above any config, far below what a data set given by mistake would take to parse.
constexpr std::uintmax_t largest_config = std::uintmax_t{16} << 20;

/// How many are drawn, and their endpoint: what the rest of a simulation asks.
SyntheticOptions synthetic_of(PlasmodeOptions const& plasmode) {
  SyntheticOptions options;
  options.n = plasmode.n;
  options.endpoints.emplace_back(plasmode.endpoint.event.column, OutcomeOptions{});
  return options;
}

} // namespace

std::string read_config_text(std::filesystem::path const& file) {
  std::error_code no_size; // of a pipe
  if (std::uintmax_t const bytes = std::filesystem::file_size(file, no_size); !no_size && bytes > largest_config) {
    throw Error(ExitCode::config, Problem{file.string(), 0, 0, fmt::format("the file has {} MB", bytes >> 20),
                                          "no config is that long", "check that this is the right file"});
  }
  try {
    return read_text_file(file);
  } catch (Error const& error) {
    if (error.code() != ExitCode::data) throw;
    // What is wrong with the bytes of a config is wrong with the config.
    throw Error(ExitCode::config, error.problems());
  }
}

Node parse_config_text(std::string const& text, Report& report) {
  Node root = parse_yaml(text, report);
  if (root.kind == NodeKind::empty) {
    report.add(root, "the config is empty", "", "iptwsim init prints one to start from");
  } else if (root.kind != NodeKind::map && root.kind != NodeKind::rejected) {
    report.add(root, "the file is " + shown(root) + " and not a config",
               "a config is a map of keys: title: ..., seed: ..., cohort: ...",
               "a key ends in a colon and a blank; iptwsim init prints a config to start from");
  } else {
    return root;
  }
  root.kind = NodeKind::rejected;
  return root;
}

Study read_study(Node& root, Report& report) {
  Study study;
  check_shapes(root, report);
  Reader(report).read(root, Field{"the config", ""}, study);
  check_rules(study, root, report);
  if (study.cohort.plasmode) study.cohort.synthetic = synthetic_of(*study.cohort.plasmode);
  return study;
}

} // namespace iptwsim::config
