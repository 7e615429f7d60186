#include "app/part_inputs.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <set>

#include <fmt/format.h>

#include "app/output.hpp"
#include "plan/usable.hpp"
#include "results/part_folder.hpp"

namespace iptwsim::app {
namespace {

namespace fs = std::filesystem;
using results::PartIndex;

Error no_input(fs::path const& file, std::string what, std::string advice) {
  return Error(ExitCode::no_input, {.file = file.string(), .what = std::move(what), .advice = std::move(advice)});
}

std::vector<PartIndex> read_all(std::vector<fs::path> const& inputs) {
  std::vector<PartIndex> parts;
  for (fs::path const& input : inputs) {
    if (!fs::exists(input))
      throw no_input(input, "is not there", "name parts, or folders of parts such as OUT.h5.parts");
    bool const is_folder = fs::is_directory(input);
    auto found = results::read_parts(is_folder ? results::part_files(input) : std::vector{input});
    if (!is_folder && !found.bad.empty()) throw Error(ExitCode::data, found.bad);
    for (Problem& problem : found.bad) {
      problem.advice = "left out";
      fmt::print(stderr, "{}\n", problem.text());
    }
    std::move(found.parts.begin(), found.parts.end(), std::back_inserter(parts));
  }
  if (parts.empty()) throw no_input(inputs.front(), "no part of a result is there", "run with --shard to make some");
  return parts;
}

void check_together(std::vector<PartIndex> const& parts) {
  for (PartIndex const& part : parts) {
    auto const difference = results::difference(part.identity, parts.front().identity);
    if (!difference) continue;
    throw Error(ExitCode::data, {.file = part.file.string(),
                                 .what = "does not belong to " + parts.front().file.string(),
                                 .why = *difference,
                                 .advice = "merge only what one config computed"});
  }
}

std::string provenance_of(PartIndex const& part, std::string const& key) {
  auto const found = part.provenance.find(key);
  return found == part.provenance.end() ? "" : found->second;
}

std::vector<std::string> lines(std::string const& text) {
  std::vector<std::string> all;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t const end = std::min(text.find('\n', begin), text.size());
    all.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return all;
}

/// N when every part is of a shard I/N, else 1.
std::uint32_t common_shards(std::vector<PartIndex> const& parts) {
  std::set<std::string> counts;
  for (PartIndex const& part : parts) {
    std::string const shard = provenance_of(part, "shard");
    counts.insert(shard.substr(std::min(shard.find('/'), shard.size())));
  }
  std::string const text = counts.size() == 1 ? *counts.begin() : "";
  std::uint32_t count = 0;
  if (text.size() > 1) std::from_chars(text.data() + 1, text.data() + text.size(), count);
  return std::max(count, 1U);
}

/// How to compute what is missing beside these parts.
FillSource source_of(std::vector<PartIndex> const& parts, fs::path const& config) {
  FillSource source{
      .program = "iptwsim", .config = config, .settings = lines(provenance_of(parts.front(), "settings"))};
  source.shards = common_shards(parts);
  fs::path const folder = parts.front().file.parent_path();
  bool const together =
      std::all_of(parts.begin(), parts.end(), [&](PartIndex const& part) { return part.file.parent_path() == folder; });
  fs::path const name = folder.has_filename() ? folder : folder.parent_path(); // without a slash at its end
  source.resumes = together && name.extension() == ".parts";
  if (source.resumes) source.output = fs::path(name).replace_extension();
  return source;
}

Job open_work(PartIndex const& part, fs::path const& config) {
  try {
    return open_resolved(part.identity.config, config);
  } catch (Error const& error) {
    if (error.code() != ExitCode::no_input) throw;
    auto problems = error.problems();
    problems.push_back({.file = part.file.string(),
                        .what = "cannot be merged without the cohort's file",
                        .why = "it was computed from " + config.string(),
                        .advice = "say where that config is now with --config"});
    throw Error(ExitCode::no_input, problems);
  }
}

} // namespace

PartInputs open_parts(std::vector<fs::path> const& inputs, fs::path const& config) {
  std::vector<PartIndex> parts = read_all(inputs);
  check_together(parts);
  fs::path const origin = config.empty() ? fs::path(provenance_of(parts.front(), "config_file")) : config;
  PartInputs opened{.job = open_work(parts.front(), origin), .files = {}, .held = nullptr, .source = {}};
  if (auto const difference = results::difference(parts.front().identity, opened.job.part_identity())) {
    throw Error(ExitCode::data, {.file = parts.front().file.string(),
                                 .what = "is not what this program computes",
                                 .why = *difference,
                                 .advice = "merge it with the version that wrote it and the files that it had"});
  }
  opened.source = source_of(parts, origin);
  opened.held = std::make_unique<results::PartSet>(opened.job.work->blocks());
  for (PartIndex& part : parts) {
    opened.files.push_back(part.file);
    opened.held->add(std::move(part));
  }
  return opened;
}

results::Document assemble_held(PartInputs& inputs, results::Provenance const& provenance) {
  Work& work = *inputs.job.work;
  std::size_t const all = work.blocks().size(), missing = inputs.held->missing().size();
  std::vector<char> usable = missing == 0 ? std::vector<char>(all, 1) : usable_blocks(work, *inputs.held);
  bool const has_answer = std::find(usable.begin() + work.stages().back(), usable.end(), 1) != usable.end();
  if (!has_answer) {
    throw Error(ExitCode::data, {.file = inputs.files.front().string(),
                                 .what = "nothing can be said yet",
                                 .why = fmt::format("{} of {} blocks are missing", missing, all),
                                 .advice = "bring more parts together"});
  }
  MarkedSource source(*inputs.held, std::move(usable));
  use_earlier_stages(work, source);
  results::Document document = inputs.job.assemble(source, provenance);
  if (missing > 0) {
    document.groups.front().attributes[results::partial_attribute] = fmt::format("{} of {} blocks", all - missing, all);
  }
  return document;
}

} // namespace iptwsim::app
