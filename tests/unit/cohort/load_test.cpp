// From a file to a cohort, and the words for everything that can be wrong with it.

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cohort/load.hpp"
#include "core/error.hpp"
#include "unit/cohort/temporary_file.hpp"

namespace iptwsim {
namespace {

using testing::ElementsAre;

/// Four patients; each test spoils a copy.
constexpr char const* good =
    "arm,t,d,age,grade\n0,5,1,63,low\n1,3,0,51,high\n1,8,1,47,low\n0,2,0,70,mid\n0,2,0,71,low\n";

struct Asked {
  CohortOptions options{.csv = "", .treatment = {.column = "arm", .treated = ""}, .missing = Missing::error};
  std::vector<std::pair<std::string, EndpointOptions>> endpoints{{"os", {.time = "t", .event = {"d"}}}};
  std::vector<std::string> terms{"age"};
  std::string known = {};

  LoadedCohort load(std::string_view content) const {
    return load_cohort(test::TemporaryFile("c.csv", content).path(), options, endpoints, terms, known);
  }

  std::string error(std::string_view content) const {
    test::TemporaryFile const file("c.csv", content);
    try {
      load_cohort(file.path(), options, endpoints, terms, known);
    } catch (Error const& error) {
      EXPECT_EQ(error.code(), ExitCode::data);
      return file.short_names(error.what());
    }
    return "no error";
  }
};

TEST(LoadCohort, NumbersAndCategories) {
  LoadedCohort const loaded = Asked{.terms = {"age", "grade"}}.load(good);
  Cohort const& cohort = loaded.cohort;
  EXPECT_EQ(cohort.size(), 5U);
  EXPECT_THAT(cohort.treated, ElementsAre(0, 1, 1, 0, 0));
  ASSERT_EQ(cohort.endpoints.size(), 1U);
  EXPECT_EQ(cohort.endpoints[0].name, "os");
  EXPECT_THAT(cohort.endpoints[0].time, ElementsAre(5, 3, 8, 2, 2));
  EXPECT_THAT(cohort.endpoints[0].event, ElementsAre(1, 0, 1, 0, 0));
  EXPECT_THAT(cohort.covariate_names, ElementsAre("age", "grade:low", "grade:mid"));
  Eigen::MatrixXd expected(5, 3);
  expected << 63, 1, 0, 51, 0, 0, 47, 1, 0, 70, 0, 1, 71, 1, 0;
  EXPECT_EQ(cohort.covariates, expected);
  ASSERT_EQ(loaded.categorical.size(), 1U);
  EXPECT_EQ(loaded.categorical[0].name, "grade");
  EXPECT_EQ(loaded.categorical[0].reference, "high");
  EXPECT_THAT(loaded.categorical[0].levels, ElementsAre("high", "low", "mid"));
  EXPECT_THAT(loaded.arm_labels, ElementsAre("0", "1"));
  EXPECT_EQ(loaded.rows_read, 5U);
  EXPECT_EQ(loaded.rows_dropped, 0U);
}

TEST(LoadCohort, LabelledArms) {
  std::string const content = "arm,t,d,age\nsurgery,5,1,63\nneo,3,0,51\nneo,8,1,47\nwait,2,0,70\n";
  Asked asked;
  asked.options.treatment.treated = "neo";
  LoadedCohort const loaded = asked.load(content);
  EXPECT_THAT(loaded.cohort.treated, ElementsAre(0, 1, 1, 0));
  EXPECT_THAT(loaded.arm_labels, ElementsAre("surgery, wait", "neo"));

  asked.options.treatment.treated = "neoo";
  EXPECT_EQ(asked.error(content),
            "c.csv: no patient has arm \"neoo\" (cohort.treatment.treated names it), did you mean \"neo\"?");
  asked.options.treatment.treated = "x";
  EXPECT_EQ(asked.error(content),
            "c.csv: no patient has arm \"x\" (cohort.treatment.treated names it), choose from \"neo\", "
            "\"surgery\", \"wait\"");
}

TEST(LoadCohort, MissingValues) {
  std::string const content =
      "arm,t,d,age,unused\n0,5,1,63,\n1,NA,0,51,\n1,8,1,,\n0,2,0,70,\n1,4,1,.,\n,2,0,55,\n0,1,1,60,\n";
  EXPECT_EQ(
      Asked{}.error(content),
      "c.csv:3: t is missing (every patient needs a value), fill it in, or leave such patients out with missing: "
      "drop beside csv\n"
      "c.csv:4: age is missing (every patient needs a value; also line 6), fill it in, or leave such patients out "
      "with missing: drop beside csv\n"
      "c.csv:7: arm is missing (every patient needs a value), fill it in, or leave such patients out with missing: "
      "drop beside csv");
  Asked drop;
  drop.options.missing = Missing::drop;
  EXPECT_EQ(drop.error(content),
            "c.csv: arm is \"0\" for every patient (a comparison needs both arms), check the column "
            "that cohort.treatment names");
  LoadedCohort const loaded = drop.load(content + "1,7,0,44,\n");
  EXPECT_EQ(loaded.rows_read, 8U);
  EXPECT_EQ(loaded.rows_dropped, 4U);
  EXPECT_THAT(loaded.cohort.endpoints[0].time, ElementsAre(5, 2, 1, 7));
  EXPECT_EQ(
      drop.error("arm,t,d,age\n1,2,0,\n0,,1,50\n"),
      "c.csv: no patient is left (each of the 2 rows has a missing value), check the columns that the config names");
}

TEST(LoadCohort, ManyMissingRowsAreCounted) {
  std::string content = "arm,t,d,age\n";
  for (int i = 0; i < 100; ++i) content += "1,2,0,\n";
  EXPECT_THAT(Asked{}.error(content), testing::HasSubstr("also lines 3, 4, 5, 6, 7 and 94 more)"));
}

TEST(LoadCohort, MissingColumns) {
  Asked const asked{.endpoints = {{"os", {.time = "tt", .event = {"death"}}}}, .terms = {"Age", "grade"}};
  EXPECT_EQ(
      asked.error(good),
      "c.csv: there is no column \"tt\" (endpoints.os.time names it), did you mean \"t\"?\n"
      "c.csv: there is no column \"death\" (endpoints.os.event names it), choose from \"arm\", \"t\", \"d\", \"age\", "
      "\"grade\"\n"
      "c.csv: there is no column \"Age\" (propensity.terms names it), did you mean \"age\"?");
}

TEST(LoadCohort, EverythingWrongAtOnce) {
  EXPECT_EQ(
      Asked{}.error("arm,t,d,age\n2,5,1,63\n1,-3,0,51\n1,NaN,2,47\n0,x,yes,old\n0,1e999,0,70\n"),
      "c.csv:2: arm is \"2\" (a treatment is 0 or 1), write 0 and 1, or treatment: {column: arm, treated: LABEL}\n"
      "c.csv:3: t is \"-3\" (a follow-up time cannot be negative), correct it\n"
      "c.csv:4: t is \"NaN\" (a finite number is needed; also line 6), correct it, or write NA if it is missing\n"
      "c.csv:4: d is \"2\" (an event is 0 or 1; also line 5), write 1 if it was seen at the time, 0 if follow-up ended "
      "without it\n"
      "c.csv:5: t is \"x\" (a number is needed), correct it, or write NA if it is missing\n"
      "c.csv:5: age is \"old\" (a number is needed), correct it, or write NA if it is missing");
}

TEST(LoadCohort, TwoEndpointsOnOneColumnTellItOnce) {
  Asked const asked{.endpoints = {{"os", {"t", {"d"}}}, {"pfs", {"t", {"d"}}}}};
  EXPECT_EQ(asked.error("arm,t,d,age\n0,-1,1,63\n1,3,0,51\n1,8,1,47\n"),
            "c.csv:2: t is \"-1\" (a follow-up time cannot be negative), correct it");
}

TEST(LoadCohort, NaNAndInfAreNeverDropped) {
  Asked drop;
  drop.options.missing = Missing::drop;
  EXPECT_EQ(
      drop.error("arm,t,d,age\n0,5,1,NaN\n1,3,0,51\n1,8,1,Inf\n"),
      "c.csv:2: age is \"NaN\" (a finite number is needed; also line 4), correct it, or write NA if it is missing");
}

TEST(LoadCohort, DecimalCommas) {
  EXPECT_EQ(Asked{}.error("arm,t,d,age\n0,5,1,\"63,5\"\n1,3,0,51\n1,8,1,47\n"),
            "c.csv:2: age is \"63,5\" (a number is needed), write numbers with a decimal point");
}

TEST(LoadCohort, QuotedNumbersAndExponents) {
  LoadedCohort const loaded = Asked{}.load("arm,t,d,age\n\"0\",\"5e0\",\"1\",6.3E1\n\"1\",3,0.0,51\n1.0,8,1,47\n");
  EXPECT_EQ(loaded.cohort.endpoints[0].time[0], 5);
  EXPECT_EQ(loaded.cohort.covariates(0, 0), 63);
}

TEST(LoadCohort, OneValuedTreatment) {
  EXPECT_EQ(Asked{}.error("arm,t,d,age\n0,5,1,63\n0.0,3,0,51\n0,8,1,47\n"),
            "c.csv: arm is \"0\" for every patient (a comparison needs both arms), check the column that "
            "cohort.treatment names");
}

TEST(LoadCohort, ConstantCovariates) {
  Asked const asked{.terms = {"age", "grade"}};
  EXPECT_EQ(asked.error("arm,t,d,age,grade\n0,5,1,63,x\n1,3,0,63.0,x\n1,8,1,63,x\n"),
            "c.csv: age is \"63\" for every patient (the intercept already says so), take it out of propensity.terms\n"
            "c.csv: grade is \"x\" for every patient (the intercept already says so), take it out of propensity.terms");
}

TEST(LoadCohort, FewerPatientsThanTerms) {
  Asked const asked{.terms = {"age", "grade"}};
  EXPECT_EQ(
      asked.error("arm,t,d,age,grade\n0,5,1,63,a\n1,3,0,51,b\n1,8,1,47,c\n"),
      "c.csv: 3 patients for 4 coefficients (an intercept and one for each column of the propensity model), shorten "
      "propensity.terms");
}

TEST(LoadCohort, LabelsAreUtf8) {
  Asked const asked{.terms = {"grade"}};
  EXPECT_EQ(asked.error("arm,t,d,grade\n0,5,1,gro\xdf\n1,3,0,klein\n1,8,1,klein\n"),
            "c.csv:2: grade is \"gro?\" (it is not UTF-8 and would print as garbage), save the file as UTF-8");
}

TEST(LoadCohort, TermsOfColumns) {
  Asked const asked{.terms = {"age^2", "log(age)", "grade:age"}};
  LoadedCohort const loaded = asked.load(good);
  EXPECT_THAT(loaded.cohort.covariate_names, ElementsAre("age^2", "log(age)", "grade:low:age", "grade:mid:age"));
  EXPECT_EQ(loaded.cohort.covariates(0, 0), 63 * 63);
  EXPECT_EQ(loaded.cohort.covariates(3, 3), 70);
  EXPECT_EQ(loaded.categorical.at(0).reference, "high");
  EXPECT_TRUE(loaded.splines.empty());
  EXPECT_THAT(Asked{.terms = {"rcs(age, 3)"}}.load(good).splines.at(0).knots.at(1), 63);
}

TEST(LoadCohort, ProblemsOfTermsNameLines) {
  Asked const asked{.terms = {"log(age)", "grade^2", "tumor:age", "rcs(age, 6)"}};
  EXPECT_EQ(asked.error("arm,t,d,age,grade\n0,5,1,1e0,a\n\n1,3,0,-2.50,b\n1,8,1,0,b\n1,8,1,0,c\n"),
            "c.csv: there is no column \"tumor\" (propensity.terms names it), choose from \"arm\", \"t\", \"d\", "
            "\"age\", \"grade\"\n"
            "c.csv: grade holds categories (grade^2 needs numbers), write grade as the term\n"
            "c.csv: age has 3 different values (rcs(age, 6) needs at least 6), write age, or list it under "
            "cohort.categorical\n"
            "c.csv:4: age is \"-2.50\" (log(age) needs numbers above 0; also lines 5, 6), correct it, or take log(age) "
            "out of propensity.terms");
  EXPECT_EQ(Asked{.terms = {"exp(age)"}}.error(good), "c.csv: the term \"exp(age)\" has the function \"exp\" (log, rcs "
                                                      "and missing are the functions), add such a column "
                                                      "to the CSV; a column of this very name stands in backticks");
}

TEST(LoadCohort, NumbersAsCategories) {
  Asked asked{.terms = {"g", "age"}};
  asked.options.categorical = {"g"};
  LoadedCohort const loaded =
      asked.load("arm,t,d,age,g\n0,5,1,1,10\n1,3,0,2,9\n1,8,1,3,9.0\n0,2,0,4,x\n0,2,0,5,1e1\n1,2,0,5,-1\n");
  EXPECT_THAT(loaded.cohort.covariate_names, ElementsAre("g:9", "g:10", "g:x", "age"));
  EXPECT_THAT(loaded.categorical.at(0).levels, ElementsAre("-1", "9", "10", "x"));
  Eigen::MatrixXd expected(6, 3);
  expected << 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0;
  EXPECT_EQ(loaded.cohort.covariates.leftCols(3), expected);
  EXPECT_EQ(asked.error("arm,t,d,age,g\n0,5,1,1,10\n1,3,0,2,NaN\n1,8,1,3,9.0\n0,2,0,4,9\n1,2,0,4,9\n"),
            "c.csv:3: g is \"NaN\" (a finite number is needed), correct it, or write NA if it is missing");
  asked.options.categorical = {"grad"};
  asked.terms = {"age"};
  EXPECT_EQ(asked.error(good), "c.csv: there is no column \"grad\" (cohort.categorical names it), did you mean "
                               "\"grade\"?");
}

TEST(LoadCohort, MissingValuesOutsideTheTermsAreNoneOfCategorical) {
  Asked asked;
  asked.options.categorical = {"g"};
  EXPECT_EQ(asked.load("arm,t,d,age,g\n0,5,1,1,\n1,3,0,2,9\n1,8,1,3,\n").cohort.size(), 3U);
}

TEST(LoadCohort, CompetingEvents) {
  std::string const content = "arm,t,d,age\n0,5,2,1\n1,3,0,2\n1,8,1,3\n0,2,3.0,4\n";
  Asked const asked{.endpoints = {{"os", {"t", {.column = "d", .event = 2, .competing = {1, 3}}}}}};
  EXPECT_THAT(asked.load(content).cohort.endpoints[0].event, ElementsAre(1, 0, 2, 2));
  Asked const fewer{.endpoints = {{"os", {"t", {.column = "d", .event = 2, .competing = {1}}}}}};
  EXPECT_EQ(fewer.error(content), "c.csv:5: d is \"3.0\" (the codes of this endpoint are 0, 2, 1), correct it, or list "
                                  "its code under competing");
  Asked const other{.endpoints = {{"os", {"t", {.column = "d", .event = 3}}}}};
  EXPECT_EQ(other.error(content), "c.csv:2: d is \"2\" (the codes of this endpoint are 0, 3; also line 4), correct it, "
                                  "or list its code under competing");
}

TEST(LoadCohort, TimesOfEntry) {
  Asked const asked{.endpoints = {{"os", {.time = "t", .event = {"d"}, .entry = "l"}}}};
  LoadedCohort const loaded = asked.load("arm,t,d,age,l\n0,5,1,1,0\n1,3,0,2,2.5\n");
  EXPECT_THAT(loaded.cohort.endpoints[0].entry, ElementsAre(0, 2.5));
  EXPECT_TRUE(Asked{}.load(good).cohort.endpoints[0].entry.empty());
  EXPECT_EQ(
      asked.error("arm,t,d,age,l\n0,5,1,1,-1\n1,3,0,2,3\n1,3,0,2,4\n1,3,0,2,x\n1,3,0,2,\n"),
      "c.csv:2: l is \"-1\" (a time of entry cannot be negative), correct it\n"
      "c.csv:3: l is \"3\" (the patient would never be at risk: t is not later; also line 4), correct it, or leave "
      "such patients out\n"
      "c.csv:5: l is \"x\" (a number is needed), correct it, or write NA if it is missing\n"
      "c.csv:6: l is missing (every patient needs a value), fill it in, or leave such patients out with missing: "
      "drop beside csv");
}

TEST(LoadCohort, MissingValuesMayBeToldApart) {
  Asked asked{.terms = {"age", "age:grade", "sex"}};
  asked.options.missing = Missing::indicator;
  Cohort const cohort = asked
                            .load("arm,t,d,age,grade,sex\n0,5,1,60,low,1\n1,3,0,NA,high,0\n1,8,1,48,,1\n0,2,0,.,low,0\n"
                                  "0,4,1,66,high,1\n1,6,0,42,low,1\n")
                            .cohort;
  EXPECT_THAT(cohort.covariate_names, ElementsAre("age", "age:grade:low", "sex", "missing(age)", "missing(grade)"));
  Eigen::MatrixXd expected(6, 5);
  expected << 60, 60, 1, 0, 0, /**/ 54, 0, 0, 1, 0, /**/ 48, 0, 1, 0, 1, /**/ 54, 54, 0, 1, 0,
      /**/ 66, 0, 1, 0, 0, /**/ 42, 42, 1, 0, 0;
  EXPECT_EQ(cohort.covariates, expected);
  asked.terms = {"age", "missing(age)"}; // where the user wants it, and not again
  EXPECT_THAT(asked.load("arm,t,d,age\n0,5,1,60\n1,3,0,\n1,8,1,48\n").cohort.covariate_names,
              ElementsAre("age", "missing(age)"));
  EXPECT_EQ(asked.error("arm,t,d,age\n0,,1,60\n1,3,NA,\n,8,1,48\n"),
            "c.csv:2: t is missing (every patient needs a value), fill it in, or leave such patients out with missing: "
            "drop beside csv\n"
            "c.csv:3: d is missing (every patient needs a value), fill it in, or leave such patients out with missing: "
            "drop beside csv\n"
            "c.csv:4: arm is missing (every patient needs a value), fill it in, or leave such patients out with "
            "missing: drop beside csv");
  asked.terms = {"age"};
  EXPECT_EQ(asked.error("arm,t,d,age\n0,5,1,60\n1,3,0,\n1,8,1,60\n"),
            "c.csv: age is \"60\" for every patient (the intercept already says so), take it out of propensity.terms");
}

TEST(LoadCohort, WhereNobodyHasAValueItsTermsSayNothing) {
  Asked asked{.terms = {"log(age)", "age"}};
  asked.options.missing = Missing::indicator;
  asked.options.constant = Constant::keep;
  LoadedCohort const loaded = asked.load("arm,t,d,age\n0,5,1,\n1,3,0,NA\n1,8,1,.\n0,8,1,\n");
  EXPECT_THAT(loaded.cohort.covariate_names, ElementsAre("log(age)", "age", "missing(age)"));
  Eigen::MatrixXd expected(4, 3);
  expected << 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1;
  EXPECT_EQ(loaded.cohort.covariates, expected);
}

TEST(LoadCohort, ListedLevelsMayBeMissing) {
  Asked asked{.terms = {"grade"}};
  asked.options.missing = Missing::indicator;
  asked.options.categories = {{"grade", {{"low", "mid", "high"}}}};
  Cohort const cohort = asked.load("arm,t,d,grade\n0,5,1,high\n1,3,0,NA\n1,8,1,low\n0,8,1,low\n").cohort;
  EXPECT_THAT(cohort.covariate_names, ElementsAre("grade:mid", "grade:high", "missing(grade)"));
  Eigen::MatrixXd expected(4, 3);
  expected << 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0;
  EXPECT_EQ(cohort.covariates, expected);
}

TEST(LoadCohort, KnownScores) {
  Asked asked{.terms = {}, .known = "e"};
  LoadedCohort const loaded = asked.load("arm,t,d,e\n0,5,1,0.25\n1,3,0,1e-9\n");
  EXPECT_THAT(loaded.cohort.known_score, ElementsAre(0.25, 1e-9));
  EXPECT_EQ(loaded.cohort.covariates.rows(), 2);
  EXPECT_EQ(loaded.cohort.covariates.cols(), 0);
  EXPECT_THAT(asked.load("arm,t,d,e\n0,5,1,0\n1,3,0,1\n").cohort.known_score, ElementsAre(0, 1));
  EXPECT_EQ(asked.error("arm,t,d,e\n0,5,1,1\n1,3,0,0\n1,3,0,1\n"),
            "c.csv:2: e is \"1\" (the patient is in the arm that it gives no chance; also line 3), correct it");
  EXPECT_EQ(asked.error("arm,t,d,e\n0,5,1,1e-160\n1,3,0,1e-150\n1,3,0,1e-160\n"), // whose weight has no square
            "c.csv:4: e is \"1e-160\" (the patient is in the arm that it gives no chance), correct it");
  EXPECT_EQ(asked.error("arm,t,d,e\n0,5,1,-1\n1,3,0,0.5\n1,3,0,2\n1,3,0,x\n1,3,0,NaN\n"),
            "c.csv:2: e is \"-1\" (a known score is a probability, from 0 to 1; also line 4), correct it\n"
            "c.csv:5: e is \"x\" (a number is needed), correct it, or write NA if it is missing\n"
            "c.csv:6: e is \"NaN\" (a finite number is needed), correct it, or write NA if it is missing");
  asked.known = "ps";
  EXPECT_EQ(asked.error("arm,t,d,e\n0,5,1,0.5\n1,3,0,0.5\n"),
            "c.csv: there is no column \"ps\" (propensity.model.known names it), choose from \"arm\", \"t\", \"d\", "
            "\"e\"");
  EXPECT_TRUE(Asked{}.load(good).cohort.known_score.empty());
}

TEST(LoadCohort, RealCohorts) {
  std::filesystem::path const data = std::filesystem::path(IPTWSIM_SOURCE_DIR) / "tests" / "data";
  LoadedCohort const breast = load_cohort(
      data / "rotterdam.csv", {.csv = "", .treatment = {"hormon", ""}, .missing = Missing::error},
      {{"os", {"dtime", {"death"}}}, {"rfs", {"rfs_time", {"rfs"}}}}, {"age", "meno", "size", "grade", "nodes"});
  EXPECT_EQ(breast.cohort.size(), 2982U);
  EXPECT_EQ(std::count(breast.cohort.treated.begin(), breast.cohort.treated.end(), 1), 339);
  EXPECT_THAT(breast.cohort.covariate_names, ElementsAre("age", "meno", "size:<=20", "size:>50", "grade", "nodes"));
  EXPECT_EQ(breast.cohort.covariates.col(2).sum(), 1387);
  auto const& death = breast.cohort.endpoints[0].event;
  EXPECT_EQ(std::count(death.begin(), death.end(), 1), 1272);

  LoadedCohort const ovarian =
      load_cohort(data / "ovarian.csv", {.csv = "", .treatment = {"treated", ""}, .missing = Missing::error},
                  {{"os", {"futime", {"fustat"}}}}, {"age", "resid.ds", "ecog.ps"});
  EXPECT_EQ(ovarian.cohort.size(), 26U);
}

TEST(LoadCohort, LevelsCanBeListedWithThoseThatNobodyHas) {
  Asked asked;
  asked.terms = {"grade"};
  asked.options.categories = {{"grade", {{"mid", "none", "low", "high"}}}};
  LoadedCohort const loaded = asked.load(good);
  EXPECT_EQ(loaded.categorical.at(0).reference, "mid");
  EXPECT_THAT(loaded.cohort.covariate_names, ElementsAre("grade:none", "grade:low", "grade:high"));
  EXPECT_EQ(loaded.cohort.covariates.col(0).sum(), 0);
  EXPECT_EQ(loaded.cohort.covariates.col(1).sum(), 3);
  asked.options.categories = {{"grade", {{"mid", "low"}}}};
  EXPECT_THAT(asked.error(good), testing::HasSubstr("cohort.categories lists mid, low"));
}

TEST(LoadCohort, ColumnsWithOneValueCanBeKept) {
  Asked asked;
  std::string const all_treated = "arm,t,d,age,grade\n1,5,1,63,low\n1,3,0,63,high\n";
  EXPECT_THAT(asked.error(all_treated), testing::HasSubstr("age is \"63\" for every patient"));
  asked.options.constant = Constant::keep;
  LoadedCohort const loaded = asked.load(all_treated);
  EXPECT_THAT(loaded.cohort.treated, ElementsAre(1, 1));
  EXPECT_EQ(loaded.cohort.covariates(1, 0), 63);
}

} // namespace
} // namespace iptwsim
