#include "results/write_file.hpp"

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace iptwsim::results {
namespace {

namespace fs = std::filesystem;

std::string advice_for(int system_error) {
  switch (system_error) {
  case ENOSPC:
  case EDQUOT:
    return "make room or choose another folder with -o";
  case EFBIG:
    return "raise the limit of file sizes (ulimit -f) or choose another folder with -o";
  case ENOENT:
    return "make the folder first or choose another with -o";
  default:
    return "choose another folder with -o";
  }
}

[[noreturn]] void cannot_write(fs::path const& file, int system_error) {
  Problem const problem{.file = file.string(),
                        .what = "cannot be written",
                        .why = std::generic_category().message(system_error),
                        .advice = advice_for(system_error)};
  if (system_error == ENOENT) throw GoneError(ExitCode::cannot_write, problem);
  throw Error(ExitCode::cannot_write, problem);
}

[[noreturn]] void exists_already(fs::path const& file) {
  throw Error(ExitCode::cannot_write, {.file = file.string(),
                                       .what = "exists already",
                                       .why = "a file is not overwritten unless asked",
                                       .advice = "choose another name with -o, or use --force"});
}

/// A new file beside the target, removed unless it was renamed into place.
class TemporaryFile {
public:
  explicit TemporaryFile(fs::path const& target) : target_(target) {
    // In a container every run has the same process number, and a killed one leaves its file: try further names.
    for (int attempt = 0; attempt < 1000 && descriptor_ < 0; ++attempt) {
      name_ = fmt::format("{}.tmp-{}{}", target.string(), getpid(), attempt == 0 ? "" : fmt::format("-{}", attempt));
      descriptor_ = open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (descriptor_ < 0 && errno != EEXIST) break;
    }
    if (descriptor_ < 0) cannot_write(target, errno);
  }
  TemporaryFile(TemporaryFile const&) = delete;
  TemporaryFile& operator=(TemporaryFile const&) = delete;
  ~TemporaryFile() {
    if (descriptor_ >= 0) close(descriptor_);
    if (!in_place_) unlink(name_.c_str());
  }

  void write_all(std::string_view bytes) {
    while (!bytes.empty()) {
      ssize_t const count = write(descriptor_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) cannot_write(target_, errno);
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    if (fsync(descriptor_) != 0) cannot_write(target_, errno);
    // Network file systems report a full quota as late as here.
    if (close(std::exchange(descriptor_, -1)) != 0) cannot_write(target_, errno);
  }

  void rename_into_place(Overwrite overwrite) {
    if (overwrite == Overwrite::no) {
      if (renameat2(AT_FDCWD, name_.c_str(), AT_FDCWD, target_.c_str(), RENAME_NOREPLACE) == 0) {
        in_place_ = true;
        return;
      }
      if (errno == EEXIST) exists_already(target_);
      // NFS and others do not know RENAME_NOREPLACE: look, then rename.
      if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) cannot_write(target_, errno);
    }
    check_target(target_, overwrite);
    if (std::rename(name_.c_str(), target_.c_str()) != 0) cannot_write(target_, errno);
    in_place_ = true;
  }

private:
  fs::path target_;
  std::string name_;
  int descriptor_ = -1;
  bool in_place_ = false;
};

/// Makes the rename itself survive a power cut.
void sync_folder_of(fs::path const& file) {
  fs::path const folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  int const descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return; // a folder may be writable and not readable; the file itself is synced
  int const system_error = fsync(descriptor) == 0 ? 0 : errno;
  close(descriptor);
  if (system_error != 0 && system_error != EINVAL && system_error != ENOTSUP) cannot_write(file, system_error);
}

} // namespace

void check_target(fs::path const& file, Overwrite overwrite) {
  std::error_code ignored; // an unreachable target fails where the temporary file is made, with its reason
  fs::file_status const status = fs::symlink_status(file, ignored);
  if (!fs::exists(status)) return;
  if (overwrite == Overwrite::no) exists_already(file);
  fs::file_status const behind_link = fs::status(file, ignored);
  if (fs::exists(behind_link) && !fs::is_regular_file(behind_link)) {
    throw Error(ExitCode::cannot_write, {.file = file.string(),
                                         .what = "cannot be overwritten",
                                         .why = "it is not a regular file",
                                         .advice = "choose another name with -o"});
  }
}

void write_file(std::string_view bytes, fs::path const& file, Overwrite overwrite) {
  check_target(file, overwrite);
  TemporaryFile temporary(file);
  temporary.write_all(bytes);
  temporary.rename_into_place(overwrite);
  sync_folder_of(file);
}

} // namespace iptwsim::results
