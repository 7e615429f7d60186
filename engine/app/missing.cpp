#include "app/missing.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "app/shell.hpp"
#include "plan/shard.hpp"

namespace iptwsim::app {
namespace {

std::string fill_command(FillSource const& source, std::vector<std::uint32_t> const& shards) {
  std::vector<std::string> words{source.program, "run", source.config.string()};
  for (std::string const& setting : source.settings) {
    words.push_back("--set");
    words.push_back(setting);
  }
  words.insert(words.end(), {"-o", source.output.string()});
  if (source.resumes) words.push_back("--resume");
  std::string const command = shell_line(words) + " --shard ";
  if (shards.size() == 1) return fmt::format("{}{}/{}", command, shards.front(), source.shards);
  return fmt::format("for i in {}; do {}$i/{}; done", fmt::join(shards, " "), command, source.shards);
}

} // namespace

std::vector<std::uint32_t> missing_shards(Work const& work, std::vector<std::uint32_t> const& missing,
                                          std::uint32_t count) {
  if (missing.empty()) return {};
  auto const is_missing = [&](std::uint32_t block) {
    return std::binary_search(missing.begin(), missing.end(), block);
  };
  auto const starts = shard_starts(work, count);
  bool const earlier = missing.front() < starts.front();
  std::set<std::uint32_t> shards;
  for (std::uint32_t shard = 0; shard < count; ++shard) {
    for (std::uint32_t b = starts[shard]; b < starts[shard + 1] && !shards.contains(shard + 1); ++b) {
      bool lacks = is_missing(b);
      if (earlier && !lacks) {
        auto const needs = work.needs(work.blocks()[b]);
        lacks = std::any_of(needs.begin(), needs.end(), is_missing);
      }
      if (lacks) shards.insert(shard + 1);
    }
  }
  if (shards.empty()) shards.insert(1); // what no block needs is the first shard's
  return {shards.begin(), shards.end()};
}

std::string ranges_text(std::vector<std::uint32_t> const& numbers, std::size_t most) {
  std::string text;
  std::size_t ranges = 0;
  for (std::size_t begin = 0; begin < numbers.size();) {
    if (++ranges > most) return text + fmt::format(", and {} more", numbers.size() - begin);
    std::size_t end = begin + 1;
    while (end < numbers.size() && numbers[end] == numbers[end - 1] + 1) ++end;
    text += fmt::format("{}{}", text.empty() ? "" : ", ", numbers[begin]);
    if (end - begin > 1) text += fmt::format("-{}", numbers[end - 1]);
    begin = end;
  }
  return text;
}

std::string missing_text(Job const& job, std::vector<std::uint32_t> const& missing, FillSource const& source) {
  std::set<std::uint32_t> scenarios;
  for (std::uint32_t const block : missing) scenarios.insert(job.work->blocks()[block].scenario + 1);
  std::vector<std::uint32_t> const numbers(scenarios.begin(), scenarios.end());
  auto const shards = missing_shards(*job.work, missing, source.shards);
  std::string text =
      fmt::format("incomplete: {} of {} blocks are missing\n", missing.size(), job.work->blocks().size());
  if (source.shards > 1) text += fmt::format("  shards {} of {}\n", ranges_text(shards, 20), source.shards);
  text += fmt::format("  scenarios {} of {} (the first of them: {})\n", ranges_text(numbers, 20), job.scenarios.size(),
                      job.scenarios[numbers.front() - 1]);
  text += fmt::format("Compute them with\n  {}\nand merge again{}; or merge what is there with --partial.",
                      fill_command(source, shards),
                      source.resumes ? "" : " with what is then in " + quoted(source.output.string() + ".parts"));
  return text;
}

} // namespace iptwsim::app
