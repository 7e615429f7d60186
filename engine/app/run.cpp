#include <cstdio>

#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/progress.hpp"
#include "app/provenance.hpp"
#include "app/study_files.hpp"
#include "plan/experiment.hpp"
#include "report/text.hpp"
#include "results/assemble.hpp"
#include "results/collector.hpp"
#include "results/read.hpp"
#include "results/write.hpp"
#include "run/execute.hpp"

namespace iptwsim::app {
namespace {

namespace fs = std::filesystem;

/// The document of an existing result of the same work; throws when something else is there.
results::Document existing_result(fs::path const& file, results::Attributes const& identity) {
  results::Document document = results::read_document(file);
  auto const& attributes = document.groups.front().attributes;
  for (auto const& [key, value] : identity) {
    auto const found = attributes.find(key);
    if (found != attributes.end() && found->second == value) continue;
    throw Error(ExitCode::cannot_write, Problem{.file = file.string(),
                                                .what = "a different result is there",
                                                .why = "its " + key + " is not that of this run",
                                                .advice = "write elsewhere with -o, or overwrite it with --force"});
  }
  return document;
}

/// Fails before the work, not after it.
void check_writable(fs::path const& file) {
  fs::path const folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  if (!fs::is_directory(folder)) {
    throw Error(ExitCode::cannot_write, Problem{.file = file.string(),
                                                .what = "cannot write the result",
                                                .why = "the folder " + folder.string() + " is not there",
                                                .advice = "create it, or choose another place with -o"});
  }
}

void print_report(results::Document const& document, Verbosity verbosity) {
  if (verbosity == Verbosity::normal) fmt::print("{}", report::text_report(document));
}

} // namespace

ExitCode run(RunArguments const& arguments) {
  StudyFiles files = open_study(arguments.config);
  fs::path const output =
      arguments.output.empty() ? fs::path("results") / arguments.config.stem().concat(".h5") : arguments.output;
  if (arguments.output.empty()) fs::create_directories("results");
  results::Identity const identity = files.identity;
  if (fs::exists(output) && arguments.existing == Existing::keep) {
    try {
      auto const document = existing_result(output, results::identity_attributes(identity, files.study.seed));
      if (arguments.verbosity == Verbosity::normal) fmt::print(stderr, "{} is complete already\n", output.string());
      print_report(document, arguments.verbosity);
      return ExitCode::ok;
    } catch (Error const& error) {
      if (error.code() == ExitCode::cannot_write) throw;
      // Damaged or foreign: the reader said how; for a run it is a place that cannot be written.
      Problem problem = error.problems().front();
      problem.advice = "write elsewhere with -o, or overwrite it with --force";
      throw Error(ExitCode::cannot_write, problem);
    }
  }
  check_writable(output);

  Experiment const experiment(files.study, std::move(files.loaded.cohort));
  int const threads = arguments.threads > 0 ? arguments.threads : default_threads();
  results::Collector collector(experiment.blocks().size());
  std::uint64_t const replicates =
      files.study.bootstrap ? static_cast<std::uint64_t>(files.study.bootstrap->replicates) : 0;
  Progress progress("replicates", replicates);
  ExecuteOptions options{.threads = threads};
  if (arguments.verbosity == Verbosity::normal && replicates > 0) {
    options.progress = [&](std::uint64_t units) { progress.update(std::min(units, replicates)); };
  }
  execute(
      experiment.blocks(), [&](Block const& block) { return experiment.evaluate(block); }, collector, options);
  if (options.progress) progress.finish();

  auto const slabs = collector.take();
  results::Document const document =
      results::assemble(experiment, slabs, identity, files.facts, provenance(arguments.command_line, threads));
  results::write_document(document, output,
                          arguments.existing == Existing::overwrite ? results::Overwrite::yes : results::Overwrite::no);
  print_report(document, arguments.verbosity);
  if (arguments.verbosity == Verbosity::normal) fmt::print("\nresult: {}\n", output.string());
  return ExitCode::ok;
}

} // namespace iptwsim::app
