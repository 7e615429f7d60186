// Columns of a model by hand, and why terms have none in some data.

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cohort/terms_build.hpp"
#include "cohort/terms_spline.hpp"

namespace iptwsim {
namespace {

using testing::ElementsAre;

TermSources four_patients() {
  return {{"age", {{1, 2, 3, 5}}},
          {"size", {{0.5, 1, 2, 4}}},
          {"grade", {{0, 1, 2, 1}, {"low", "mid", "high"}}},
          {"sex", {{1, 0, 1, 0}, {"f", "m"}}}};
}

BuiltTerms build(std::vector<std::string> const& texts, TermSources const& sources = four_patients()) {
  std::vector<Term> terms;
  for (std::string const& text : texts) terms.push_back(std::get<Term>(parse_term(text)));
  return build_terms(terms, sources);
}

std::vector<double> column(BuiltTerms const& built, Eigen::Index j) {
  return {built.values.col(j).begin(), built.values.col(j).end()};
}

std::string told(BuiltTerms const& built) {
  std::string text;
  for (TermProblem const& p : built.problems) {
    text += Problem{.what = p.what, .why = p.why, .advice = p.advice}.text() + " in " + std::to_string(p.rows.size());
  }
  return text;
}

TEST(BuildTerms, SimpleOnes) {
  BuiltTerms const built = build({"age", "age^3", "log(size)", "grade"});
  EXPECT_THAT(built.names, ElementsAre("age", "age^3", "log(size)", "grade:mid", "grade:high"));
  EXPECT_THAT(column(built, 0), ElementsAre(1, 2, 3, 5));
  EXPECT_THAT(column(built, 1), ElementsAre(1, 8, 27, 125));
  EXPECT_THAT(column(built, 2), ElementsAre(-std::log(2.0), 0, std::log(2.0), 2 * std::log(2.0)));
  EXPECT_THAT(column(built, 3), ElementsAre(0, 1, 0, 1));
  EXPECT_THAT(column(built, 4), ElementsAre(0, 0, 1, 0));
  ASSERT_EQ(built.categorical.size(), 1U);
  EXPECT_EQ(built.categorical[0].reference, "low");
  EXPECT_THAT(built.categorical[0].levels, ElementsAre("low", "mid", "high"));
  EXPECT_TRUE(built.problems.empty());
}

TEST(BuildTerms, Indicators) {
  BuiltTerms const built = build({"age > 2", "age >= 2", "age < 2", "age <= 2", "size > 1:age", "grade:age > 1"});
  EXPECT_THAT(built.names, ElementsAre("age > 2", "age >= 2", "age < 2", "age <= 2", "size > 1:age",
                                       "grade:mid:age > 1", "grade:high:age > 1"));
  EXPECT_THAT(column(built, 0), ElementsAre(0, 0, 1, 1));
  EXPECT_THAT(column(built, 1), ElementsAre(0, 1, 1, 1));
  EXPECT_THAT(column(built, 2), ElementsAre(1, 0, 0, 0));
  EXPECT_THAT(column(built, 3), ElementsAre(1, 1, 0, 0));
  EXPECT_THAT(column(built, 4), ElementsAre(0, 0, 3, 5));
  EXPECT_THAT(column(built, 5), ElementsAre(0, 1, 0, 1));
  EXPECT_THAT(column(built, 6), ElementsAre(0, 0, 1, 0));
  EXPECT_EQ(told(build({"grade > 1"})),
            "grade holds categories (grade > 1 needs numbers), write grade as the term in 0");
}

TEST(BuildTerms, ProductsRunThroughTheFirstFactorFastest) {
  BuiltTerms const built = build({"age:size", "grade:sex", "age:grade", "sex:age^2"});
  EXPECT_THAT(built.names, ElementsAre("age:size", "grade:mid:sex:m", "grade:high:sex:m", "age:grade:mid",
                                       "age:grade:high", "sex:m:age^2"));
  EXPECT_THAT(column(built, 0), ElementsAre(0.5, 2, 6, 20));
  EXPECT_THAT(column(built, 1), ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(column(built, 2), ElementsAre(0, 0, 1, 0));
  EXPECT_THAT(column(built, 3), ElementsAre(0, 2, 0, 5));
  EXPECT_THAT(column(built, 4), ElementsAre(0, 0, 3, 0));
  EXPECT_THAT(column(built, 5), ElementsAre(1, 0, 9, 0));
  EXPECT_EQ(built.categorical.size(), 2U);
}

TEST(BuildTerms, SplineByHand) {
  // x = 0, ..., 10: knots at 1, 5, 9; X_2 = ((x-1)_+^3 - 2 (x-5)_+^3 + (x-9)_+^3) / 64.
  TermSources sources{{"x", {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}}}};
  BuiltTerms const built = build({"rcs(x, 3)"}, sources);
  EXPECT_THAT(built.names, ElementsAre("x", "x'"));
  ASSERT_EQ(built.splines.size(), 1U);
  EXPECT_EQ(built.splines[0].term, "rcs(x, 3)");
  EXPECT_THAT(built.splines[0].knots, ElementsAre(1, 5, 9));
  EXPECT_THAT(column(built, 1), ElementsAre(0, 0, 1 / 64.0, 8 / 64.0, 27 / 64.0, 1, 123 / 64.0, 200 / 64.0, 289 / 64.0,
                                            6, (729 - 250 + 1) / 64.0));
}

TEST(BuildTerms, SplineIsLinearBeyondTheOuterKnots) {
  std::vector<double> const knots{1, 2, 4, 7};
  for (std::size_t const j : {1U, 2U}) {
    std::vector<double> const y = spline_column(std::vector<double>{-5, 0, 1, 7, 8, 9, 10}, knots, j);
    EXPECT_EQ(y[0], 0);
    EXPECT_EQ(y[1], 0);
    EXPECT_EQ(y[2], 0);
    EXPECT_NEAR(y[4] - y[3], y[5] - y[4], 1e-13);
    EXPECT_NEAR(y[5] - y[4], y[6] - y[5], 1e-13);
  }
}

TEST(SplineKnots, StandAtHarrellsQuantiles) {
  std::vector<double> values(1001);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(1000 - i);
  auto const expect = [&](int k, std::vector<double> const& knots) {
    EXPECT_THAT(spline_knots(values, k), testing::Pointwise(testing::DoubleNear(1e-9), knots)) << k;
  };
  expect(3, {100, 500, 900});
  expect(4, {50, 350, 650, 950});
  expect(5, {50, 275, 500, 725, 950});
  expect(6, {50, 230, 410, 590, 770, 950});
  expect(7, {25, 25 + 950 / 6.0, 25 + 950 / 3.0, 500, 25 + 950 / 1.5, 25 + 950 / 1.2, 975});
}

TEST(BuildTerms, LogarithmOfNothing) {
  EXPECT_EQ(told(build({"log(x)"}, {{"x", {{3, 0, 1, -2}}}})),
            "x is 0 (log(x) needs numbers above 0), correct it, or take log(x) out of propensity.terms in 2");
}

TEST(BuildTerms, FunctionsOfCategories) {
  EXPECT_EQ(told(build({"log(grade)"})),
            "grade holds categories (log(grade) needs numbers), write grade as the term in 0");
  EXPECT_EQ(told(build({"age:sex^2"})), "sex holds categories (sex^2 needs numbers), write sex as the term in 0");
  EXPECT_EQ(told(build({"rcs(sex, 3)"})),
            "sex holds categories (rcs(sex, 3) needs numbers), write sex as the term in 0");
}

TEST(BuildTerms, SplinesThatAreNone) {
  EXPECT_EQ(told(build({"rcs(x, 3)"}, {{"x", {{0, 1, 0, 1}}}})),
            "x has 2 different values (rcs(x, 3) needs at least 3), write x, or list it under cohort.categorical in 0");
  EXPECT_EQ(told(build({"rcs(x, 4)"}, {{"x", {{0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3}}}})),
            "the knots of rcs(x, 4) are 0, 0, 0, 2.4499999999999993 (many patients share a value, and knots must "
            "differ), use fewer knots, or a power in 0");
}

TEST(BuildTerms, NumbersThatAreTooLarge) {
  EXPECT_EQ(told(build({"x^9"}, {{"x", {{1, 1e40, 2}}}})),
            "x is 1e+40 (x^9 is beyond the largest number there), give the column in a larger unit in 1");
  EXPECT_EQ(told(build({"sex:x:y"}, {{"x", {{1e200, 2}}}, {"y", {{1e200, 1}}}, {"sex", {{1, 0}, {"f", "m"}}}})),
            "x is 1e+200 (sex:x:y is beyond the largest number there), give the column in a larger unit in 1");
}

TEST(BuildTerms, NamesAreUnique) {
  TermSources const sources{{"x", {{0, 1}, {"a", "b"}}}, {"x:b", {{1, 2}}}};
  EXPECT_THAT(build({"x", "`x:b`"}, sources).names, ElementsAre("x:b", "`x:b`"));
  EXPECT_EQ(told(build({"x", "x"}, sources)),
            "two columns of the model are called \"x:b\" (x makes the second), take a term out, or rename a column in "
            "0");
}

} // namespace
} // namespace iptwsim
