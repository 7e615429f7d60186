#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/text_table.hpp"
#include "report/words.hpp"

namespace iptwsim::report {
namespace {

using testing::Each;
using testing::Le;
using testing::Property;

std::vector<std::string> lines_of(std::string const& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t const end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

TEST(TextTable, AlignsColumnsUnderTwoLinesOfHeading) {
  TextTable table("scenario");
  table.add_column("hazard ratio", "robust");
  table.add_column("", "n");
  table.add_row("n=85", {"71.2 (1.4)", "9"});
  table.add_row("größe=120", {"5.0 (0.7)", "-"});
  EXPECT_EQ(table.text(), "              hazard ratio\n"
                          "  scenario          robust   n\n"
                          "  n=85          71.2 (1.4)   9\n"
                          "  größe=120      5.0 (0.7)   -\n");
}

TEST(TextTable, OneLineOfHeadingWhereThereIsNothingAbove) {
  TextTable table("x");
  table.add_column("", "truth");
  table.add_row("a", {"1.00"});
  EXPECT_EQ(table.text(), "  x   truth\n  a    1.00\n");
}

TEST(TextTable, MarksStandBeyondTheDigits) {
  TextTable table("x");
  table.add_column("", "p");
  table.add_column("", "q");
  table.add_row("a", {"10", "20*"});
  table.add_row("b", {"5*", "6"});
  EXPECT_EQ(table.text(), "  x    p     q\n"
                          "  a   10    20*\n"
                          "  b    5*    6\n");
}

TEST(TextTable, GoesOnBelowWhereItIsTooWide) {
  TextTable table("scenario");
  for (int c = 0; c < 20; ++c) table.add_column("a heading", "method");
  table.add_row("one", std::vector<std::string>(20, "12.3 (4.5)"));
  auto const lines = lines_of(table.text());
  EXPECT_EQ(lines.size(), 3 * 3 + 2U); // 8 columns of 10 + 3 after 2 + 8; the parts are an empty line apart
  EXPECT_THAT(lines, Each(Property(&std::string::size, Le(widest_line))));
  EXPECT_EQ(lines[3], "");
  EXPECT_EQ(lines[6].substr(0, 8), "  one   ");
}

TEST(TextTable, AColumnWiderThanALineIsPrintedAlone) {
  TextTable table("x");
  table.add_column("", std::string(200, 'w'));
  table.add_column("", "n");
  table.add_row("a", {"1", "2"});
  EXPECT_EQ(lines_of(table.text()).size(), 5U);
}

TEST(Wrapped, BreaksAtSpacesAndNeverInsideAWord) {
  std::string text;
  for (int k = 0; k < 100; ++k) text += (k ? " word" : "word") + std::to_string(k);
  auto const lines = lines_of(wrapped(text, "  ", "> "));
  ASSERT_GT(lines.size(), 4U);
  EXPECT_THAT(lines, Each(Property(&std::string::size, Le(widest_line))));
  std::string again;
  for (std::size_t k = 0; k < lines.size(); ++k) again += (k ? " " : "") + lines[k].substr(k ? 4 : 2);
  EXPECT_EQ(again, text);
  EXPECT_EQ(wrapped("", "  "), "  \n");
  EXPECT_EQ(wrapped(std::string(300, 'w'), ""), std::string(300, 'w') + "\n");
}

TEST(Words, FixedHasNoNegativeZero) {
  EXPECT_EQ(fixed(-0.00004, 4), "0.0000");
  EXPECT_EQ(fixed(-0.00006, 4), "-0.0001");
  EXPECT_EQ(fixed(123.456, 0), "123");
}

} // namespace
} // namespace iptwsim::report
