// The help of the keys is made from what reads them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/describe.hpp"

namespace iptwsim {
namespace {

KeyDescription key(std::string const& path) {
  for (KeyDescription const& known : describe_keys()) {
    if (known.path == path) return known;
  }
  ADD_FAILURE() << "no key " << path;
  return {};
}

TEST(DescribeKeys, Types) {
  EXPECT_EQ(key("seed").type, "whole number from 0 to 4294967295");
  EXPECT_TRUE(key("seed").is_required);
  EXPECT_EQ(key("estimators.rmst.tau").type, "number above 0");
  EXPECT_EQ(key("estimators.cox.ties").type, "one of efron, breslow");
  EXPECT_EQ(key("estimators.cox.ties").default_value, "\"efron\"");
  EXPECT_EQ(key("weights.stabilized").type, "true or false");
  EXPECT_EQ(key("level").type, "list, each number above 0 and below 1, or one alone");
  EXPECT_EQ(key("level").default_value, "[0.95]");
  EXPECT_EQ(key("endpoints").type, "map of names");
  EXPECT_EQ(key("endpoints.NAME.time").type, "text");
  EXPECT_EQ(key("bootstrap").default_value, "");
  EXPECT_EQ(key("alternative.log_rank").type, "one of two_sided, less, greater");
  EXPECT_EQ(key("null.every").type, "number");
  EXPECT_EQ(key("null.every").default_value, "");
}

TEST(DescribeKeys, Help) {
  std::string const help = key_help();
  EXPECT_THAT(help,
              testing::StartsWith("title\n    what the study is called in tables\n    text; default \"\"\nseed\n"));
  EXPECT_THAT(help,
              testing::HasSubstr("estimators.rmst.tau\n    horizon of the restricted mean survival time\n    number "
                                 "above 0; required\n"));
  EXPECT_THAT(help, testing::HasSubstr("\ncohort.plasmode.n\n    patients in a simulated cohort, drawn with "
                                       "replacement\n    whole number from 2 to 16777215; required\n"));
  EXPECT_THAT(help, testing::Not(testing::HasSubstr("Not available yet"))); // every key is
}

} // namespace
} // namespace iptwsim
