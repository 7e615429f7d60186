#include "app/output.hpp"

#include <array>
#include <fstream>

#include <unistd.h>

#include "results/read.hpp"

namespace iptwsim::app {
namespace {

namespace fs = std::filesystem;

std::string const or_force = "write elsewhere with -o, or overwrite it with --force";

/// Why a result with another value of an identity attribute is not this run's.
std::string difference_of(std::string const& attribute) {
  if (attribute == "cohort_sha256") return "the cohort's file has changed since";
  if (attribute == "results_version") return "it is of another version of iptwsim";
  return "it is of another config, or this one has changed since";
}

Error refuse(fs::path const& file, std::string const& why, std::string const& advice) {
  return Error(ExitCode::cannot_write,
               Problem{.file = file.string(), .what = "cannot write the result", .why = why, .advice = advice});
}

Error different(fs::path const& file, std::string const& why) {
  return Error(ExitCode::cannot_write,
               Problem{.file = file.string(), .what = "a different result is there", .why = why, .advice = or_force});
}

/// --force replaces results, whole or damaged, and nothing else that somebody may still need.
bool looks_like_hdf5(fs::path const& file) {
  std::array<char, 4> start{};
  std::ifstream(file, std::ios::binary).read(start.data(), start.size());
  return start == std::array<char, 4>{'\x89', 'H', 'D', 'F'};
}

} // namespace

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

std::optional<results::Document> complete_result(fs::path const& file, Job const& job) {
  if (!fs::exists(file)) return std::nullopt;
  std::optional<results::Document> document;
  try {
    document = results::read_document(file);
  } catch (Error const& error) {
    // Damaged or foreign: the reader said how; for a run it is a place that cannot be written.
    Problem problem = error.problems().front();
    problem.advice = or_force;
    throw Error(ExitCode::cannot_write, problem);
  }
  auto const& attributes = document->groups.front().attributes;
  for (auto const& [key, value] : results::identity_attributes(job.identity, job.seed)) {
    auto const found = attributes.find(key);
    if (found == attributes.end() || found->second != value) throw different(file, difference_of(key));
  }
  if (attributes.contains(results::partial_attribute)) throw different(file, "it was merged before all was computed");
  return document;
}

} // namespace iptwsim::app
