#include <algorithm>
#include <chrono>
#include <thread>

#include <gtest/gtest.h>
#include <malloc.h>

#include "results/digest.hpp"
#include "results/read.hpp"
#include "results/write.hpp"
#include "sample.hpp"
#include "scratch_folder.hpp"

namespace iptwsim::results {
namespace {

template <class Value> bool same(Value const& a, Value const& b) { return a == b; }
bool same(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

template <class... Types> void expect_same(std::variant<Types...> const& a, std::variant<Types...> const& b) {
  ASSERT_EQ(a.index(), b.index());
  std::visit(
      [&](auto const& x) {
        auto const& y = std::get<std::decay_t<decltype(x)>>(b);
        if constexpr (requires { x.size(); }) {
          ASSERT_EQ(x.size(), y.size());
          for (std::size_t i = 0; i < x.size(); ++i) ASSERT_TRUE(same(x[i], y[i])) << i;
        } else {
          EXPECT_TRUE(same(x, y));
        }
      },
      a);
}

void expect_same(Attributes const& a, Attributes const& b) {
  ASSERT_EQ(a.size(), b.size());
  for (auto const& [name, value] : a) {
    SCOPED_TRACE(name);
    ASSERT_TRUE(b.contains(name));
    expect_same(value, b.at(name));
  }
}

TEST(RoundTrip, KeepsEveryTypeValueAttributeAndOrder) {
  ScratchFolder const folder;
  Document expected = sample_document();
  write_document(expected, folder / "a.h5", Overwrite::no);
  Document const found = read_document(folder / "a.h5");

  // What the file has beyond the document: two root attributes, and the group on the way to another.
  expected.groups.front().attributes["filetype"] = std::string(filetype);
  expected.groups.front().attributes["format_version"] = std::vector<std::int64_t>{1, 0};
  expected.groups.push_back({.path = "/estimates"});
  std::ranges::sort(expected.groups, {}, &Group::path);

  ASSERT_EQ(found.groups.size(), expected.groups.size());
  for (std::size_t g = 0; g < found.groups.size(); ++g) {
    Group const& a = expected.groups[g];
    Group const& b = found.groups[g];
    SCOPED_TRACE(a.path);
    ASSERT_EQ(a.path, b.path);
    expect_same(a.attributes, b.attributes);
    ASSERT_EQ(a.axes.size(), b.axes.size());
    for (std::size_t i = 0; i < a.axes.size(); ++i) {
      SCOPED_TRACE(a.axes[i].name);
      EXPECT_EQ(a.axes[i].name, b.axes[i].name);
      expect_same(a.axes[i].labels, b.axes[i].labels);
      expect_same(a.axes[i].attributes, b.axes[i].attributes);
    }
    ASSERT_EQ(a.arrays.size(), b.arrays.size());
    for (std::size_t i = 0; i < a.arrays.size(); ++i) {
      SCOPED_TRACE(a.arrays[i].name);
      EXPECT_EQ(a.arrays[i].name, b.arrays[i].name);
      EXPECT_EQ(a.arrays[i].axes, b.arrays[i].axes);
      expect_same(a.arrays[i].values, b.arrays[i].values);
      expect_same(a.arrays[i].attributes, b.arrays[i].attributes);
    }
  }
}

TEST(RoundTrip, SameDocumentSameBytes) {
  ScratchFolder const folder;
  write_document(sample_document(), folder / "a.h5", Overwrite::no);
  std::this_thread::sleep_for(std::chrono::milliseconds(1100)); // times in HDF5 files count seconds
  mallopt(M_PERTURB, 0x5a);                                     // memory that nobody set now holds something else
  write_document(sample_document(), folder / "b.h5", Overwrite::no);
  mallopt(M_PERTURB, 0);
  EXPECT_EQ(sha256_of_file(folder / "a.h5"), sha256_of_file(folder / "b.h5"));
  write_document(read_document(folder / "a.h5"), folder / "c.h5", Overwrite::no);
  EXPECT_EQ(sha256_of_file(folder / "a.h5"), sha256_of_file(folder / "c.h5"));
}

TEST(RoundTrip, EmptyDocumentIsAFile) {
  ScratchFolder const folder;
  write_document({}, folder / "a.h5", Overwrite::no);
  Document const found = read_document(folder / "a.h5");
  ASSERT_EQ(found.groups.size(), 1U);
  EXPECT_EQ(found.groups[0].attributes.size(), 2U);
}

TEST(RoundTrip, OrderOfGroupsDoesNotMatter) {
  ScratchFolder const folder;
  Document document = sample_document();
  write_document(document, folder / "a.h5", Overwrite::no);
  std::ranges::reverse(document.groups);
  write_document(document, folder / "b.h5", Overwrite::no);
  EXPECT_EQ(bytes_of(folder / "a.h5"), bytes_of(folder / "b.h5"));
}

/// The file with other bytes before its digest, which is right again: what another program could have written.
void forge(std::filesystem::path const& file, std::string const& from, std::string const& to) {
  std::string bytes = checked_bytes(file);
  std::size_t const at = bytes.find(from);
  ASSERT_NE(at, std::string::npos);
  bytes.replace(at, from.size(), to);
  put_bytes(file, bytes + digest_trailer(bytes));
}

TEST(Read, RefusesAnotherFiletype) {
  ScratchFolder const folder;
  write_document({}, folder / "a.h5", Overwrite::no);
  forge(folder / "a.h5", "iptwsim result", "iptwsim potato");
  EXPECT_NE(message_of(ExitCode::data, [&] { read_document(folder / "a.h5"); }).find("filetype"), std::string::npos);
}

TEST(Read, RefusesAnotherMajorVersionWithAdvice) {
  ScratchFolder const folder;
  write_document({}, folder / "a.h5", Overwrite::no);
  std::string const numbers("\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
  std::string const attribute = "format_version";
  std::string bytes = checked_bytes(folder / "a.h5");
  std::size_t const at = bytes.find(numbers, bytes.find(attribute));
  ASSERT_NE(at, std::string::npos);
  bytes[at] = 2;
  put_bytes(folder / "a.h5", bytes + digest_trailer(bytes));
  std::string const message = message_of(ExitCode::data, [&] { read_document(folder / "a.h5"); });
  EXPECT_NE(message.find("another format version"), std::string::npos) << message;
  EXPECT_NE(message.find("run its config again"), std::string::npos) << message;
}

TEST(Read, SaysWhatIsWrongWithBytesThatAreNotHdf5) {
  ScratchFolder const folder;
  std::string const text = "time,event\n1,0\n";
  put_bytes(folder / "a.h5", text + digest_trailer(text));
  EXPECT_NE(message_of(ExitCode::data, [&] { read_document(folder / "a.h5"); }).find("a.h5"), std::string::npos);
}

} // namespace
} // namespace iptwsim::results
