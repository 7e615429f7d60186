#include <functional>

#include <gtest/gtest.h>

#include "results/write.hpp"
#include "sample.hpp"
#include "scratch_folder.hpp"

namespace iptwsim::results {
namespace {

TEST(Document, SoundOneHasNoProblems) { EXPECT_TRUE(problems_of(sample_document()).empty()); }

TEST(Document, FindsItsParts) {
  Document const document = sample_document();
  Group const* const group = document.find_group("/estimates/survival");
  ASSERT_NE(group, nullptr);
  EXPECT_EQ(document.find_group("/estimates"), nullptr);
  EXPECT_EQ(group->axis("endpoint").size(), 3U);
  EXPECT_EQ(group->find_axis("arm"), nullptr);
  EXPECT_THROW(group->axis("arm"), std::out_of_range);
  ASSERT_NE(group->find_array("status"), nullptr);
  EXPECT_EQ(group->find_array("endpoint"), nullptr);
}

struct Flaw {
  char const* name;
  std::function<void(Group&)> make;
  char const* said;
};

TEST(Document, UnsoundOnesAreNotWritten) {
  using Texts = std::vector<std::string>;
  std::vector<Flaw> const flaws{
      {"too few values", [](Group& g) { std::get<std::vector<double>>(g.arrays[0].values).pop_back(); }, "23 values"},
      {"unknown axis", [](Group& g) { g.arrays[0].axes[0] = "arm"; }, "no axis arm"},
      {"axis twice",
       [](Group& g) {
         g.arrays[3].axes = {"time", "time"};
       },
       "axis time twice"},
      {"array twice", [](Group& g) { g.arrays.push_back(g.arrays[0]); }, "two objects"},
      {"array named as axis", [](Group& g) { g.arrays[6].name = "time"; }, "two objects"},
      {"axis named as group", [](Group& g) { g.path = "/", g.axes[4].name = "estimates"; }, ""},
      {"slash", [](Group& g) { g.arrays[6].name = "a/b"; }, "no slash"},
      {"no name", [](Group& g) { g.axes[4].name = ""; }, "not empty"},
      {"path", [](Group& g) { g.path = "estimates"; }, "group's path"},
      {"reserved", [](Group& g) { g.arrays[0].attributes["CLASS"] = "x"; }, "keeps this attribute"},
      {"zero byte", [](Group& g) { g.attributes["x"] = std::string("a\0b", 3); }, "not UTF-8"},
      {"latin-1", [](Group& g) { std::get<Texts>(g.axes[1].labels)[0] = "gr\xf6\xdf"; }, "not UTF-8"},
      {"overlong", [](Group& g) { g.attributes["x"] = "\xc0\xaf"; }, "not UTF-8"},
      {"overlong of three", [](Group& g) { g.attributes["x"] = "\xe0\x80\xaf"; }, "not UTF-8"},
      {"surrogate", [](Group& g) { g.attributes["x"] = "\xed\xa0\x80"; }, "not UTF-8"},
      {"too large", [](Group& g) { g.attributes["x"] = "\xf4\x90\x80\x80"; }, "not UTF-8"},
      {"cut short", [](Group& g) { g.attributes["x"] = "\xe2\x82"; }, "not UTF-8"},
  };
  ScratchFolder const folder;
  for (Flaw const& flaw : flaws) {
    SCOPED_TRACE(flaw.name);
    Document document = sample_document();
    flaw.make(document.groups[1]);
    if (document.groups[1].path == "/") document.groups[0].path = "/estimates"; // a group and an axis of one name
    std::string const message =
        message_of(ExitCode::cannot_write, [&] { write_document(document, folder / "a.h5", Overwrite::no); });
    EXPECT_NE(message.find(flaw.said), std::string::npos) << message;
    EXPECT_EQ(folder.file_count(), 0U);
  }
}

TEST(Document, AllTextsOfUnicodeAreKept) {
  Document document;
  document.groups.push_back({.path = "/",
                             .attributes = {{"x", "\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80"
                                                  "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"}}});
  EXPECT_TRUE(problems_of(document).empty());
}

} // namespace
} // namespace iptwsim::results
