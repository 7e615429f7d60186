// Many parts as one source of slabs, whatever their overlaps; and the folder that they live in.

#include <gtest/gtest.h>

#include "results/part_folder.hpp"
#include "results/part_set.hpp"
#include "sample_slabs.hpp"
#include "scratch_folder.hpp"

namespace iptwsim::results {
namespace {

namespace fs = std::filesystem;

auto const plan = sample_plan(20);

fs::path put(ScratchFolder const& folder, std::uint32_t first, std::uint32_t last) {
  return write_part(sample_identity(), {}, sample_slabs(plan, first, last), folder.path()).file;
}

void expect_slabs(std::vector<Slab> const& slabs, std::vector<std::uint32_t> const& blocks) {
  ASSERT_EQ(slabs.size(), blocks.size());
  for (std::size_t s = 0; s < slabs.size(); ++s) EXPECT_TRUE(same_bits(slabs[s], sample_slab(plan[blocks[s]]))) << s;
}

TEST(PartSet, IsTheUnionOfItsParts) {
  ScratchFolder const folder;
  PartSet set(plan);
  for (auto const& [first, last] : {std::pair{0U, 4U}, {3U, 9U}, {12U, 13U}})
    set.add(read_part_index(put(folder, first, last)));
  set.add(sample_slabs(plan, 8, 10)); // of this run, in no file
  EXPECT_EQ(set.missing(), (std::vector<std::uint32_t>{10, 11, 13, 14, 15, 16, 17, 18, 19}));
  EXPECT_TRUE(set.holds(9) && !set.holds(10));
  expect_slabs(set.read(0, 6), {0, 1, 2, 3, 4, 5});
  expect_slabs(set.read(6, 20), {6, 7, 8, 9, 12});
  expect_slabs(set.read(2, 5), {2, 3, 4}); // back again
  EXPECT_EQ(set.files().size(), 3U);
}

TEST(PartSet, RefusesAnotherSlabOfABlock) {
  ScratchFolder const folder;
  PartSet set(plan);
  set.add(read_part_index(put(folder, 0, 4)));
  auto slabs = sample_slabs(plan, 2, 6);
  slabs[0].values[0] += 1e-16;
  auto const file = write_part(sample_identity(), {}, slabs, folder.path()).file;
  std::string const message = message_of(ExitCode::data, [&] { set.add(read_part_index(file)); });
  EXPECT_NE(message.find("its numbers of block 2 are not those of"), std::string::npos) << message;
  EXPECT_FALSE(set.holds(5)); // nothing of it
}

TEST(PartSet, RefusesBlocksOfAnotherPlan) {
  ScratchFolder const folder;
  auto other = plan;
  other[3].count += 1;
  for (std::span<Block const> const blocks : {std::span<Block const>(plan).first(3), std::span<Block const>(other)}) {
    PartSet set(blocks);
    std::string const message = message_of(ExitCode::data, [&] { set.add(read_part_index(put(folder, 2, 5))); });
    EXPECT_NE(message.find("block 3 is none of this plan"), std::string::npos) << message;
  }
}

TEST(PartSet, SaysThatAPartHasGone) {
  ScratchFolder const folder;
  PartSet set(plan);
  auto const file = put(folder, 0, 4);
  set.add(read_part_index(file));
  fs::remove(file);
  message_of(ExitCode::no_input, [&] { set.read(0, 2); });
}

TEST(PartFolder, ListsPartsAndNothingElse) {
  ScratchFolder const folder;
  EXPECT_TRUE(part_files(folder / "none").empty());
  auto const part = put(folder, 0, 4);
  put_bytes(folder / "a.h5.tmp-12", "half");
  put_bytes(folder / "b.h5.bad", "bad");
  put_bytes(folder / "notes.txt", "mine");
  EXPECT_EQ(part_files(folder.path()), std::vector<fs::path>{part});
  message_of(ExitCode::no_input, [&] { part_files(part); });
}

TEST(PartFolder, NamesEachBadPartAndReadsTheOthers) {
  ScratchFolder const folder;
  put(folder, 0, 4);
  put_bytes(folder / "cut.h5", bytes_of(put(folder, 4, 8)).substr(0, 1000));
  put_bytes(folder / "empty.h5", "");
  auto files = part_files(folder.path());
  files.push_back(folder / "gone.h5"); // removed by a run that has finished
  FoundParts const found = read_parts(files);
  EXPECT_EQ(found.parts.size(), 2U);
  ASSERT_EQ(found.bad.size(), 2U);
  EXPECT_NE(found.bad[0].file.find("cut.h5"), std::string::npos);
  EXPECT_NE(found.bad[1].text().find("empty.h5: not a result of iptwsim, or damaged"), std::string::npos);
}

TEST(PartFolder, SetsAsideUnderANameThatIsFree) {
  ScratchFolder const folder;
  for (char const* wanted : {"x.h5.bad", "x.h5.bad-1"}) {
    put_bytes(folder / "x.h5", wanted);
    EXPECT_EQ(set_aside(folder / "x.h5"), folder / wanted);
    EXPECT_EQ(bytes_of(folder / wanted), wanted);
  }
  EXPECT_NO_THROW(set_aside(folder / "x.h5")); // another run has done it
}

TEST(PartFolder, RemovesWhatItKnowsOnly) {
  ScratchFolder const folder;
  fs::path const parts = parts_folder_of(folder / "out.h5");
  EXPECT_EQ(parts.filename(), "out.h5.parts");
  fs::create_directory(parts);
  auto const fill = [&] {
    auto const file = write_part(sample_identity(), {}, sample_slabs(plan, 0, 4), parts).file;
    put_bytes(parts / "x.h5.tmp-1", "half");
    put_bytes(parts / "x.h5.bad", "bad");
    return file;
  };
  std::vector<fs::path> files{fill()};
  put_bytes(parts / "later.h5", "a part of somebody else");
  remove_parts(parts, files);
  EXPECT_EQ(part_files(parts), std::vector<fs::path>{parts / "later.h5"});
  fs::remove(parts / "later.h5");
  files = {fill()};
  remove_parts(parts, files);
  EXPECT_FALSE(fs::exists(parts));
}

TEST(PartIdentity, DifferencesAreNamed) {
  PartIdentity const here = sample_identity();
  EXPECT_EQ(difference(here, here), std::nullopt);
  EXPECT_EQ(difference(sample_identity(8), here).value(), "seed is 8 there and 7 here");
  PartIdentity there = here;
  there.attributes["results_version"] = std::int64_t{2};
  EXPECT_TRUE(is_other_version(there, here));
  EXPECT_EQ(difference(there, here).value(), "results_version is 2 there and 1 here");
  there = here;
  there.config = "{\"seed\": 7, \"bootstrap\": {\"replicates\": 200}}\n";
  EXPECT_FALSE(is_other_version(there, here));
  EXPECT_EQ(difference(there, here).value(), "bootstrap.replicates is 200 there and 100 here");
  there = here;
  there.attributes["cohort_sha256"] = std::string(64, 'd');
  EXPECT_EQ(difference(there, here).value(), "cohort_sha256 is dddddddddddd there and cccccccccccc here");
}

} // namespace
} // namespace iptwsim::results
