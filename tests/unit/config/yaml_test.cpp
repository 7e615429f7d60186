// Texts that are no YAML, or more YAML than a config needs.

#include <gtest/gtest.h>

#include "unit/config/problems.hpp"

namespace iptwsim {
namespace {

using test::problems_of;
using test::problems_with;

TEST(Yaml, NothingThere) {
  for (char const* text : {"", "\n\n", "# only a comment\n", "\xef\xbb\xbf"}) {
    EXPECT_EQ(problems_of(text), "c.yaml:1:1: the config is empty, iptwsim init prints one to start from");
  }
  EXPECT_EQ(problems_of("---\n"), "c.yaml:2:1: the config is empty, iptwsim init prints one to start from");
}

TEST(Yaml, NotAMap) {
  std::string const rest =
      " and not a config (a config is a map of keys: title: ..., seed: ..., cohort: ...), a key ends in a "
      "colon and a blank; iptwsim init prints a config to start from";
  EXPECT_EQ(problems_of("a,b\n1,2\n"), "c.yaml:1:1: the file is \"a,b 1,2\"" + rest);
  EXPECT_EQ(problems_of("seed:1\n"), "c.yaml:1:1: the file is \"seed:1\"" + rest);
  EXPECT_EQ(problems_of("- seed\n"), "c.yaml:1:1: the file is a list" + rest);
}

TEST(Yaml, ByteOrderMarkAndCrLf) {
  std::string text = "\xef\xbb\xbf";
  for (char const c : std::string(test::good_config)) text += c == '\n' ? std::string("\r\n") : std::string{c};
  EXPECT_EQ(problems_of(text), "no problem");
}

TEST(Yaml, ColumnsCountCharacters) {
  EXPECT_EQ(problems_with("{tau: 1826.25}", "{\u00e4\u20ac: 1, tau: 0}"),
            "c.yaml:13:10: unknown key \"\u00e4\u20ac\" (rmst has tau), take it out\n"
            "c.yaml:13:22: tau is 0 (out of range), write a number above 0");
}

TEST(Yaml, NotUtf8) {
  EXPECT_EQ(problems_of("title: \xc3\xa9t\xe9\n"),
            "c.yaml:1:10: a character is not UTF-8 (it would print as garbage), save the file as UTF-8");
}

TEST(Yaml, Tabs) {
  EXPECT_EQ(problems_of("seed: 1\ncohort:\n\tcsv: x\n"),
            "c.yaml:3:1: a tab indents this line (YAML nests by blanks only), write blanks instead");
  EXPECT_EQ(problems_of("seed: 1\ncohort:\n  \tcsv: x\n"),
            "c.yaml:3:3: a tab indents this line (YAML nests by blanks only), write blanks instead");
  EXPECT_EQ(problems_with("seed: 2021", "seed:\t2021\t# tabs elsewhere\n\t\n\t# comment"), "no problem");
}

TEST(Yaml, KeysGivenTwice) {
  EXPECT_EQ(problems_with("level: 0.95", "seed: 5"),
            "c.yaml:15:1: key \"seed\" is given twice (first in line 2), keep one of them");
  EXPECT_EQ(problems_with("{tau: 1826.25}", "{tau: 5, \"tau\": 6}"),
            "c.yaml:13:18: key \"tau\" is given twice (first in line 13), keep one of them");
}

TEST(Yaml, AliasesAnchorsTagsAndMergeKeys) {
  EXPECT_EQ(
      problems_with("title: Rotterdam", "title: &t Rotterdam"),
      "c.yaml:1:8: an anchor (&name) stands here (a config is read without jumping about), take it out, and write the "
      "value out where it is used");
  EXPECT_EQ(
      problems_with("title: Rotterdam\nseed: 2021", "title: &t x\nseed: *t"),
      "c.yaml:1:8: an anchor (&name) stands here (a config is read without jumping about), take it out, and write the "
      "value out where it is used\n"
      "c.yaml:2:7: an alias stands here (a config is read without jumping about), write the value out");
  EXPECT_EQ(problems_with("title: Rotterdam", "title: *t"),
            "c.yaml:1:8: a value begins with * (in YAML that is an alias, and aliases are not read), put the value in "
            "quotes, "
            "or write it out");
  EXPECT_EQ(problems_with("2021", "!!int 2021"),
            "c.yaml:2:7: a tag (!name) stands here (the key decides how its value is read), take it out");
  EXPECT_EQ(problems_with("{tau: 1826.25}", "{tau: 1, <<: {}}"),
            "c.yaml:13:18: unknown key \"<<\" (rmst has tau), take it out");
}

TEST(Yaml, AliasesCannotMultiply) {
  std::string text = "a: &a [x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c < 'z'; ++c) {
    text += std::string{c} + ": &" + c + " [";
    for (int i = 0; i < 9; ++i) text += std::string("*") + static_cast<char>(c - 1) + ", ";
    text += "]\n";
  }
  EXPECT_NE(problems_of(text), "no problem"); // 9^25 elements if aliases were followed
}

TEST(Yaml, MoreThanOneDocument) {
  EXPECT_EQ(problems_of(test::good_config + std::string("---\nseed: 1\n")),
            "c.yaml:17:1: a second document begins here (a config is one document), put it into a file of its own");
  EXPECT_EQ(problems_of("---\n" + std::string(test::good_config) + "...\n"), "no problem");
}

TEST(Yaml, KeysThatAreNoNames) {
  EXPECT_EQ(problems_with("{tau: 1826.25}", "{tau: 1, [a]: 2, ~: 3}"),
            "c.yaml:13:18: a key is a list (a key is a name), write name: value\n"
            "c.yaml:13:26: a key is empty (a key is a name), write name: value");
}

TEST(Yaml, WhatCannotBeParsed) {
  EXPECT_EQ(
      problems_of("a: b: c\n"),
      "c.yaml:1:5: a colon is not expected here (the value began further up: a colon is missing, a line is indented "
      "too far, "
      "or a text holds a colon), look at this line and the one above; a text with a colon and a blank needs quotes");
  EXPECT_EQ(problems_of("a:\n  b: 1\n c: 2\n"), "c.yaml:3:2: this line does not fit the lines above it (its "
                                                "indentation is that of none of them, or text follows a "
                                                "closing quote or bracket), line it up with the keys of its map");
  EXPECT_EQ(problems_of("a: [1, 2\nb: 3\n"),
            "c.yaml:2:2: a [ is opened above and not closed before this, close it with ]");
  EXPECT_EQ(problems_of("a: {b: 1\nc: 3\n"),
            "c.yaml:2:2: a { is opened above and not closed before this, close it with }");
  EXPECT_EQ(problems_of("a: ]\n"), "c.yaml:1:4: a ] or } closes nothing (no bracket is open here), take it out");
  EXPECT_EQ(problems_of("a: @x\n"),
            "c.yaml:1:4: a value cannot begin with this character (YAML keeps it for itself), put the value in quotes");
  EXPECT_EQ(problems_of("a: \"C:\\data\"\n"), "c.yaml:1:9: a backslash in double quotes is followed by a character it "
                                              "does not go with (there a backslash begins an "
                                              "escape such as \\n), use single quotes, which keep backslashes");
  EXPECT_EQ(problems_of("a: " + std::string(2000, '[')),
            "c.yaml:1:2004: brackets are nested too deeply (a config has a handful of levels), close them earlier");
}

TEST(Yaml, AQuoteThatIsNeverClosed) {
  std::string const said =
      "c.yaml:1:8: a quote is opened and never closed (the rest of the file would be one text), close it";
  EXPECT_EQ(problems_with("title: Rotterdam", "title: \"Rotterdam"), said);
  EXPECT_EQ(problems_with("title: Rotterdam", "title: 'Rotterdam''s"), said);
  EXPECT_EQ(problems_with("title: Rotterdam", "title: 'Rotterdam''s \"best'"), "no problem");
  EXPECT_EQ(problems_with("title: Rotterdam", "title: \"Rotterdam's \\\"best\""), "no problem");
}

} // namespace
} // namespace iptwsim
