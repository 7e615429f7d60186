#include <gtest/gtest.h>

#include "results/difference.hpp"
#include "results/digest.hpp"
#include "results/read.hpp"
#include "results/write.hpp"
#include "sample.hpp"
#include "scratch_folder.hpp"

namespace iptwsim::results {
namespace {

/// Small, so that every bit can be flipped.
std::string small_file(ScratchFolder const& folder) {
  Group const group{.path = "/estimates",
                    .axes = {{"endpoint", std::vector<std::string>{"os"}, {}}},
                    .arrays = {{"value", {"endpoint"}, std::vector<double>{0.719}, {}}},
                    .attributes = {}};
  write_document({{group}}, folder / "small.h5", Overwrite::no);
  return bytes_of(folder / "small.h5");
}

TEST(Digest, IsSha256) { // FIPS 180-4 examples
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Digest, OfAFileIsThatOfItsBytes) {
  ScratchFolder const folder;
  std::string const bytes(200000, 'x');
  put_bytes(folder / "a", bytes);
  EXPECT_EQ(sha256_of_file(folder / "a"), sha256_hex(bytes));
}

TEST(Digest, IsTheEndOfAResult) {
  ScratchFolder const folder;
  std::string const bytes = small_file(folder);
  std::string const body = checked_bytes(folder / "small.h5");
  EXPECT_EQ(bytes, body + "\nIPTWSIM-SHA256 " + sha256_hex(body) + "\n");
}

TEST(Digest, SeesEveryFlippedBit) {
  ScratchFolder const folder;
  std::string const good = small_file(folder);
  std::fstream file(folder / "small.h5", std::ios::in | std::ios::out | std::ios::binary);
  auto const put = [&](std::size_t at, int byte) {
    file.seekp(static_cast<std::streamoff>(at)).put(static_cast<char>(byte)).flush();
  };
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      put(at, good[at] ^ (1 << bit));
      message_of(ExitCode::data, [&] { check_digest(folder / "small.h5"); });
      ASSERT_FALSE(HasFailure()) << "byte " << at << " bit " << bit;
    }
    put(at, good[at]);
  }
  EXPECT_NO_THROW(check_digest(folder / "small.h5"));
}

TEST(Digest, EveryReaderOfOursChecksIt) {
  ScratchFolder const folder;
  std::string bytes = small_file(folder);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 4);
  put_bytes(folder / "bad.h5", bytes);
  std::string const message = message_of(ExitCode::data, [&] { read_document(folder / "bad.h5"); });
  EXPECT_NE(message.find("bad.h5: damaged (its bytes do not match its digest)"), std::string::npos) << message;
  message_of(ExitCode::data, [&] { first_difference(folder / "small.h5", folder / "bad.h5"); });
  message_of(ExitCode::data, [&] { first_difference(folder / "bad.h5", folder / "small.h5"); });
}

TEST(Digest, SeesTruncation) {
  ScratchFolder const folder;
  std::string const good = small_file(folder);
  for (std::size_t size = 0; size < good.size(); size += size + 100 < good.size() ? 37 : 1) {
    put_bytes(folder / "bad.h5", good.substr(0, size));
    message_of(ExitCode::data, [&] { check_digest(folder / "bad.h5"); });
    ASSERT_FALSE(HasFailure()) << size << " bytes";
  }
}

TEST(Digest, SeesTrailingBytes) {
  ScratchFolder const folder;
  std::string const good = small_file(folder);
  for (std::string const& more : {std::string("\n"), std::string(1, '\0'), std::string(4096, 'x'), good}) {
    put_bytes(folder / "bad.h5", good + more);
    bool const twice = more == good; // ends in a digest, but in that of its second half
    std::string const message = message_of(ExitCode::data, [&] { check_digest(folder / "bad.h5"); });
    EXPECT_NE(message.find(twice ? "do not match" : "digest at its end is missing"), std::string::npos) << message;
  }
}

TEST(Digest, RefusesOtherFiles) {
  ScratchFolder const folder;
  put_bytes(folder / "empty.h5", "");
  put_bytes(folder / "text.h5", "time,event\n1,0\n");
  for (char const* name : {"empty.h5", "text.h5"}) {
    std::string const message = message_of(ExitCode::data, [&] { read_document(folder / name); });
    EXPECT_NE(message.find("not a result of iptwsim, or damaged"), std::string::npos) << message;
  }
  std::string const missing = message_of(ExitCode::no_input, [&] { read_document(folder / "missing.h5"); });
  EXPECT_NE(missing.find("No such file"), std::string::npos) << missing;
  std::string const directory = message_of(ExitCode::no_input, [&] { read_document(folder.path()); });
  EXPECT_NE(directory.find("directory"), std::string::npos) << directory;
}

} // namespace
} // namespace iptwsim::results
