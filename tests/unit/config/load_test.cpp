// A config becomes a study, and each thing that can be wrong with its keys has its words.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/load.hpp"
#include "unit/cohort/temporary_file.hpp"
#include "unit/config/problems.hpp"

namespace iptwsim {
namespace {

using test::problems_of;
using test::problems_with;
using testing::ElementsAre;

TEST(LoadStudy, EveryKey) {
  Study const study = parse_study(R"(
title: "Rotterdam: hormones"
seed: 4294967295
cohort: {csv: ../data/r.csv, treatment: {column: arm, treated: neo}, missing: drop}
endpoints:
  os: {time: dtime, event: death}
  rfs_2: {time: rtime, event: recur}
propensity:
  model: logistic
  terms:
    - age
    - age (years)
weights: {estimand: [overlap, ate], stabilized: false, normalize: none}
estimators:
  survival: {times: [365.25, 1.8e3]}
  rmst: {tau: +5}
  cox: {ties: breslow}
  log_rank: {}
variance: [naive, robust]
bootstrap: {replicates: 99, resample: patient, intervals: [normal, basic]}
level: [0.9, .95]
)",
                                  "c.yaml");
  EXPECT_EQ(study.title, "Rotterdam: hormones");
  EXPECT_EQ(study.seed, 4294967295);
  EXPECT_EQ(study.cohort.csv, "../data/r.csv");
  EXPECT_EQ(study.cohort.treatment.column, "arm");
  EXPECT_EQ(study.cohort.treatment.treated, "neo");
  EXPECT_EQ(study.cohort.missing, Missing::drop);
  ASSERT_EQ(study.endpoints.size(), 2U);
  EXPECT_EQ(study.endpoints[0].first, "os");
  EXPECT_EQ(study.endpoints[1].first, "rfs_2");
  EXPECT_EQ(study.endpoints[1].second.event.column, "recur");
  EXPECT_THAT(study.propensity.terms, ElementsAre("age", "age (years)"));
  EXPECT_THAT(study.weights.estimand, ElementsAre(Estimand::overlap, Estimand::ate));
  EXPECT_FALSE(study.weights.stabilized);
  EXPECT_THAT(study.estimators.survival->times, ElementsAre(365.25, 1800));
  EXPECT_EQ(study.estimators.rmst->tau, 5);
  EXPECT_EQ(study.estimators.cox->ties, Ties::breslow);
  EXPECT_TRUE(study.estimators.log_rank);
  EXPECT_THAT(study.variance, ElementsAre(VarianceMethod::naive, VarianceMethod::robust));
  EXPECT_EQ(study.bootstrap->replicates, 99);
  EXPECT_THAT(study.bootstrap->intervals, ElementsAre(IntervalMethod::normal, IntervalMethod::basic));
  EXPECT_THAT(study.level, ElementsAre(0.9, 0.95));
}

TEST(LoadStudy, DefaultsAndSingleValues) {
  Study const study = parse_study(test::good_config, "c.yaml");
  EXPECT_EQ(study.cohort.treatment.column, "hormon");
  EXPECT_EQ(study.cohort.treatment.treated, "");
  EXPECT_EQ(study.cohort.missing, Missing::error);
  EXPECT_THAT(study.weights.estimand, ElementsAre(Estimand::ate));
  EXPECT_TRUE(study.weights.stabilized);
  EXPECT_FALSE(study.estimators.cox);
  EXPECT_THAT(study.variance, ElementsAre(VarianceMethod::robust));
  EXPECT_THAT(study.bootstrap->intervals, ElementsAre(IntervalMethod::percentile));
  EXPECT_THAT(study.level, ElementsAre(0.95));
}

TEST(LoadStudy, ElevenMistakesAreToldAtOnceByLine) {
  EXPECT_EQ(
      problems_of(R"(tittle: Rotterdam
seed: 010
cohort:
  csv: rotterdam.csv
  treatment: hormon
  missing: yes
endpoints:
  overall survival: {time: dtime, event: death}
  rfs: {time: rfs_time}
propensity:
  terms: [age, age, hormon]
weights:
  estimand: [ate, entropie]
  truncate: {quantiles: [0.99, 0.01]}
estimators:
  rmst: {tau: -3}
  log_rank:
)"),
      "c.yaml:1:1: unknown key \"tittle\" (the config has title, seed, stream, cohort, endpoints, propensity, "
      "weights, estimators, variance, bootstrap, level, alternative, null, simulation, sweep), did you mean "
      "\"title\"?\n"
      "c.yaml:2:7: seed is 010 (a leading zero means octal to some readers), write 10\n"
      "c.yaml:6:12: missing is \"yes\" (choose from error, drop, indicator)\n"
      "c.yaml:8:3: endpoints has the name \"overall survival\" (a name is a letter or _, then "
      "letters, digits and _), write overall_survival\n"
      "c.yaml:9:8: rfs lacks the key \"event\" (column of the event indicator, 0/1, or {column, event, competing}), "
      "add it\n"
      "c.yaml:11:16: terms lists age twice (once is enough), take one out\n"
      "c.yaml:11:21: terms has \"hormon\", the column of cohort.treatment (the treatment cannot "
      "explain itself), take it out\n"
      "c.yaml:13:19: estimand is \"entropie\" (choose from ate, att, atc, overlap, matching, entropy, unweighted), "
      "did you mean \"entropy\"?\n"
      "c.yaml:14:25: quantiles is [0.99, 0.01] (two numbers that increase are needed), write quantiles: "
      "[0.01, 0.99]\n"
      "c.yaml:16:15: tau is -3 (out of range), write a number above 0\n"
      "c.yaml:17:3: log_rank is empty (a map is needed), write log_rank: {}");
}

TEST(LoadStudy, UnknownKeys) {
  EXPECT_EQ(problems_with("csv:", "cvs:"),
            "c.yaml:4:3: unknown key \"cvs\" (cohort has csv, treatment, missing, categorical, categories, constant, "
            "plasmode, synthetic), did you mean \"csv\"?");
  EXPECT_EQ(problems_with("rmst: {tau: 1826.25}", "Log-Rank: {}"),
            "c.yaml:13:3: unknown key \"Log-Rank\" (estimators has survival, rmst, cox, log_rank, median, "
            "cumulative_incidence), did you mean "
            "\"log_rank\"?");
  EXPECT_EQ(problems_with("tau: 1826.25", "tau: 5, estimand: ate"),
            "c.yaml:13:18: unknown key \"estimand\" (rmst has tau), it belongs under weights");
  EXPECT_EQ(problems_with("rmst: {tau: 1826.25}", "log_rank: {rho: 1}"),
            "c.yaml:13:14: unknown key \"rho\" (log_rank has no keys), take it out");
}

TEST(LoadStudy, MissingKeysAreToldWhereTheirMapBegins) {
  EXPECT_EQ(problems_with("  treatment: hormon\n", ""),
            "c.yaml:4:3: cohort lacks the key \"treatment\" (treatment column, 0/1, or {column, treated}), add it");
  EXPECT_EQ(problems_with("seed: 2021\n", ""),
            "c.yaml:1:1: the config lacks the key \"seed\" (seed of every random draw), add it");
  EXPECT_EQ(problems_with("{tau: 1826.25}", "{}"),
            "c.yaml:13:9: rmst lacks the key \"tau\" (horizon of the restricted mean "
            "survival time), add it");
}

TEST(LoadStudy, NotAvailableYet) {
  EXPECT_EQ(
      problems_with("bootstrap: {replicates: 2000}", "bootstrap: {replicates: 99, intervals: studentized}"),
      "c.yaml:14:40: intervals \"studentized\" is not available yet (a later version has it), choose from normal, "
      "basic, percentile, bca");
}

TEST(LoadStudy, Rules) {
  EXPECT_EQ(problems_with("rmst: {tau: 1826.25}", ""),
            "c.yaml:12:1: estimators is empty (at least one is needed), choose from survival, rmst, cox, log_rank, "
            "median, cumulative_incidence");
  EXPECT_EQ(problems_with("\n  rmst: {tau: 1826.25}", " {}"),
            "c.yaml:12:13: estimators is an empty map (at least one is needed), choose from survival, rmst, cox, "
            "log_rank, median, cumulative_incidence");
  EXPECT_EQ(problems_with("meno", "dtime"),
            "c.yaml:9:16: terms has \"dtime\", the column of endpoints.os.time (what follows "
            "the treatment cannot explain it), take it out");
  EXPECT_EQ(problems_with("meno", "death"), "c.yaml:9:16: terms has \"death\", the column of endpoints.os.event (what "
                                            "follows the treatment cannot explain it), take it out");
  EXPECT_EQ(problems_with("event: death", "event: dtime"),
            "c.yaml:7:7: time and event are both \"dtime\" (one column cannot be both), correct one of them");
  EXPECT_EQ(
      problems_with("event: death", "event: hormon"),
      "c.yaml:7:7: \"hormon\" is also the column of cohort.treatment (one column cannot be both), correct one of them");
  EXPECT_EQ(problems_with("event: death", "event: death, entry: death"),
            "c.yaml:7:7: event and entry are both \"death\" (one column cannot be both), correct one of them");
  EXPECT_EQ(
      problems_with("event: death", "event: death, entry: hormon"),
      "c.yaml:7:7: \"hormon\" is also the column of cohort.treatment (one column cannot be both), correct one of them");
  EXPECT_EQ(problems_with("event: death", "event: death, entry: meno"),
            "c.yaml:9:16: terms has \"meno\", the column of endpoints.os.entry (what follows the treatment cannot "
            "explain it), take it out");
  EXPECT_EQ(
      problems_with("{time: dtime, event: death}", "{time: a, event: b}\n  2nd: {time: a, event: b}"),
      "c.yaml:8:3: endpoints has the name \"2nd\" (a name is a letter or _, then letters, digits and _), write _2nd");
}

TEST(LoadStudy, MapsAndLists) {
  EXPECT_EQ(problems_with("{tau: 1826.25}", "1826.25"),
            "c.yaml:13:9: rmst is \"1826.25\" (a map is needed), write rmst: {tau: ...}");
  EXPECT_EQ(problems_with("{tau: 1826.25}", "\n  cox: [efron]"),
            "c.yaml:13:3: rmst is empty (a map is needed), write rmst: {tau: ...}\n"
            "c.yaml:14:8: cox is a list (a map is needed), write cox: {}");
  EXPECT_EQ(problems_with("[age, meno]", "age"),
            "c.yaml:9:10: terms is \"age\" (a list is needed), write terms: [age]");
  EXPECT_EQ(problems_with("[age, meno]", "{age: 1}"),
            "c.yaml:9:10: terms is a map (a list is needed), write terms: [...]");
  EXPECT_EQ(problems_with("meno", ""), "no problem"); // a comma at the end is YAML
  EXPECT_EQ(problems_with("meno", ", x"),
            "c.yaml:9:16: terms has an empty element (nothing stands between two separators), "
            "take one separator out");
  EXPECT_EQ(problems_with("meno", "''"), "c.yaml:9:16: terms is empty (columns, age^2, log(size), size > 5, rcs(age, "
                                         "4), missing(size) and products age:grade; not with a "
                                         "known score), fill it in");
  EXPECT_EQ(problems_with("estimand: ate", "estimand: []"),
            "c.yaml:11:13: estimand is an empty list (at least one is needed), fill it in");
  EXPECT_EQ(problems_with("level: 0.95", "level: [0.95, 0.9, 0.950]"),
            "c.yaml:15:20: level lists 0.950 twice (once is enough), take one out");
  EXPECT_EQ(problems_with("\n  os: {time: dtime, event: death}", " {}"),
            "c.yaml:6:12: endpoints is an empty map (at least one is needed), fill it in");
  EXPECT_EQ(problems_with("\n  os: {time: dtime, event: death}", " [os]"),
            "c.yaml:6:12: endpoints is a list (a map of names is needed), write endpoints: {NAME: {...}}");
}

TEST(LoadStudy, TextsAndWords) {
  EXPECT_EQ(problems_with("csv: rotterdam.csv", "csv: ''"),
            "c.yaml:4:8: csv is empty (the cohort's CSV file, relative to this config), fill it in");
  EXPECT_EQ(problems_with("csv: rotterdam.csv", "csv:"),
            "c.yaml:4:3: csv is empty (a text is needed), write one, or take the key out");
  EXPECT_EQ(
      problems_with("estimand: ate", "estimand: atee"),
      "c.yaml:11:13: estimand is \"atee\" (choose from ate, att, atc, overlap, matching, entropy, unweighted), did you "
      "mean \"ate\"?");
  EXPECT_EQ(problems_with("estimand: ate", "estimand: [[ate]]"),
            "c.yaml:11:14: estimand is a list (one word is needed), write a single one");
}

TEST(LoadStudy, Files) {
  test::TemporaryFile const file("study.yaml", test::good_config);
  EXPECT_EQ(load_study(file.path()).seed, 2021);
  auto const said = [&](std::filesystem::path const& path) {
    try {
      load_study(path);
    } catch (Error const& error) {
      return std::to_string(static_cast<int>(error.code())) + " " + file.short_names(error.what());
    }
    return std::string("nothing");
  };
  EXPECT_EQ(said(file.folder() / "no.yaml"), "66 no.yaml: cannot be read (No such file or directory), check the path");
  test::TemporaryFile const result("r.h5", "\x89HDF\r\n");
  EXPECT_EQ(result.short_names(said(result.path())),
            "78 r.h5: the file is HDF5 (plain text is needed), give a text file");
  test::TemporaryFile const data("d.csv", std::string(17 << 20, 'x'));
  EXPECT_EQ(data.short_names(said(data.path())),
            "78 d.csv: the file has 17 MB (no config is that long), check that this is the right file");
}

} // namespace
} // namespace iptwsim
