// Part files: what is read is what was written, names are of the numbers alone, and nothing bad passes for a part.

#include <gtest/gtest.h>

#include "results/part_arrays.hpp"
#include "results/read.hpp"
#include "results/write.hpp"
#include "sample.hpp"
#include "sample_slabs.hpp"
#include "scratch_folder.hpp"

namespace iptwsim::results {
namespace {

auto const plan = sample_plan(12);

TEST(PartFile, GivesBackWhatWasWritten) {
  ScratchFolder const folder;
  auto const slabs = sample_slabs(plan, 0, 12);
  auto const file = write_part(sample_identity(), {{"shard", "1/2"}}, slabs, folder.path()).file;
  EXPECT_EQ(folder.file_count(), 1U); // no temporary file is left
  Part const part = read_part(file);
  EXPECT_EQ(part.index.file, file);
  EXPECT_EQ(part.index.identity, sample_identity());
  EXPECT_EQ(part.index.provenance.at("shard"), "1/2");
  ASSERT_EQ(part.slabs.size(), slabs.size());
  for (std::size_t s = 0; s < slabs.size(); ++s) EXPECT_TRUE(same_bits(part.slabs[s], slabs[s])) << s;
  PartIndex const index = read_part_index(file);
  EXPECT_EQ(index.digests, part.index.digests);
  ASSERT_EQ(index.blocks.size(), 12U);
  EXPECT_EQ(index.blocks[11].first, plan[11].first);
  EXPECT_EQ(index.digests[3], digest_of(slabs[3]));
}

TEST(PartFile, OfNothingIsAPart) {
  ScratchFolder const folder;
  auto const file = write_part(sample_identity(), {}, {}, folder.path()).file;
  EXPECT_TRUE(read_part(file).slabs.empty());
}

TEST(PartFile, IsNamedAfterItsIdentityAndNumbers) {
  ScratchFolder const folder;
  auto slabs = sample_slabs(plan, 1, 4);
  auto const name = [&](PartIdentity const& identity, std::map<std::string, std::string> const& who) {
    return write_part(identity, who, slabs, folder.path()).file.filename().string();
  };
  std::string const first = name(sample_identity(), {{"host", "a"}});
  EXPECT_EQ(first.size(), 64 + 3U);
  EXPECT_EQ(name(sample_identity(), {{"host", "b"}}), first); // the second copy has taken the first one's place
  EXPECT_EQ(folder.file_count(), 1U);
  EXPECT_NE(name(sample_identity(8), {}), first);
  slabs[0].sums[1] = -0.0; // was 0
  EXPECT_NE(name(sample_identity(), {}), first);
}

TEST(PartFile, DigestSeesEveryFieldOfASlab) {
  Slab const slab = sample_slab(plan[3]);
  std::vector<Slab> others(9, slab);
  others[0].block.index += 1;
  others[1].block.kind = BlockKind::truth;
  others[2].block.scenario += 1;
  others[3].block.first += 1;
  others[4].block.count += 1;
  others[5].values[0] = -others[5].values[0];
  others[6].statuses[1] ^= 1;
  others[7].sums.push_back(0);
  others[8].values.insert(others[8].values.end(), others[8].sums.begin(), others[8].sums.end()), others[8].sums.clear();
  for (std::size_t i = 0; i < others.size(); ++i) EXPECT_NE(digest_of(others[i]), digest_of(slab)) << i;
  EXPECT_EQ(digest_of(sample_slab(plan[3])), digest_of(slab));
}

TEST(PartFile, AFlipAtEveryByteIsSeenBeforeHdf5) {
  ScratchFolder const folder;
  auto const path = write_part(sample_identity(), {}, sample_slabs(plan, 0, 12), folder.path()).file;
  std::string const good = bytes_of(path);
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  auto const put = [&](std::size_t at, int byte) {
    file.seekp(static_cast<std::streamoff>(at)).put(static_cast<char>(byte)).flush();
  };
  for (std::size_t at = 0; at < good.size(); ++at) {
    put(at, good[at] ^ (1 << at % 8));
    std::string const message = message_of(ExitCode::data, [&] { read_part(path); });
    ASSERT_NE(message.find("damaged"), std::string::npos) << at << ": " << message;
    put(at, good[at]);
  }
  EXPECT_EQ(read_part(path).slabs.size(), 12U);
}

TEST(PartFile, ACutAnywhereIsSeenBeforeHdf5) {
  ScratchFolder const folder;
  auto const path = write_part(sample_identity(), {}, sample_slabs(plan, 0, 12), folder.path()).file;
  for (std::size_t size = bytes_of(path).size(); size > 0; size -= std::min<std::size_t>(size, 97)) {
    std::filesystem::resize_file(path, size - 1);
    std::string const message = message_of(ExitCode::data, [&] { read_part_index(path); });
    ASSERT_NE(message.find("damaged"), std::string::npos) << size << ": " << message;
  }
}

TEST(PartFile, OtherFilesAreNoParts) {
  ScratchFolder const folder;
  put_bytes(folder / "empty.h5", "");
  put_bytes(folder / "text.h5", "not HDF5 but with a digest");
  std::string text = bytes_of(folder / "text.h5");
  put_bytes(folder / "text.h5", text + digest_trailer(text));
  write_document(sample_document(), folder / "result.h5", Overwrite::no);
  auto const why = [&](char const* name) {
    return message_of(ExitCode::data, [&] { read_part_index(folder / name); });
  };
  EXPECT_NE(why("empty.h5").find("digest at its end is missing"), std::string::npos);
  EXPECT_NE(why("text.h5").find("not a part of a result of iptwsim, opening fails"), std::string::npos)
      << why("text.h5");
  EXPECT_NE(why("result.h5").find("not a part"), std::string::npos);
  message_of(ExitCode::no_input, [&] { read_part_index(folder / "missing.h5"); });
  auto const part = write_part(sample_identity(), {}, sample_slabs(plan, 0, 2), folder.path()).file;
  std::string const message = message_of(ExitCode::data, [&] { read_document(part); });
  EXPECT_NE(message.find("not a result of iptwsim"), std::string::npos) << message;
}

TEST(PartFile, IntoAFolderThatIsNotThereIsAnErrorWithItsReason) {
  ScratchFolder const folder;
  std::string const message = message_of(
      ExitCode::cannot_write, [&] { write_part(sample_identity(), {}, sample_slabs(plan, 0, 2), folder / "missing"); });
  EXPECT_NE(message.find("No such file or directory"), std::string::npos) << message;
}

} // namespace
} // namespace iptwsim::results
