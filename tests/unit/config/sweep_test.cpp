// A sweep makes scenarios: which, what they are called, what they draw, and what is wrong with them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/scenarios.hpp"
#include "unit/config/synthetic.hpp"

namespace iptwsim {
namespace {

using testing::ElementsAre;
using testing::Pair;

constexpr char const* hazard_ratio = "cohort.synthetic.endpoints.os.marginal.treated.hazard_ratio";

std::string swept(std::string const& sweep) { return test::synthetic_config + ("sweep: " + sweep + "\n"); }

StudyConfig parse(std::string const& text, std::vector<std::string> const& settings = {}) {
  return parse_config(text, "c.yaml", settings);
}

std::vector<std::string> names(StudyConfig const& config) {
  std::vector<std::string> all;
  for (Scenario const& scenario : config.scenarios) all.push_back(scenario.name);
  return all;
}

std::string problems(std::string const& text, std::vector<std::string> const& settings = {}) {
  try {
    parse(text, settings);
  } catch (Error const& error) {
    return error.what();
  }
  return "no problem";
}

std::string sweep_problems(std::string const& sweep) { return problems(swept(sweep)); }

/// The same scenarios, with the same draws and the same text.
void expect_again(StudyConfig const& config) {
  StudyConfig const again = parse_config(config.resolved, "echo.json");
  EXPECT_EQ(again.resolved, config.resolved);
  ASSERT_EQ(again.scenarios.size(), config.scenarios.size());
  for (std::size_t s = 0; s < config.scenarios.size(); ++s) {
    EXPECT_EQ(again.scenarios[s].name, config.scenarios[s].name);
    EXPECT_EQ(again.scenarios[s].swept, config.scenarios[s].swept);
    EXPECT_EQ(again.scenarios[s].group, config.scenarios[s].group);
  }
}

TEST(Sweep, WithoutOneThereIsOneScenario) {
  StudyConfig const simulated = parse(test::synthetic_config);
  EXPECT_THAT(names(simulated), ElementsAre("scenario"));
  EXPECT_TRUE(simulated.scenarios[0].swept.empty());
  EXPECT_EQ(simulated.scenarios[0].group, 0U);
  EXPECT_THAT(names(parse(test::good_config)), ElementsAre("cohort"));
  expect_again(simulated);
}

TEST(Sweep, EveryCombinationTheFirstKeyChangingSlowest) {
  StudyConfig const config =
      parse(swept("{cohort.synthetic.n: [85, 120], " + std::string(hazard_ratio) + ": [0.20, 0.5, 1.0]}"));
  EXPECT_THAT(names(config),
              ElementsAre("n=85, hazard_ratio=0.2", "n=85, hazard_ratio=0.5", "n=85, hazard_ratio=1",
                          "n=120, hazard_ratio=0.2", "n=120, hazard_ratio=0.5", "n=120, hazard_ratio=1"));
  Scenario const& fifth = config.scenarios[4];
  EXPECT_THAT(fifth.swept, ElementsAre(Pair("cohort.synthetic.n", "120"), Pair(hazard_ratio, "0.5")));
  EXPECT_EQ(fifth.study.cohort.synthetic->n, 120);
  EXPECT_EQ(fifth.study.cohort.synthetic->endpoints[0].second.marginal->treated.hazard_ratio, 0.5);
  EXPECT_EQ(fifth.group, 0U);
  expect_again(config);
}

TEST(Sweep, KeysInZipChangeTogether) {
  StudyConfig const config = parse(swept("{zip: {cohort.synthetic.n: [85, 120], cohort.synthetic.censoring.follow_up: "
                                         "[2, 3]}, weights.estimand: [ate, [att, overlap]]}"));
  EXPECT_THAT(names(config),
              ElementsAre("n=85, follow_up=2, estimand=ate", "n=85, follow_up=2, estimand=[att, overlap]",
                          "n=120, follow_up=3, estimand=ate", "n=120, follow_up=3, estimand=[att, overlap]"));
  EXPECT_EQ(config.scenarios[2].study.cohort.synthetic->censoring.follow_up, 3);
  expect_again(config);
}

TEST(Sweep, OrEachScenarioIsWritten) {
  StudyConfig const config =
      parse(swept("[{}, {cohort.synthetic.n: 120}, {" + std::string(hazard_ratio) + ": 1, cohort.synthetic.n: 50}]"));
  EXPECT_THAT(names(config), ElementsAre("n=85, hazard_ratio=0.2", "n=120, hazard_ratio=0.2", "n=50, hazard_ratio=1"));
  EXPECT_EQ(config.scenarios[2].study.cohort.synthetic->n, 50);
  expect_again(config);
}

TEST(Sweep, AWrittenScenarioMayHaveAName) {
  StudyConfig const config = parse(swept("[{cohort.synthetic.n: 120}, {name: no effect, " + std::string(hazard_ratio) +
                                         ": 1}, {" + hazard_ratio + ": 1, name: 7, weights.estimand: att}]"));
  EXPECT_THAT(names(config), ElementsAre("n=120, hazard_ratio=0.2, estimand=ate", "no effect", "7"));
  EXPECT_EQ(config.scenarios[1].swept[1].second, "1");
  EXPECT_EQ(config.scenarios[1].group, 0U);
  expect_again(config);
  EXPECT_EQ(sweep_problems("[{name: one, cohort.synthetic.n: 50}, {name: one, cohort.synthetic.n: 60}]"),
            "c.yaml:23:46: scenarios 1 and 2 are both one (each scenario of a sweep differs from the others), take one "
            "of them out");
  EXPECT_EQ(sweep_problems("[{name: [a], cohort.synthetic.n: 50}, {name: '', cohort.synthetic.n: 60}]"),
            "c.yaml:23:16: the name of a scenario is a list (a text is needed), write name: NAME, or leave it out\n"
            "c.yaml:23:53: the name of a scenario is \"\" (a text is needed), write name: NAME, or leave it out");
  StudyConfig const zipped = parse(swept("{zip: {name: [small, large], cohort.synthetic.n: [85, 900], cohort.synthetic."
                                         "censoring.follow_up: [2, 9]}, weights.estimand: [ate, att]}"));
  EXPECT_THAT(names(zipped),
              ElementsAre("small, estimand=ate", "small, estimand=att", "large, estimand=ate", "large, estimand=att"));
  EXPECT_EQ(zipped.scenarios[2].study.cohort.synthetic->n, 900);
  expect_again(zipped);
  EXPECT_EQ(sweep_problems("{zip: {cohort.synthetic.n: [85, 900], name: [small]}}"),
            "c.yaml:23:52: name has 1 value in zip (keys in zip change together, and cohort.synthetic.n has 2 values), "
            "give them equally many, or take one out of zip");
  EXPECT_EQ(sweep_problems("[{}, {name: short, propensity.terms: [sise]}]"),
            "c.yaml:23:46: scenario short: terms has \"sise\", no covariate (the covariates are size, mitoses, stage), "
            "did you mean \"size\"?");
}

TEST(Sweep, ValuesMayBeMapsAndNullTakesAKeyOut) {
  StudyConfig const config = parse(swept("{cohort.synthetic.endpoints.os.marginal.treated: [{hazard_ratio: 0.2}, "
                                         "{survival: {at: 5, equals: 0.978}}], weights.truncate: [null, {values: [0, "
                                         "10]}], propensity.model: [logistic, {kind: firth}]}"));
  ASSERT_EQ(config.scenarios.size(), 8U);
  EXPECT_EQ(config.scenarios[0].name, "treated={hazard_ratio: 0.2}, truncate=none, model=logistic");
  EXPECT_EQ(config.scenarios[7].name,
            "treated={survival: {at: 5, equals: 0.978}}, truncate={values: [0, 10]}, model=firth");
  EXPECT_FALSE(config.scenarios[0].study.weights.truncate);
  EXPECT_TRUE(config.scenarios[7].study.weights.truncate);
  EXPECT_FALSE(config.scenarios[7].study.cohort.synthetic->endpoints[0].second.marginal->treated.hazard_ratio);
  expect_again(config);
}

TEST(Sweep, AScalarStandsForAFirstKeyOnlyWhereThatIsMeant) {
  StudyConfig const config = parse(swept("{alternative: [greater, {rmst_difference: greater}, {}]}"));
  EXPECT_THAT(names(config),
              ElementsAre("alternative=greater", "alternative={rmst_difference: greater}", "alternative={}"));
  expect_again(config);
}

TEST(Sweep, TheConfigMayLackWhatItChanges) {
  std::string text = test::synthetic_with("    n: 85\n", "");
  text.replace(text.find("          treated: {"), std::string("          treated: {hazard_ratio: 0.2}\n").size(), "");
  text.replace(text.find("rmst: {tau: 5}"), 14, "rmst: {}");
  text += std::string("sweep: {zip: {cohort.synthetic.n: [85, null], cohort.synthetic.arms: [null, {control: 3, "
                      "treated: 4}], cohort.synthetic.treatment.prevalence: [0.5, null]}, ") +
          hazard_ratio + ": [0, 1], estimators.rmst.tau: [2], weights.truncate.values: [[0.1, 9]]}\n";
  StudyConfig const config = parse(text);
  EXPECT_THAT(names(config), ElementsAre("n=85, arms=none, prevalence=0.5, hazard_ratio=0",
                                         "n=85, arms=none, prevalence=0.5, hazard_ratio=1",
                                         "n=none, arms={control: 3, treated: 4}, prevalence=none, hazard_ratio=0",
                                         "n=none, arms={control: 3, treated: 4}, prevalence=none, hazard_ratio=1"));
  EXPECT_EQ(config.scenarios[3].study.estimators.rmst->tau, 2);
  EXPECT_EQ(config.scenarios[3].study.cohort.synthetic->arms->treated, 4);
  EXPECT_THAT(config.scenarios[3].study.weights.truncate->values, ElementsAre(0.1, 9));
  expect_again(config);
  // A key that is not there cannot be taken out of a map that is not there.
  EXPECT_FALSE(parse(test::synthetic_config, {"weights.truncate.values=null"}).scenarios[0].study.weights.truncate);
}

TEST(Sweep, ReadsCohortsOrSimulatesThem) {
  std::string const text = "seed: 1\npropensity: {terms: []}\nestimators: {cox: {}}\nsweep:\n";
  std::string const read = "{csv: a.csv, treatment: arm}", endpoints = "{os: {time: t, event: d}}";
  StudyConfig const config = parse(text + "  cohort: [" + read +
                                   ", {csv: b.csv, treatment: {column: a, treated: b}}]\n  "
                                   "endpoints: [" +
                                   endpoints + "]\n");
  EXPECT_THAT(names(config), ElementsAre("cohort={csv: a.csv, treatment: arm}",
                                         "cohort={csv: b.csv, treatment: {column: a, treated: b}}"));
  expect_again(config);
  // One kind of cohort: a simulation is no key of a scenario, and goes with one kind only.
  EXPECT_THAT(problems(test::synthetic_config +
                       ("sweep: {zip: {cohort: [" + read + ", {}], endpoints: [" + endpoints + ", null]}}\n")),
              testing::HasSubstr("endpoints={os: {time: t, event: d}}: simulation stands beside a cohort that is read "
                                 "(nothing is simulated), take it out, or write cohort: {synthetic: {...}}"));
}

TEST(Sweep, NamesAreAsLongAsTheyMustBe) {
  std::string const arms = "cohort.synthetic.endpoints.os.marginal.";
  std::string const weibull =
      test::synthetic_with("{hazard_ratio: 0.2}", "{distribution: weibull, shape: 1, scale: 9}");
  EXPECT_THAT(names(parse(weibull + "sweep: {" + arms + "control.shape: [1, 2], cohort.synthetic.n: [90]}\n")),
              ElementsAre("shape=1", "shape=2"));
  EXPECT_THAT(
      names(parse(weibull + "sweep: {" + arms + "control.shape: [1, 2], " + arms + "treated.shape: [1.5, 3]}\n")),
      testing::Contains("control.shape=1, treated.shape=3"));
  EXPECT_THAT(names(parse(swept("{cohort.synthetic.treatment.log_odds.size: [0, 1], "
                                "cohort.synthetic.endpoints.os.dependence.size: [0, -0.5]}"))),
              testing::Contains("treatment.log_odds.size=0, endpoints.os.dependence.size=-0.5"));
}

TEST(Sweep, ARealCohortMayBeSwept) {
  StudyConfig const config =
      parse(std::string(test::good_config) + "stream: {group: 9, cohort: 1}\nsweep: {weights.estimand: [ate, att], "
                                             "propensity.terms: [[age], [age, rcs(size, 4)]]}\n");
  EXPECT_THAT(names(config), ElementsAre("estimand=ate, terms=[age]", "estimand=ate, terms=[age, \"rcs(size, 4)\"]",
                                         "estimand=att, terms=[age]", "estimand=att, terms=[age, \"rcs(size, 4)\"]"));
  EXPECT_EQ(config.scenarios[1].group, 9U);
  expect_again(config);
}

TEST(Sweep, ScenariosDrawTheSameNumbersOrTheirOwn) {
  std::string const own = "{cohorts: 1000, common_random_numbers: false}";
  std::string text = swept("{cohort.synthetic.n: [85, 120]}");
  text.replace(text.find("{cohorts: 1000}"), 15, own);
  StudyConfig const config = parse(text);
  EXPECT_EQ(config.scenarios[0].group, scenario_group({{"cohort.synthetic.n", "85"}}));
  EXPECT_NE(config.scenarios[0].group, config.scenarios[1].group);
  expect_again(config);
  // The order of the keys and the values of other scenarios do not matter; the spelling of a number does not either.
  EXPECT_EQ(scenario_group({{"a", "1"}, {"b", "2"}}), scenario_group({{"b", "2"}, {"a", "1"}}));
  EXPECT_EQ(parse(text.replace(text.find("[85, 120]"), 9, "[120, +85, 7]")).scenarios[1].group,
            config.scenarios[0].group);
}

TEST(Sweep, GroupsAreFrozen) {
  EXPECT_EQ(scenario_group({}), 415445219641U);
  EXPECT_EQ(scenario_group({{"cohort.synthetic.n", "85"}}), 414122568165U);
  EXPECT_EQ(scenario_group({{"cohort.synthetic.n", "85"}, {hazard_ratio, "0.2"}}), 984908666142U);
}

TEST(Sweep, NoTwoScenariosWithDrawsOfTheirOwnShareThem) {
  // Found by search: these two coincide in 40 bits.
  EXPECT_EQ(scenario_group({{"cohort.synthetic.n", "310013"}}), scenario_group({{"cohort.synthetic.n", "570518"}}));
  std::string text = swept("{cohort.synthetic.n: [310013, 570518]}");
  EXPECT_EQ(problems(text), "no problem");
  text.replace(text.find("{cohorts: 1000}"), 15, "{cohorts: 1000, common_random_numbers: false}");
  EXPECT_EQ(problems(text),
            "c.yaml:23:8: scenarios \"n=310013\" and \"n=570518\" would have the same draws (the hashes of what they "
            "change coincide), change a value a little, or take common_random_numbers: false out");
}

TEST(Sweep, ProblemsOfItsKeys) {
  EXPECT_EQ(sweep_problems("{cohort.synthetic.nn: [1]}"),
            "c.yaml:23:9: unknown key \"cohort.synthetic.nn\" (cohort.synthetic has n, arms, covariates, correlation, "
            "components, component_correlation, treatment, endpoints, censoring, late_entry, treatment_start, "
            "unmeasured, positivity, reliability, "
            "missing), did you mean \"cohort.synthetic.n\"?");
  EXPECT_EQ(sweep_problems("{tau: [1]}"),
            "c.yaml:23:9: unknown key \"tau\" (the config has title, seed, stream, cohort, endpoints, propensity, "
            "weights, estimators, variance, bootstrap, level, alternative, null, simulation, sweep), did you mean "
            "\"estimators.rmst.tau\"?");
  EXPECT_EQ(sweep_problems("{hazard_ratio: [1]}"),
            "c.yaml:23:9: unknown key \"hazard_ratio\" (the config has title, seed, stream, cohort, endpoints, "
            "propensity, weights, estimators, variance, bootstrap, level, alternative, null, simulation, sweep), did "
            "you mean \"cohort.synthetic.endpoints.os.marginal.treated.hazard_ratio\"?");
  EXPECT_EQ(sweep_problems("{cohort.synthetic.endpoints.oss.marginal.treated.hazard_ratio: [1]}"),
            "c.yaml:23:9: unknown key \"cohort.synthetic.endpoints.oss.marginal.treated.hazard_ratio\" "
            "(cohort.synthetic.endpoints has os), did you mean "
            "\"cohort.synthetic.endpoints.os.marginal.treated.hazard_ratio\"?");
  EXPECT_EQ(sweep_problems("{cohort.synthetic.n.: [1]}"),
            "c.yaml:23:9: unknown key \"cohort.synthetic.n.\" (cohort.synthetic.n has no keys), write the keys from "
            "the top of the config, with dots between");
  EXPECT_EQ(sweep_problems("{cohort.synthetic.n.x: [1]}"),
            "c.yaml:23:9: unknown key \"cohort.synthetic.n.x\" (cohort.synthetic.n has no keys), write the keys from "
            "the top of the config, with dots between");
  EXPECT_EQ(sweep_problems("{propensity.terms.x: [1]}"),
            "c.yaml:23:9: unknown key \"propensity.terms.x\" (propensity.terms has no keys), write the keys from the "
            "top of the config, with dots between");
  EXPECT_EQ(sweep_problems("{'': [1]}"),
            "c.yaml:23:9: unknown key \"\" (the config has title, seed, stream, cohort, endpoints, propensity, "
            "weights, estimators, variance, bootstrap, level, alternative, null, simulation, sweep), write the keys "
            "from the top of the config, with dots between");
  EXPECT_EQ(sweep_problems("{seed: [1, 2], simulation.cohorts: [5, 6]}"),
            "c.yaml:23:9: sweep has seed (every scenario has the same seed), write simulation: {common_random_numbers: "
            "false} for draws of their own\nc.yaml:23:23: sweep has simulation.cohorts (every scenario has the same "
            "simulation), take it out");
  EXPECT_EQ(
      sweep_problems("{cohort.synthetic.n: [85], cohort.synthetic: [{}], zip: {cohort.synthetic.n: [7]}}"),
      "c.yaml:23:35: sweep has cohort.synthetic.n and cohort.synthetic (one would replace the other), take one of them "
      "out\nc.yaml:23:65: sweep has cohort.synthetic.n twice (one would replace the other), take one of them out");
}

TEST(Sweep, ProblemsOfItsShape) {
  EXPECT_EQ(sweep_problems("{}"), "c.yaml:23:8: sweep is an empty map (a map of keys to lists of their values is "
                                  "needed), write sweep: {cohort.synthetic.n: [85, 120]}");
  EXPECT_EQ(sweep_problems("85"), "c.yaml:23:8: sweep is \"85\" (a map of keys to lists of their values is needed), "
                                  "write sweep: {cohort.synthetic.n: [85, 120]}");
  EXPECT_EQ(
      sweep_problems("{cohort.synthetic.n: 85, level: {}, variance: [robust, ]}"),
      "c.yaml:23:29: cohort.synthetic.n is \"85\" in sweep (a list of its values is needed), write cohort.synthetic.n: "
      "[85]\nc.yaml:23:40: level is an empty map in sweep (a list of its values is needed), write level: [...]");
  EXPECT_EQ(sweep_problems("{cohort.synthetic.n: [85, ~, 90]}"),
            "c.yaml:23:34: cohort.synthetic.n has an empty value in sweep (nothing stands there), fill it in; null "
            "takes the key out of a scenario");
  EXPECT_EQ(sweep_problems("{zip: {cohort.synthetic.n: [85, 90], level: [0.9]}}"),
            "c.yaml:23:52: level has 1 value in zip (keys in zip change together, and cohort.synthetic.n has 2 "
            "values), give them equally many, or take one out of zip");
  EXPECT_EQ(sweep_problems("{zip: [1]}"), "c.yaml:23:14: zip is a list (a map of keys to lists of their values is "
                                          "needed), write zip: {KEY.PATH: [...], OTHER.PATH: [...]}");
  EXPECT_EQ(sweep_problems("[{cohort.synthetic.n: 85}, 90]"),
            "c.yaml:23:35: a scenario of sweep is \"90\" (a map of keys to values is needed), write - "
            "{cohort.synthetic.n: 85}");
  EXPECT_EQ(problems(std::string(test::synthetic_config) + "sweep: {cohort.synthetic.n: [1, 01]}\nsweep: {}\n"),
            "c.yaml:24:1: key \"sweep\" is given twice (first in line 23), keep one of them");
}

TEST(Sweep, ProblemsOfScenariosAreToldOnceWithTheFirst) {
  EXPECT_EQ(sweep_problems("{cohort.synthetic.n: [85, 1], level: [0.9, 0.95, 2]}"),
            "c.yaml:23:34: scenario n=1, level=0.9 and 2 others: n is 1 (out of range), write a number from 2 to "
            "16777215\nc.yaml:23:57: scenario n=85, level=2 and 1 other: level is 2 (out of range), write a number "
            "above 0 and below 1");
  // What every scenario has wrong stands at its own line, as without a sweep.
  EXPECT_EQ(problems(test::synthetic_with("tau: 5", "tau: -5") + "sweep: {cohort.synthetic.n: [85, 120]}\n"),
            "c.yaml:21:15: tau is -5 (out of range), write a number above 0");
  // What a value makes wrong elsewhere stands at that value.
  EXPECT_EQ(
      sweep_problems("{cohort.synthetic.n: [85, 90], propensity.terms: [[size], [sise]], estimators.survival: "
                     "[null, {times: 1, curve: true}]}"),
      "c.yaml:23:67: scenario n=85, terms=[sise], survival=none and 3 others: terms has \"sise\", no covariate (the "
      "covariates are size, mitoses, stage), did you mean \"size\"?\nc.yaml:23:121: scenario n=85, terms=[size], "
      "survival={times: 1, curve: true} and 3 others: curve is true for simulated cohorts (a curve is that of one "
      "cohort), take it out, and write one of the cohorts to a file of its own: iptwsim replay --csv");
}

TEST(Sweep, TwoScenariosAreNeverTheSame) {
  EXPECT_EQ(sweep_problems("{cohort.synthetic.n: [85, 120, +85], level: [0.9, 0.95]}"),
            "c.yaml:23:39: scenarios 1 and 5 are both n=85, level=0.9 (each scenario of a sweep differs from the "
            "others), take one of them out");
  EXPECT_EQ(sweep_problems("[{}, {cohort.synthetic.n: 85}]"),
            "c.yaml:23:13: scenarios 1 and 2 are both n=85 (each scenario of a sweep differs from the others), take "
            "one of them out");
  EXPECT_EQ(sweep_problems("{weights.estimand: [ate, [ate]]}"),
            "c.yaml:23:33: scenarios 1 and 2 are both estimand=ate (each scenario of a sweep differs from the others), "
            "take one of them out");
  EXPECT_EQ(sweep_problems("{cohort.synthetic.n: [85, 85]}"),
            "c.yaml:23:34: scenarios 1 and 2 are both n=85 (each scenario of a sweep differs from the others), take "
            "one of them out");
}

TEST(Sweep, ALoadedStudyIsOne) {
  EXPECT_EQ(test::problems_of(swept("{cohort.synthetic.n: [85, 120]}")),
            "c.yaml: sweep makes 2 scenarios (one is needed here), take it out");
  EXPECT_EQ(parse_study(swept("{cohort.synthetic.n: [120]}"), "c").cohort.synthetic->n, 120);
}

TEST(Settings, ReplaceWhatTheConfigSays) {
  StudyConfig const config =
      parse(test::synthetic_config, {"seed=8", "cohort.synthetic.treatment.log_odds.size >= 5=0.5",
                                     "weights={estimand: "
                                     "att}",
                                     "title='a: b'", "simulation.truth=none", "level=[0.9, 0.8]"});
  Study const& study = config.scenarios[0].study;
  EXPECT_EQ(study.seed, 8);
  EXPECT_THAT(study.cohort.synthetic->treatment.log_odds, testing::Contains(Pair("size >= 5", 0.5)));
  EXPECT_THAT(study.weights.estimand, ElementsAre(Estimand::att));
  EXPECT_THAT(study.level, ElementsAre(0.9, 0.8));
  EXPECT_THAT(config.resolved, testing::HasSubstr("\"seed\": 8"));
  EXPECT_FALSE(parse(test::good_config, {"bootstrap=null"}).scenarios[0].study.bootstrap);
}

TEST(Settings, ReachTheSweep) {
  std::string const text = swept("{cohort.synthetic.n: [85, 120]}");
  EXPECT_THAT(names(parse(text, {"sweep.cohort.synthetic.n=[7, 8]"})), ElementsAre("n=7", "n=8"));
  EXPECT_THAT(names(parse(text, {"sweep=null"})), ElementsAre("scenario"));
  EXPECT_THAT(names(parse(test::synthetic_config, {"sweep.zip.cohort.synthetic.n=[7, 8]"})), ElementsAre("n=7", "n=8"));
  EXPECT_EQ(problems(text, {"cohort.synthetic.n=90"}),
            "--set cohort.synthetic.n=90: the sweep changes cohort.synthetic.n (no scenario would have the value that "
            "is set), write --set 'sweep.cohort.synthetic.n=[...]'");
  EXPECT_EQ(problems(swept("[{}]"), {"sweep.cohort.synthetic.n=[7]"}),
            "--set sweep.cohort.synthetic.n=[7]: sweep is a list (it has no keys), write --set 'sweep=...' with the "
            "whole of it");
  EXPECT_EQ(problems(swept("{zip: 5}"), {"sweep.zip.cohort.synthetic.n=[7]"}),
            "c.yaml:23:14: zip is \"5\" (a map of keys to lists of their values is needed), write zip: {KEY.PATH: "
            "[...], OTHER.PATH: [...]}\n--set sweep.zip.cohort.synthetic.n=[7]: sweep.zip is \"5\" (it has no keys), "
            "write --set 'sweep.zip=...' with the whole of it");
  EXPECT_EQ(problems(text, {"sweep.cohort.synthetic.n=[1]"}),
            "--set sweep.cohort.synthetic.n=[1]: n is 1 (out of range), write a number from 2 to 16777215");
}

TEST(Settings, Problems) {
  EXPECT_EQ(problems(test::synthetic_config, {"sede=8", "cohort.synthetic.n=many", "title=", "level=[0.9"}),
            "--set sede=8: unknown key \"sede\" (the config has title, seed, stream, cohort, endpoints, propensity, "
            "weights, estimators, variance, bootstrap, level, alternative, null, simulation, sweep), did you mean "
            "\"seed\"?\n--set cohort.synthetic.n=many: n is \"many\" (a whole number is needed), write one from 2 to "
            "16777215\n--set title=: title is empty (a text is needed), write one, or take the key out\n--set "
            "level=[0.9: a [ is opened above and not closed before this, close it with ]");
  EXPECT_EQ(
      problems(test::synthetic_config, {"seed"}),
      "--set seed: this sets nothing (a key and its value are needed), write --set KEY=VALUE, such as --set seed=1");
  EXPECT_EQ(
      problems(test::synthetic_config, {"=8"}),
      "--set =8: this sets nothing (a key and its value are needed), write --set KEY=VALUE, such as --set seed=1");
  EXPECT_EQ(problems(test::good_config, {"cohort.treatment.column=arm"}),
            "--set cohort.treatment.column=arm: cohort.treatment is \"hormon\" (it has no key \"column\"), write "
            "cohort.treatment as a map in the config");
}

} // namespace
} // namespace iptwsim
