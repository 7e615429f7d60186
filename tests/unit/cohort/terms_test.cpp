// What a term says, how it is spelled normally, and the words for what is none.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cohort/terms.hpp"

namespace iptwsim {
namespace {

using testing::ElementsAre;

Term parsed(std::string const& text) {
  auto const term = parse_term(text);
  if (auto const* const problem = std::get_if<Problem>(&term)) {
    ADD_FAILURE() << problem->text();
    return {};
  }
  return std::get<Term>(term);
}

std::string problem_of(std::string const& text) {
  auto const term = parse_term(text);
  auto const* const problem = std::get_if<Problem>(&term);
  return problem == nullptr ? "no problem with " + std::get<Term>(term).text() : problem->text();
}

TEST(ParseTerm, EveryKind) {
  EXPECT_THAT(parsed("age").factors, ElementsAre(Factor{"age", Transform::none, 0}));
  EXPECT_THAT(parsed("age^2").factors, ElementsAre(Factor{"age", Transform::power, 2}));
  EXPECT_THAT(parsed("log(size)").factors, ElementsAre(Factor{"size", Transform::log, 0}));
  EXPECT_THAT(parsed("rcs(age, 4)").factors, ElementsAre(Factor{"age", Transform::spline, 4}));
  EXPECT_THAT(parsed("age:log(size):x^9").factors,
              ElementsAre(Factor{"age", Transform::none, 0}, Factor{"size", Transform::log, 0},
                          Factor{"x", Transform::power, 9}));
}

TEST(ParseTerm, Indicators) {
  EXPECT_THAT(parsed("size > 5").factors, ElementsAre(Factor{"size", Transform::above, 0, 5}));
  EXPECT_THAT(parsed("size>=-0.25").factors, ElementsAre(Factor{"size", Transform::at_least, 0, -0.25}));
  EXPECT_THAT(parsed("ki-67 index <1e3").factors, ElementsAre(Factor{"ki-67 index", Transform::below, 0, 1000}));
  EXPECT_THAT(parsed("`a>b` <= 2").factors, ElementsAre(Factor{"a>b", Transform::at_most, 0, 2}));
  EXPECT_THAT(parsed("age:size > 5").factors, ElementsAre(Factor{"age"}, Factor{"size", Transform::above, 0, 5}));
  for (char const* const text : {"size > 5", "size >= 0.1", "`a < 3` < 3", "<=20 <= 20", "a > 1:a > 2:b"}) {
    EXPECT_EQ(parsed(text).text(), text);
  }
  EXPECT_EQ(parsed("size>5.0").text(), "size > 5");
  EXPECT_EQ(parsed("size > -0").text(), "size > 0");
  EXPECT_THAT(parsed("`size > 5`").factors, ElementsAre(Factor{"size > 5"}));
  EXPECT_EQ(parsed("`size > 5`").text(), "`size > 5`");
  EXPECT_THAT(parsed("size (>5 cm)").factors, ElementsAre(Factor{"size (>5 cm)"}));
}

TEST(ParseTerm, BlanksDoNotCount) {
  EXPECT_EQ(parsed("  age ^ 2 ").text(), "age^2");
  EXPECT_EQ(parsed("rcs( age ,4 )").text(), "rcs(age, 4)");
  EXPECT_EQ(parsed("age : log( size )").text(), "age:log(size)");
}

TEST(ParseTerm, NamesThatAreNoTerms) {
  for (char const* const name :
       {"age (years)", "resid.ds", "ecog-ps", "<=20", "010", "a/b", "\u00e4lter", "x y (a:b)"}) {
    EXPECT_THAT(parsed(name).factors, ElementsAre(Factor{name, Transform::none, 0}));
  }
  EXPECT_THAT(parsed("`age^2`").factors, ElementsAre(Factor{"age^2", Transform::none, 0}));
  EXPECT_THAT(parsed("`a:b`:`log(x)`^3").factors,
              ElementsAre(Factor{"a:b", Transform::none, 0}, Factor{"log(x)", Transform::power, 3}));
  EXPECT_EQ(parsed("log(`a,b`)").text(), "log(`a,b`)");
  EXPECT_EQ(parsed("`age`").text(), "age");
}

TEST(ParseTerm, SpellingIsReadBack) {
  for (char const* const text : {"age", "age^2", "log(size)", "rcs(age, 7)", "age:grade", "`a^2`^2:log(`x:y`)"}) {
    EXPECT_EQ(parsed(text).text(), text);
    EXPECT_EQ(parsed(parsed(text).text()), parsed(text));
  }
}

TEST(ParseTerm, Problems) {
  EXPECT_EQ(problem_of("age^1"), "the term \"age^1\" has the exponent \"1\" (a power is a whole number from 2 to 9), "
                                 "correct it, or add such a column to the CSV");
  EXPECT_EQ(problem_of("age^2.5"), "the term \"age^2.5\" has the exponent \"2.5\" (a power is a whole number from 2 to "
                                   "9), correct it, or add such a column to the CSV");
  EXPECT_EQ(problem_of("age^2^3"), "the term \"age^2^3\" has two powers (a power is of a column), write one exponent");
  EXPECT_EQ(problem_of("exp(age)"), "the term \"exp(age)\" has the function \"exp\" (log, rcs and missing are the "
                                    "functions), add such a column to the "
                                    "CSV; a column of this very name stands in backticks");
  EXPECT_EQ(
      problem_of("lag(age)"),
      "the term \"lag(age)\" has the function \"lag\" (log, rcs and missing are the functions), did you mean \"log\"?");
  EXPECT_EQ(problem_of("rcs(age)"), "the term \"rcs(age)\" does not say how many knots (rcs takes a column and a "
                                    "number from 3 to 7), write rcs(age, 4)");
  EXPECT_EQ(problem_of("rcs(age, 2)"), "the term \"rcs(age, 2)\" has \"2\" knots (rcs has 3 to 7), write rcs(age, 4)");
  EXPECT_EQ(problem_of("log(age, 2)"),
            "the term \"log(age, 2)\" gives log too much (it takes one column), write log(COLUMN)");
  EXPECT_EQ(problem_of("log(log(age))"), "the term \"log(log(age))\" has \"log(age)\" inside log (a function is of a "
                                         "column), add such a column to the CSV");
  EXPECT_EQ(problem_of("log(age)^2"), "the term \"log(age)^2\" goes on after a bracket (a function is of a column and "
                                      "has no power), end it at the bracket");
  EXPECT_EQ(problem_of("rcs(age, 4"),
            "the term \"rcs(age, 4\" has brackets that do not match (each one opened is closed), correct it");
  EXPECT_EQ(problem_of("age*grade"), "the term \"age*grade\" has a * (products are written with a colon), write the "
                                     "columns as terms and a:b beside them");
  EXPECT_EQ(problem_of("age:"), "the term \"age:\" lacks a column (a term is a column or made of columns), fill it in");
  EXPECT_EQ(problem_of("log()"),
            "the term \"log()\" lacks a column (a term is a column or made of columns), fill it in");
  EXPECT_EQ(problem_of("age:age"),
            "the term \"age:age\" has age twice (a factor times itself is a power), write age^2");
  EXPECT_EQ(problem_of("size > big"),
            "the term \"size > big\" compares with \"big\" (an indicator compares a column with a number), correct it; "
            "a column of this very name stands in backticks");
  EXPECT_EQ(problem_of("5 < size"),
            "the term \"5 < size\" compares with \"size\" (an indicator compares a column with a number), write the "
            "column first");
  EXPECT_EQ(problem_of("log(size) > 1"), "the term \"log(size) > 1\" compares \"log(size)\" (an indicator is of a "
                                         "column), compare the column itself");
  EXPECT_THAT(problem_of("1 < size < 5"), testing::HasSubstr("compares with \"size < 5\""));
  EXPECT_THAT(problem_of("size >"), testing::HasSubstr("compares with \"\""));
  EXPECT_THAT(problem_of("size > inf"), testing::HasSubstr("compares with \"inf\""));
  EXPECT_EQ(problem_of("size => 5"), "the term \"size => 5\" has an = before its sign (the signs are >, >=, < and "
                                     "<=), write >= instead");
  EXPECT_EQ(problem_of("`age"), "the term \"`age\" has one backtick (a name stands between two of them), close it");
  EXPECT_EQ(problem_of("a`b`"),
            "the term \"a`b`\" has a backtick inside a name (backticks stand around a whole name), correct it");
}

TEST(FindClashes, ColumnsThatWouldBeTwice) {
  auto const clashes = [](std::vector<std::string> const& texts) {
    std::vector<Term> terms;
    for (std::string const& text : texts) terms.push_back(parsed(text));
    std::string said;
    for (TermClash const& clash : find_clashes(terms)) {
      said += texts[clash.first] + " | " + texts[clash.second] + " | " + clash.column + "\n";
    }
    return said;
  };
  EXPECT_EQ(clashes({"age", "age^2", "log(age)", "age:grade", "grade", "rcs(size, 3)", "age^2:grade"}), "");
  EXPECT_EQ(clashes({"age", "`age`"}), "age | `age` | age\n");
  EXPECT_EQ(clashes({"a:b", "b:a"}), "a:b | b:a | a:b\n");
  EXPECT_EQ(clashes({"rcs(age, 4)", "x", "age"}), "rcs(age, 4) | age | age\n");
  EXPECT_EQ(clashes({"rcs(age, 4)", "rcs(age, 5)"}), "rcs(age, 4) | rcs(age, 5) | age\n");
  EXPECT_EQ(clashes({"age:x", "x:rcs(age, 3)"}), "age:x | x:rcs(age, 3) | age:x\n");
  EXPECT_EQ(clashes({"rcs(age, 3):x", "rcs(age, 3)"}), "");
  EXPECT_EQ(clashes({"size > 5", "size>5.0", "size > 6", "size >= 5"}), "size > 5 | size>5.0 | size > 5\n");
}

TEST(ColumnNames, OfSplines) {
  EXPECT_THAT(column_names({"age", Transform::spline, 5}), ElementsAre("age", "age'", "age''", "age'''"));
  EXPECT_THAT(column_names({"age", Transform::power, 3}), ElementsAre("age^3"));
}

} // namespace
} // namespace iptwsim
