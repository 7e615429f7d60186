#include "results/part_folder.hpp"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

#include "config/difference.hpp"

namespace iptwsim::results {
namespace {

namespace fs = std::filesystem;

std::string shown(Attribute const& value) {
  if (auto const* number = std::get_if<std::int64_t>(&value)) return fmt::to_string(*number);
  if (auto const* text = std::get_if<std::string>(&value)) return text->substr(0, 12);
  return "another";
}

Attribute const* find(Attributes const& attributes, std::string const& key) {
  auto const found = attributes.find(key);
  return found == attributes.end() ? nullptr : &found->second;
}

bool differ(PartIdentity const& a, PartIdentity const& b, std::string const& key) {
  Attribute const* const x = find(a.attributes, key);
  Attribute const* const y = find(b.attributes, key);
  return (x == nullptr) != (y == nullptr) || (x != nullptr && *x != *y);
}

} // namespace

fs::path parts_folder_of(fs::path const& result) { return fs::path(result.string() + ".parts"); }

std::vector<fs::path> part_files(fs::path const& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    if (entries->path().extension() == ".h5") files.push_back(entries->path());
  }
  if (error == std::errc::no_such_file_or_directory) return {};
  if (error) {
    throw Error(ExitCode::no_input, {.file = folder.string(),
                                     .what = "cannot be read",
                                     .why = error.message(),
                                     .advice = "check the path and its permissions"});
  }
  std::sort(files.begin(), files.end());
  return files;
}

FoundParts read_parts(std::span<fs::path const> files) {
  FoundParts found;
  for (fs::path const& file : files) {
    try {
      found.parts.push_back(read_part_index(file));
    } catch (Error const& error) {
      std::error_code ignored;
      bool const gone = error.code() == ExitCode::no_input && !fs::exists(file, ignored);
      if (!gone) found.bad.push_back(error.problems().front());
    }
  }
  return found;
}

bool is_other_version(PartIdentity const& there, PartIdentity const& here) {
  return differ(there, here, "results_version");
}

std::optional<std::string> difference(PartIdentity const& there, PartIdentity const& here) {
  if (there == here) return std::nullopt;
  auto const both = [&](std::string const& key) {
    auto const say = [&](PartIdentity const& identity) {
      Attribute const* const value = find(identity.attributes, key);
      return value == nullptr ? std::string("nothing") : shown(*value);
    };
    return fmt::format("{} is {} there and {} here", key, say(there), say(here));
  };
  for (std::string const key : {"results_version", "seed"}) {
    if (differ(there, here, key)) return both(key);
  }
  if (there.config != here.config) return config_difference(there.config, here.config);
  for (auto const& [key, value] : here.attributes) {
    if (differ(there, here, key)) return both(key);
  }
  return "its identity has more than is known here";
}

fs::path set_aside(fs::path const& file) {
  for (int attempt = 0;; ++attempt) {
    fs::path const aside(file.string() + (attempt == 0 ? ".bad" : fmt::format(".bad-{}", attempt)));
    std::error_code error;
    if (fs::exists(fs::symlink_status(aside, error))) continue;
    fs::rename(file, aside, error);
    if (!error || error == std::errc::no_such_file_or_directory) return aside; // else another run has set it aside
    throw Error(ExitCode::cannot_write, {.file = file.string(),
                                         .what = "cannot be set aside",
                                         .why = error.message(),
                                         .advice = "make its folder writable, or move the file away"});
  }
}

void remove_parts(fs::path const& folder, std::span<fs::path const> parts) {
  std::error_code ignored; // another run may be doing the same; what stays does no harm
  for (fs::path const& part : parts) fs::remove(part, ignored);
  std::vector<fs::path> left;
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    std::string const name = entries->path().filename().string();
    bool const ours = name.find(".h5.tmp-") != std::string::npos || name.find(".h5.bad") != std::string::npos;
    if (ours) left.push_back(entries->path());
  }
  for (fs::path const& file : left) fs::remove(file, ignored);
  fs::remove(folder, ignored); // only when empty
}

} // namespace iptwsim::results
