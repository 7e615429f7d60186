#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>

#include <fmt/format.h>
#include <unistd.h>

#include "app/commands.hpp"
#include "app/job.hpp"
#include "app/progress.hpp"
#include "app/provenance.hpp"
#include "report/text.hpp"
#include "results/collector.hpp"
#include "results/read.hpp"
#include "results/write.hpp"
#include "run/execute.hpp"

namespace iptwsim::app {
namespace {

namespace fs = std::filesystem;

/// Why a result with another value of an identity attribute is not this run's.
std::string difference_of(std::string const& attribute) {
  if (attribute == "cohort_sha256") return "the cohort's file has changed since";
  if (attribute == "results_version") return "it is of another version of iptwsim";
  return "it is of another config, or this one has changed since";
}

/// The document of an existing result of the same work; throws when something else is there.
results::Document existing_result(fs::path const& file, results::Attributes const& identity) {
  results::Document document = results::read_document(file);
  auto const& attributes = document.groups.front().attributes;
  for (auto const& [key, value] : identity) {
    auto const found = attributes.find(key);
    if (found != attributes.end() && found->second == value) continue;
    throw Error(ExitCode::cannot_write, Problem{.file = file.string(),
                                                .what = "a different result is there",
                                                .why = difference_of(key),
                                                .advice = "write elsewhere with -o, or overwrite it with --force"});
  }
  return document;
}

Error refuse(fs::path const& file, std::string const& why, std::string const& advice) {
  return Error(ExitCode::cannot_write,
               Problem{.file = file.string(), .what = "cannot write the result", .why = why, .advice = advice});
}

/// --force replaces results, whole or damaged, and nothing else that somebody may still need.
bool looks_like_hdf5(fs::path const& file) {
  std::array<char, 4> start{};
  std::ifstream(file, std::ios::binary).read(start.data(), start.size());
  return start == std::array<char, 4>{'\x89', 'H', 'D', 'F'};
}

/// Fails before the work, not after it.
void check_output(fs::path const& file, std::vector<fs::path> const& inputs) {
  std::string const elsewhere = "choose another place with -o";
  fs::path const folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  if (!fs::is_directory(folder)) {
    throw refuse(file, "the folder " + folder.string() + " is not there", "create it, or " + elsewhere);
  }
  if (access(folder.c_str(), W_OK) != 0) {
    throw refuse(file, "the folder " + folder.string() + " cannot be written to", elsewhere);
  }
  if (!fs::exists(file)) return;
  if (fs::is_directory(file)) throw refuse(file, "it is a folder", "name a file in it");
  for (fs::path const& input : inputs) {
    if (fs::equivalent(file, input)) throw refuse(file, "it is an input of this run", elsewhere);
  }
  if (!looks_like_hdf5(file)) throw refuse(file, "a file that is no result of iptwsim is there", elsewhere);
}

void print_report(results::Document const& document, Verbosity verbosity) {
  if (verbosity == Verbosity::normal) fmt::print("{}", report::text_report(document));
}

/// Evaluates the blocks of every stage; the slabs of the last one, in plan order.
std::vector<Slab> evaluate_all(Job& job, int threads, Verbosity verbosity) {
  Work& work = *job.work;
  auto const& blocks = work.blocks();
  auto const stages = work.stages();
  for (std::size_t stage = 0;; ++stage) {
    bool const is_last = stage + 1 == stages.size();
    std::size_t const first = stages[stage], end = is_last ? blocks.size() : stages[stage + 1];
    auto const own = std::span(blocks).subspan(first, end - first);
    std::uint64_t units = 0; // of a real cohort: itself, replicates, patients left out or moved
    for (Block const& block : own) units += block.kind == BlockKind::full_sample ? 0 : block.count;
    Progress progress(is_last ? job.counted : "steps of finding true values", units);
    ExecuteOptions options{.threads = threads};
    if (verbosity == Verbosity::normal && units > 0) {
      options.progress = [&](std::uint64_t done) { progress.update(std::min(done, units)); };
    }
    results::Collector collector(own.size(), first);
    execute(
        own, [&](Block const& block) { return work.evaluate(block); }, collector, options);
    if (options.progress) progress.finish();
    std::vector<Slab> slabs = collector.take();
    if (is_last) return slabs;
    work.use(slabs);
  }
}

} // namespace

ExitCode run(RunArguments const& arguments) {
  Job job = open_job(arguments.config, arguments.settings);
  fs::path const output =
      arguments.output.empty() ? fs::path("results") / arguments.config.stem().concat(".h5") : arguments.output;
  if (arguments.output.empty()) fs::create_directories("results");
  check_output(output, job.inputs);
  if (fs::exists(output) && arguments.existing == Existing::keep) {
    try {
      auto const document = existing_result(output, results::identity_attributes(job.identity, job.seed));
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
  int const threads = arguments.threads > 0 ? arguments.threads : default_threads();
  std::vector<Slab> const slabs = evaluate_all(job, threads, arguments.verbosity);
  results::Document const document = job.assemble(slabs, provenance(arguments.command_line, threads));
  results::write_document(document, output,
                          arguments.existing == Existing::overwrite ? results::Overwrite::yes : results::Overwrite::no);
  print_report(document, arguments.verbosity);
  if (arguments.verbosity == Verbosity::normal) fmt::print("\nresult: {}\n", output.string());
  return ExitCode::ok;
}

} // namespace iptwsim::app
