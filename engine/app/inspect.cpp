// The commands that only read: validate, show, diff.

#include <cstdio>

#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/study_files.hpp"
#include "config/describe.hpp"
#include "report/text.hpp"
#include "report/tidy.hpp"
#include "results/difference.hpp"
#include "results/read.hpp"

namespace iptwsim::app {

ExitCode validate(std::filesystem::path const& config) {
  StudyFiles const files = open_study(config);
  fmt::print("{}: ok; {} patients, {} replicates\n", config.string(), files.loaded.cohort.size(),
             files.study.bootstrap ? files.study.bootstrap->replicates : 0);
  return ExitCode::ok;
}

ExitCode print_keys() {
  fmt::print("{}", key_help());
  return ExitCode::ok;
}

ExitCode show(std::filesystem::path const& result, std::string const& format) {
  results::Document const document = results::read_document(result);
  if (format == "text") {
    fmt::print("{}", report::text_report(document));
    return ExitCode::ok;
  }
  auto const rows = results::rows_of(document);
  fmt::print("{}", format == "csv" ? report::tidy_csv(rows) : report::tidy_json(rows));
  return ExitCode::ok;
}

ExitCode diff(std::filesystem::path const& a, std::filesystem::path const& b) {
  auto const difference = results::first_difference(a, b);
  if (!difference) return ExitCode::ok;
  fmt::print("{}\n", *difference);
  return ExitCode::different;
}

} // namespace iptwsim::app
