#include <csignal>

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "results/read.hpp"
#include "results/write.hpp"
#include "sample.hpp"
#include "scratch_folder.hpp"

namespace iptwsim::results {
namespace {

std::string refusal(std::filesystem::path const& file, Overwrite overwrite = Overwrite::no) {
  return message_of(ExitCode::cannot_write, [&] { write_document(sample_document(), file, overwrite); });
}

TEST(WriteFile, LeavesOnlyTheFile) {
  ScratchFolder const folder;
  write_document(sample_document(), folder / "a.h5", Overwrite::no);
  EXPECT_EQ(folder.file_count(), 1U);
}

TEST(WriteFile, RefusesToOverwriteUnlessTold) {
  ScratchFolder const folder;
  put_bytes(folder / "a.h5", "precious");
  std::string const message = refusal(folder / "a.h5");
  EXPECT_NE(message.find("a.h5: exists already"), std::string::npos) << message;
  EXPECT_NE(message.find("--force"), std::string::npos) << message;
  EXPECT_EQ(bytes_of(folder / "a.h5"), "precious");
  EXPECT_EQ(folder.file_count(), 1U);
  write_document(sample_document(), folder / "a.h5", Overwrite::yes);
  EXPECT_NO_THROW(read_document(folder / "a.h5"));
}

TEST(WriteFile, RefusesALinkThatPointsNowhere) {
  ScratchFolder const folder;
  std::filesystem::create_symlink(folder / "gone", folder / "a.h5");
  EXPECT_NE(refusal(folder / "a.h5").find("exists already"), std::string::npos);
}

TEST(WriteFile, NeverReplacesWhatIsNotAFile) {
  ScratchFolder const folder;
  std::filesystem::create_directory(folder / "a.h5");
  EXPECT_NE(refusal(folder / "a.h5", Overwrite::yes).find("not a regular file"), std::string::npos);
  EXPECT_NE(refusal("/dev/null", Overwrite::yes).find("not a regular file"), std::string::npos);
  EXPECT_TRUE(std::filesystem::is_directory(folder / "a.h5"));
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST(WriteFile, SaysThatAFolderIsMissing) {
  ScratchFolder const folder;
  std::string const message = refusal(folder / "missing" / "a.h5");
  EXPECT_NE(message.find("No such file or directory"), std::string::npos) << message;
  EXPECT_NE(message.find("make the folder first"), std::string::npos) << message;
}

TEST(WriteFile, SaysThatAFolderIsNone) {
  ScratchFolder const folder;
  put_bytes(folder / "file", "x");
  EXPECT_NE(refusal(folder / "file" / "a.h5").find("Not a directory"), std::string::npos);
}

TEST(WriteFile, SaysThatAFolderIsReadOnly) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write into every folder";
  ScratchFolder const folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
  EXPECT_NE(refusal(folder / "a.h5").find("Permission denied"), std::string::npos);
  std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
}

TEST(WriteFile, PassesByWhatAKilledRunLeft) {
  ScratchFolder const folder;
  put_bytes(folder / ("a.h5.tmp-" + std::to_string(getpid())), "left");
  write_document(sample_document(), folder / "a.h5", Overwrite::no);
  EXPECT_NO_THROW(read_document(folder / "a.h5"));
  EXPECT_EQ(bytes_of(folder / ("a.h5.tmp-" + std::to_string(getpid()))), "left");
}

/// Runs `body` in a child, which may change its own limits and mounts; returns its exit status.
template <class Body> int in_child(Body const& body) {
  pid_t const child = fork();
  if (child == 0) _exit(body());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

constexpr int as_wanted = 0;
constexpr int skipped = 2;

/// A write that cannot succeed says `reason` and leaves the folder with `file_count` files.
int fails_cleanly(ScratchFolder const& folder, std::string const& reason, std::size_t file_count) {
  try {
    write_document(sample_document(), folder / "a.h5", Overwrite::yes);
  } catch (Error const& error) {
    bool const said = std::string(error.what()).find(reason) != std::string::npos;
    bool const clean = folder.file_count() == file_count;
    return error.code() == ExitCode::cannot_write && said && clean ? as_wanted : 1;
  }
  return 1;
}

TEST(WriteFile, AShortWriteLeavesNothingAndTheOldFileIntact) {
  ScratchFolder const folder;
  put_bytes(folder / "a.h5", "precious");
  int const status = in_child([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit const limit{20000, 20000};
    return setrlimit(RLIMIT_FSIZE, &limit) == 0 ? fails_cleanly(folder, "File too large", 1) : skipped;
  });
  if (status == skipped) GTEST_SKIP() << "no limit of file sizes here";
  EXPECT_EQ(status, as_wanted);
  EXPECT_EQ(bytes_of(folder / "a.h5"), "precious");
}

TEST(WriteFile, AFullDiskLeavesNothing) {
  ScratchFolder const folder;
  int const status = in_child([&] {
    bool const isolated = unshare(CLONE_NEWNS) == 0 && mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    if (!isolated || mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=20k") != 0) return skipped;
    return fails_cleanly(folder, "No space left on device", 0);
  });
  if (status == skipped) GTEST_SKIP() << "only root may mount a tiny file system";
  EXPECT_EQ(status, as_wanted);
}

} // namespace
} // namespace iptwsim::results
