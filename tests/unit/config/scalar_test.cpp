// Values that YAML readers disagree on, and what this one says.

#include <cstdint>

#include <gtest/gtest.h>

#include "config/number.hpp"
#include "unit/config/problems.hpp"

namespace iptwsim {
namespace {

std::string tau(std::string const& text) { return test::problems_with("1826.25", text); }
std::string replicates(std::string const& text) { return test::problems_with("2000", text); }
std::string stabilized(std::string const& text) { return test::problems_with("estimand: ate", "stabilized: " + text); }

double read_tau(std::string const& text) {
  return parse_study(test::spoiled("1826.25", text), "c.yaml").estimators.rmst->tau;
}

TEST(Scalar, NumbersThatAreRead) {
  for (auto const& [text, value] : {std::pair{"5", 5.0},
                                    {"+5", 5.0},
                                    {"5.", 5.0},
                                    {".5", 0.5},
                                    {"0.1", 0.1},
                                    {"1e3", 1000.0},
                                    {"1.5E+2", 150.0},
                                    {"2e-3", 0.002},
                                    {"0.30000000000000004", 0.1 + 0.2}}) {
    EXPECT_EQ(read_tau(text), value) << text;
  }
}

TEST(Scalar, NumbersThatAreNot) {
  EXPECT_EQ(tau("abc"), "c.yaml:13:15: tau is \"abc\" (a number is needed), write one above 0");
  EXPECT_EQ(tau("1:30"), "c.yaml:13:15: tau is \"1:30\" (a number is needed), write one above 0");
  EXPECT_EQ(tau("-3"), "c.yaml:13:15: tau is -3 (out of range), write a number above 0");
  EXPECT_EQ(tau("0"), "c.yaml:13:15: tau is 0 (out of range), write a number above 0");
  EXPECT_EQ(tau(".nan"), "c.yaml:13:15: tau is .nan (a finite number is needed), write one");
  EXPECT_EQ(tau("-.INF"), "c.yaml:13:15: tau is -.INF (a finite number is needed), write one");
  EXPECT_EQ(tau("NaN"), "c.yaml:13:15: tau is NaN (a finite number is needed), write one");
  EXPECT_EQ(tau("010"), "c.yaml:13:15: tau is 010 (a leading zero means octal to some readers), write 10");
  EXPECT_EQ(tau("-00.5"), "c.yaml:13:15: tau is -00.5 (a leading zero means octal to some readers), write -0.5");
  EXPECT_EQ(tau("0x10"), "c.yaml:13:15: tau is 0x10 (only decimal numbers are read), write it in decimal digits");
  EXPECT_EQ(tau("0o17"), "c.yaml:13:15: tau is 0o17 (only decimal numbers are read), write it in decimal digits");
  EXPECT_EQ(tau("1_826.25"), "c.yaml:13:15: tau is 1_826.25 (digits are written without a separator), write 1826.25");
  EXPECT_EQ(tau("1826.25}\n  cox: {ties: 1"), "c.yaml:14:15: ties is \"1\" (choose from efron, breslow)");
  EXPECT_EQ(tau("\"5\""), "c.yaml:13:15: tau is \"5\" (quotes make it a text), write 5");
  EXPECT_EQ(tau("1e999"),
            "c.yaml:13:15: tau is 1e999 (no double holds it), write 0, or digits between 1e-300 and 1e300");
  EXPECT_EQ(tau("[5]"), "c.yaml:13:15: tau is a list (a number is needed), write a single one");
  EXPECT_EQ(tau(""), "c.yaml:13:10: tau is empty (a number is needed), write one, or take the key out");
  EXPECT_EQ(tau("~"), "c.yaml:13:10: tau is empty (a number is needed), write one, or take the key out");
  EXPECT_EQ(tau("true"), "c.yaml:13:15: tau is \"true\" (a number is needed), write one above 0");
  EXPECT_EQ(test::problems_with("level: 0.95", "level: 0,95"),
            "c.yaml:15:8: level is 0,95 (the decimal sign is a point), write 0.95");
}

TEST(Scalar, WholeNumbers) {
  EXPECT_EQ(replicates("2e3"),
            "c.yaml:14:25: replicates is 2e3 (a whole number has neither point nor exponent), write 2000");
  EXPECT_EQ(replicates("2000.0"),
            "c.yaml:14:25: replicates is 2000.0 (a whole number has neither point nor exponent), write 2000");
  EXPECT_EQ(replicates("0.5"),
            "c.yaml:14:25: replicates is 0.5 (a whole number has neither point nor exponent), write a whole number");
  EXPECT_EQ(replicates("many"),
            "c.yaml:14:25: replicates is \"many\" (a whole number is needed), write one from 1 to 16777215");
  EXPECT_EQ(replicates("0"), "c.yaml:14:25: replicates is 0 (out of range), write a number from 1 to 16777215");
  EXPECT_EQ(replicates("99999999999999999999"),
            "c.yaml:14:25: replicates is 99999999999999999999 (out of range), write a number from 1 "
            "to 16777215");
  EXPECT_EQ(replicates("02000"),
            "c.yaml:14:25: replicates is 02000 (a leading zero means octal to some readers), write 2000");
}

TEST(Scalar, TrueAndFalse) {
  EXPECT_EQ(stabilized("true"), "no problem");
  EXPECT_EQ(stabilized("false"), "no problem");
  for (char const* word : {"yes", "on", "True", "Y", "1"}) {
    EXPECT_EQ(stabilized(word),
              "c.yaml:11:15: stabilized is \"" + std::string(word) + "\" (YAML readers disagree on it), write true");
  }
  for (char const* word : {"no", "off", "FALSE", "n", "0"}) {
    EXPECT_EQ(stabilized(word),
              "c.yaml:11:15: stabilized is \"" + std::string(word) + "\" (YAML readers disagree on it), write false");
  }
  EXPECT_EQ(stabilized("\"true\""), "c.yaml:11:15: stabilized is \"true\" (quotes make it a text), write true");
  EXPECT_EQ(stabilized("2"), "c.yaml:11:15: stabilized is \"2\" (true or false is needed), write one of them");
  EXPECT_EQ(stabilized("{}"), "c.yaml:11:15: stabilized is an empty map (true or false is needed), write a single one");
}

TEST(Scalar, Texts) {
  // Whatever stands there, unquoted or quoted: a column may be called 010 or yes.
  for (auto const& [text, value] : {std::pair{"yes", "yes"}, {"010", "010"}, {"'1'", "1"}, {"\"a b\"", "a b"}}) {
    EXPECT_EQ(parse_study(test::spoiled("hormon", text), "c.yaml").cohort.treatment.column, value);
  }
}

TEST(Scalar, FormOfANumber) {
  for (char const* text : {"0", "-1", "+1", "1.", ".1", "1.5e10", "1E-5"})
    EXPECT_TRUE(config::is_decimal(text)) << text;
  for (char const* text : {"", "-", ".", "e5", "1e", "1e+", "1 2", "--1", "1.2.3", "0x1", "1e5.0"}) {
    EXPECT_FALSE(config::is_decimal(text)) << text;
  }
}

} // namespace
} // namespace iptwsim
