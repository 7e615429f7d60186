#include "app/parts.hpp"

#include <cstdio>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

#include "results/write_file.hpp"

namespace iptwsim::app {
namespace {

namespace fs = std::filesystem;

constexpr int most_attempts = 1000;

Error refuse(fs::path const& folder, std::string what, std::string why, std::string advice) {
  return Error(
      ExitCode::cannot_write,
      Problem{.file = folder.string(), .what = std::move(what), .why = std::move(why), .advice = std::move(advice)});
}

} // namespace

Parts::Parts(Job const& job, fs::path const& output, results::Provenance provenance)
    : job_(job), output_(output), folder_(results::parts_folder_of(output)), identity_(job.part_identity()),
      provenance_(std::move(provenance)), held_(job.work->blocks()) {
  if (!fs::exists(folder_)) return;
  if (!fs::is_directory(folder_)) throw refuse(folder_, "is not a folder", "parts go there", "move it away");
  if (access(folder_.c_str(), W_OK | X_OK) != 0) {
    throw refuse(folder_, "cannot be written to", "parts go there",
                 "make it writable, or choose another place with -o");
  }
}

void Parts::check_others(results::PartIndex const& part) const {
  auto const difference = results::difference(part.identity, identity_);
  if (!difference) return;
  throw refuse(part.file, "a part of a different run is there", *difference,
               "choose another place with -o, or remove the folder if nobody needs it");
}

void Parts::expect_none() const {
  auto const files = results::part_files(folder_);
  if (files.empty()) return;
  expect_no_others();
  throw refuse(folder_, "parts of a run that has not finished are there", fmt::format("{} of them", files.size()),
               "go on from them with --resume, or start anew with --force");
}

void Parts::expect_no_others() const {
  for (fs::path const& file : results::part_files(folder_)) {
    auto const found = results::read_parts(std::vector{file});
    if (found.parts.empty()) continue;
    if (!results::is_other_version(found.parts.front().identity, identity_)) check_others(found.parts.front());
    return;
  }
}

void Parts::set_aside(fs::path const& file, Problem const& problem) const {
  fs::path const name = results::set_aside(file);
  Problem said = problem;
  said.advice = fmt::format("set aside as {} and computed again", name.filename().string());
  fmt::print(stderr, "{}\n", said.text());
}

void Parts::read() {
  auto found = results::read_parts(results::part_files(folder_));
  for (results::PartIndex const& part : found.parts) {
    if (!results::is_other_version(part.identity, identity_)) check_others(part);
  }
  for (Problem const& problem : found.bad) set_aside(problem.file, problem);
  for (results::PartIndex& part : found.parts) {
    fs::path const file = part.file;
    if (results::is_other_version(part.identity, identity_)) {
      set_aside(file, {.file = file.string(),
                       .what = "a part of another version of iptwsim",
                       .why = *results::difference(part.identity, identity_)});
      continue;
    }
    held_.add(std::move(part));
  }
}

void Parts::remove_all() const { results::remove_parts(folder_, results::part_files(folder_)); }

void Parts::write(std::vector<Slab> slabs) {
  fs::path const parent = folder_.has_parent_path() ? folder_.parent_path() : fs::path(".");
  for (int attempt = 1;; ++attempt) {
    std::error_code ignored; // write_part() says why it cannot write there
    fs::create_directory(folder_, ignored);
    try {
      written_.push_back(results::write_part(identity_, provenance_, slabs, folder_));
      return;
    } catch (results::GoneError const&) { // each run that finishes here tidies up once
      if (attempt == most_attempts || !fs::exists(parent, ignored)) throw;
    }
  }
}

void Parts::hold_new(std::vector<Slab> unwritten) {
  for (results::PartIndex& part : written_) held_.add(std::move(part));
  written_.clear();
  if (!unwritten.empty()) held_.add(std::move(unwritten));
}

void Parts::read_again() {
  std::vector<Slab> rest = held_.take_unwritten();
  held_ = results::PartSet(job_.work->blocks());
  for (fs::path const& file : results::part_files(folder_)) { // an index may be good where the numbers are not
    try {
      static_cast<void>(results::read_part(file));
    } catch (Error const& error) {
      if (error.code() == ExitCode::data) set_aside(file, error.problems().front());
    }
  }
  read();
  std::erase_if(rest, [&](Slab const& slab) { return held_.holds(slab.block.index); });
  hold_new(std::move(rest));
}

void Parts::write_rest() {
  auto rest = held_.take_unwritten();
  if (rest.empty()) return;
  write(std::move(rest));
  hold_new({});
}

bool Parts::save_rest() noexcept {
  try {
    write_rest();
  } catch (...) { // there is a worse failure to be told
  }
  try {
    if (!results::part_files(folder_).empty()) return true;
    results::remove_parts(folder_, {});
  } catch (...) {
  }
  return false;
}

void Parts::remove_finished() {
  std::vector<fs::path> own;
  for (results::PartIndex const& part : results::read_parts(results::part_files(folder_)).parts) {
    if (part.identity == identity_) own.push_back(part.file);
  }
  results::remove_parts(folder_, own);
}

void Parts::remove_used() const {
  results::remove_parts(folder_, held_.files());
  std::string const left = output_.filename().string() + ".tmp-";
  std::error_code error, ignored;
  fs::directory_iterator entries(output_.has_parent_path() ? output_.parent_path() : fs::path("."), error);
  std::vector<fs::path> files;
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    if (entries->path().filename().string().starts_with(left)) files.push_back(entries->path());
  }
  for (fs::path const& file : files) fs::remove(file, ignored);
}

results::Provenance part_provenance(results::Provenance provenance, fs::path const& config,
                                    std::vector<std::string> const& settings, std::string const& shard) {
  provenance["config_file"] = fs::absolute(config).lexically_normal().string();
  provenance["settings"] = fmt::format("{}", fmt::join(settings, "\n"));
  provenance["shard"] = shard;
  return provenance;
}

} // namespace iptwsim::app
