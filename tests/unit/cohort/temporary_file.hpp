#pragma once
// A file that lives as long as a test and is called by a short name, so that messages can be compared verbatim.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace iptwsim::test {

class TemporaryFile {
public:
  TemporaryFile(std::string const& name, std::string_view content) {
    std::string pattern = (std::filesystem::temp_directory_path() / "iptwsim-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    path_ = folder_ / name;
    std::ofstream(path_, std::ios::binary) << content;
  }
  TemporaryFile(TemporaryFile const&) = delete;
  TemporaryFile& operator=(TemporaryFile const&) = delete;
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::filesystem::path const& path() const { return path_; }
  std::filesystem::path const& folder() const { return folder_; }

  /// `text` with the folder cut out wherever it stands.
  std::string short_names(std::string text) const {
    std::string const prefix = folder_.string() + "/";
    for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) text.erase(at, prefix.size());
    return text;
  }

private:
  std::filesystem::path folder_;
  std::filesystem::path path_;
};

} // namespace iptwsim::test
