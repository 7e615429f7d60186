// Rules between keys, and keys of several shapes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/dump.hpp"
#include "unit/config/problems.hpp"

namespace iptwsim {
namespace {

using test::problems_of;
using test::problems_with;
using testing::ElementsAre;

Study study_with(std::string const& from, std::string const& to) {
  return parse_study(test::spoiled(from, to), "c.yaml");
}

/// What the echo of a config reads back to; checks that it is the same text again.
Study again(Study const& study) {
  std::string const text = dump_study(study);
  Study copy = parse_study(text, "echo.json");
  EXPECT_EQ(dump_study(copy), text);
  return copy;
}

TEST(Terms, EveryKindIsRead) {
  std::vector<std::string> const terms{"age^2", "log(size)", "age:grade", "rcs(nodes, 4)", "`a:b`"};
  Study const study = study_with("[age, meno]", R"x([age^2, log(size), age:grade, "rcs(nodes, 4)", '`a:b`'])x");
  EXPECT_EQ(study.propensity.terms, terms);
  EXPECT_EQ(again(study).propensity.terms, terms);
}

TEST(Terms, ACommaInAListInBracketsTakesNoTermApart) {
  EXPECT_THAT(study_with("meno", "rcs(nodes, 4), meno").propensity.terms, ElementsAre("age", "rcs(nodes, 4)", "meno"));
  EXPECT_THAT(study_with("meno", "rcs(nodes,4)").propensity.terms, ElementsAre("age", "rcs(nodes, 4)"));
  EXPECT_THAT(study_with("[age, meno]", "[rcs(age, 4):rcs(nodes, 3)]").propensity.terms,
              ElementsAre("rcs(age, 4):rcs(nodes, 3)"));
  EXPECT_EQ(
      problems_with("meno", "rcs(nodes, 4"),
      "c.yaml:9:16: the term \"rcs(nodes\" has brackets that do not match (each one opened is closed), correct it");
  EXPECT_EQ(problems_with("meno", "rcs(nodes, 9)"),
            "c.yaml:9:16: the term \"rcs(nodes, 9)\" has \"9\" knots (rcs has 3 to 7), write rcs(nodes, 4)");
}

TEST(Terms, ProblemsStandAtTheirPlace) {
  EXPECT_EQ(
      problems_with("[age, meno]", "[age^1, exp(meno)]"),
      "c.yaml:9:11: the term \"age^1\" has the exponent \"1\" (a power is a whole number from 2 to 9), correct it, "
      "or add such a column to the CSV\n"
      "c.yaml:9:18: the term \"exp(meno)\" has the function \"exp\" (log, rcs and missing are the functions), add such "
      "a "
      "column to the CSV; a column of this very name stands in backticks");
  EXPECT_EQ(
      problems_with("meno", "meno:age, age:meno, age^2"),
      "c.yaml:9:26: terms has \"meno:age\" and \"age:meno\" (age:meno would be in the model twice), take one out");
  EXPECT_EQ(problems_with("meno", "'rcs(age, 4)'"),
            "c.yaml:9:16: terms has \"age\" and \"rcs(age, 4)\" (age would be in the model twice), take one out");
  EXPECT_EQ(problems_with("meno", "log(dtime)"),
            "c.yaml:9:16: the term \"log(dtime)\" has \"dtime\", the column of endpoints.os.time (what follows the "
            "treatment cannot explain it), take it out");
  EXPECT_EQ(problems_with("meno", "age:hormon"),
            "c.yaml:9:16: the term \"age:hormon\" has \"hormon\", the column of cohort.treatment (the treatment cannot "
            "explain itself), take it out");
}

TEST(Categorical, IsAListOfColumns) {
  Study const study = study_with("csv: rotterdam.csv", "csv: r.csv\n  categorical: [meno, 010]");
  EXPECT_THAT(again(study).cohort.categorical, ElementsAre("meno", "010"));
  EXPECT_THAT(study_with("csv: rotterdam.csv", "csv: r.csv\n  categorical: meno").cohort.categorical,
              ElementsAre("meno"));
}

TEST(Model, OneWordOrAKnownScore) {
  EXPECT_EQ(study_with("  terms", "  model: firth\n  terms").propensity.model.kind, PropensityModel::firth);
  EXPECT_EQ(again(study_with("  terms", "  model: firth\n  terms")).propensity.model.kind, PropensityModel::firth);
  Study const known = study_with("terms: [age, meno]", "model: {known: e}");
  EXPECT_EQ(known.propensity.model.known, "e");
  EXPECT_EQ(again(known).propensity.model.known, "e");
  EXPECT_EQ(again(study_with("meno", "nodes")).propensity.model.known, "");
}

TEST(Model, Problems) {
  EXPECT_EQ(problems_with("  terms: [age, meno]", "  model: logistic"),
            "c.yaml:9:3: propensity lacks the key \"terms\" (columns of the model of treatment), add it, or model: "
            "{known: COLUMN}");
  EXPECT_EQ(problems_with("  terms:", "  model: {known: e}\n  terms:"),
            "c.yaml:10:10: terms stand beside a known score (it is not fitted), take the terms or the score out");
  EXPECT_EQ(problems_with("terms: [age, meno]", "model: {known: ''}"),
            "c.yaml:9:18: known is empty (column of a known score), fill it in");
  EXPECT_EQ(
      problems_with("terms: [age, meno]", "model: {known: death}"),
      "c.yaml:9:10: known is \"death\", the column of endpoints.os.event (what follows the treatment cannot explain "
      "it), name another column");
  EXPECT_EQ(problems_with("terms: [age, meno]", "model: {kind: firth, known: e}"),
            "c.yaml:9:10: model has known beside firth (a known score is not fitted), take one of them out");
  EXPECT_EQ(problems_with("  terms:", "  model: known\n  terms:"),
            "c.yaml:9:10: kind is \"known\" (choose from logistic, firth)");
}

TEST(Event, AColumnOrItsCodes) {
  EventOptions const plain = study_with("seed: 2021", "seed: 1").endpoints[0].second.event;
  EXPECT_EQ(plain.column, "death");
  EXPECT_EQ(plain.event, 1);
  EXPECT_TRUE(plain.competing.empty());
  Study const study = study_with("event: death", "event: {column: cause, event: 2, competing: [1, 3]}");
  EventOptions const codes = again(study).endpoints[0].second.event;
  EXPECT_EQ(codes.column, "cause");
  EXPECT_EQ(codes.event, 2);
  EXPECT_THAT(codes.competing, ElementsAre(1, 3));
  EXPECT_THAT(study_with("event: death", "event: {column: c, competing: 2}").endpoints[0].second.event.competing,
              ElementsAre(2));
}

TEST(Event, Problems) {
  EXPECT_EQ(problems_with("event: death", "event: {column: c, event: 0}"),
            "c.yaml:7:47: event is 0 (out of range), write a number from 1 to 1000000");
  EXPECT_EQ(problems_with("event: death", "event: {column: c, competing: [2, 1]}"),
            "c.yaml:7:51: competing lists 1 (it is the event itself), take it out");
  EXPECT_EQ(problems_with("event: death", "event: {event: 1}"),
            "c.yaml:7:28: event lacks the key \"column\" (column of the event indicator), add it");
  EXPECT_EQ(problems_with("event: death", "event: {column: hormon}"),
            "c.yaml:7:7: \"hormon\" is also the column of cohort.treatment (one column cannot be both), correct one of "
            "them");
}

TEST(Truncate, QuantilesOrValues) {
  Study const study = study_with("estimand: ate", "truncate: {quantiles: [0.01, 0.99], within: arm}");
  EXPECT_THAT(again(study).weights.truncate->quantiles, ElementsAre(0.01, 0.99));
  EXPECT_EQ(again(study).weights.truncate->within, TruncationScope::arm);
  EXPECT_THAT(again(study_with("estimand: ate", "truncate: {values: [0.1, 10]}")).weights.truncate->values,
              ElementsAre(0.1, 10));
  EXPECT_FALSE(again(study_with("seed: 2021", "seed: 1")).weights.truncate);
}

TEST(Bootstrap, WhatIsNotDefinedTogetherIsSaid) {
  std::string const truncated = "estimand: ate\n  truncate: {quantiles: [0.01, 0.99]}\nvariance: stacked";
  EXPECT_EQ(problems_with("estimand: ate", truncated),
            "c.yaml:13:11: variance is stacked under truncation at quantiles (a quantile of the weights has no "
            "derivative), write variance: jackknife, or truncate at values");
  EXPECT_EQ(problems_with("{replicates: 2000}", "{replicates: 9, resample: bayesian, intervals: [normal, bca]}"),
            "c.yaml:14:59: intervals has bca under resample: bayesian (its replicates are posterior draws, not copies "
            "of a sampling distribution), choose from normal, percentile");
}

TEST(Truncate, Problems) {
  auto const with = [](std::string const& truncate) { return problems_with("estimand: ate", "truncate: " + truncate); };
  EXPECT_EQ(with("{within: arm}"), "c.yaml:11:13: truncate has neither quantiles nor values (it needs limits), write "
                                   "quantiles: [0.01, 0.99] or values: [LOW, HIGH]");
  EXPECT_EQ(with("{quantiles: [0.1, 0.9], values: [1, 2]}"),
            "c.yaml:11:13: truncate has quantiles and values (limits are one or the other), take one of them out");
  EXPECT_EQ(with("{quantiles: [0.99]}"), "c.yaml:11:25: quantiles is [0.99] (two numbers that increase are needed), "
                                         "write quantiles: [0.01, 0.99]");
  EXPECT_EQ(with("{quantiles: []}"), "c.yaml:11:25: quantiles is [] (two numbers that increase are needed), write "
                                     "quantiles: [0.01, 0.99]");
  EXPECT_EQ(with("{values: [5, 1]}"),
            "c.yaml:11:22: values is [5, 1] (two numbers that increase are needed), write values: [LOW, HIGH]");
  EXPECT_EQ(with("{values: [0.1, 1, 5]}"),
            "c.yaml:11:22: values is [0.1, 1, 5] (two numbers that increase are needed), write values: [LOW, HIGH]");
  EXPECT_EQ(with("{quantiles: [0.1, 1.5]}"),
            "c.yaml:11:31: quantiles is 1.5 (out of range), write a number from 0 to 1");
  EXPECT_EQ(with("{quantiles: [0.5, 0.5]}"), "c.yaml:11:31: quantiles lists 0.5 twice (once is enough), take one out");
  EXPECT_EQ(with("0.99"), "c.yaml:11:13: truncate is \"0.99\" (a map is needed), write truncate: {}");
}

TEST(Alternative, OneWordOrByQuantity) {
  Study const plain = again(study_with("seed: 2021", "seed: 1"));
  EXPECT_FALSE(plain.alternative.every);
  EXPECT_FALSE(plain.null.every);
  EXPECT_EQ(again(study_with("level:", "alternative: greater\nlevel:")).alternative.every, Alternative::greater);
  Study const mapped =
      again(study_with("level:", "null: {rmst_ratio: 0.9}\nalternative: {rmst_ratio: greater}\nlevel:"));
  EXPECT_EQ(mapped.null.rmst_ratio, 0.9);
  EXPECT_EQ(mapped.alternative.rmst_ratio, Alternative::greater);
  EXPECT_FALSE(mapped.alternative.every);
  EXPECT_FALSE(mapped.alternative.log_rank);
  EXPECT_EQ(again(study_with("level:", "null: -0.1\nlevel:")).null.every, -0.1);
}

TEST(Alternative, Problems) {
  std::string const both = "log_rank: {}\n  survival: {times: [1]}";
  EXPECT_EQ(problems_with("rmst: {tau: 1826.25}", both + "\nalternative: two_sided"), "no problem");
  EXPECT_EQ(problems_with("rmst: {tau: 1826.25}", both + "\nalternative: less"),
            "c.yaml:15:14: alternative is less for every test (fewer events make survival_difference, survival_ratio "
            "greater but log_rank less), write alternative: {survival_difference: greater, survival_ratio: greater, "
            "log_rank: less}");
  EXPECT_EQ(problems_with("rmst: {tau: 1826.25}", both + "\nalternative: {every: greater, log_rank: less}"),
            "no problem");
  EXPECT_EQ(problems_with("level:", "alternative: lower\nlevel:"),
            "c.yaml:15:14: every is \"lower\" (choose from two_sided, less, greater)");
  EXPECT_EQ(problems_with("level:", "alternative:\nlevel:"),
            "c.yaml:15:1: alternative is empty (a map is needed), write alternative: {}");
  EXPECT_EQ(problems_with("level:", "null: {rmst_ratio: one}\nlevel:"),
            "c.yaml:15:20: rmst_ratio is \"one\" (a number is needed), write one");
}

} // namespace
} // namespace iptwsim
