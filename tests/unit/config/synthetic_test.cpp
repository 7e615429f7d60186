// Simulated cohorts in a config: what is read, what is written back, and what does not go together.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/describe.hpp"
#include "config/dump.hpp"
#include "unit/config/synthetic.hpp"

namespace iptwsim {
namespace {

using test::problems_of;
using test::problems_with;
using test::synthetic_problems;
using test::synthetic_with;
using testing::ElementsAre;
using testing::Pair;

TEST(Synthetic, EveryKeyIsRead) {
  Study const study = parse_study(test::synthetic_config, "c.yaml");
  SyntheticOptions const& cohort = study.cohort.synthetic.value();
  EXPECT_EQ(cohort.n, 85);
  ASSERT_EQ(cohort.covariates.size(), 3U);
  EXPECT_EQ(cohort.covariates[0].first, "size");
  EXPECT_EQ(cohort.covariates[0].second.distribution, CovariateDistribution::lognormal);
  EXPECT_EQ(cohort.covariates[0].second.median, 4.7);
  EXPECT_FALSE(cohort.covariates[0].second.mean);
  EXPECT_THAT(cohort.covariates[2].second.levels, ElementsAre(Pair("I", 0.5), Pair("II", 0.3), Pair("III", 0.2)));
  EXPECT_EQ(cohort.correlation->scale, CorrelationScale::latent);
  EXPECT_THAT(cohort.correlation->pairs, ElementsAre(Pair("size:mitoses", 0.3)));
  EXPECT_EQ(cohort.treatment.prevalence, 0.6);
  EXPECT_THAT(cohort.treatment.log_odds, ElementsAre(Pair("size", 0.25), Pair("stage:III", 0.5)));
  OutcomeOptions const& os = cohort.endpoints.at(0).second;
  EXPECT_EQ(os.marginal->control.distribution, SurvivalFamily::weibull);
  EXPECT_EQ(os.marginal->control.survival->equals, 0.719);
  EXPECT_EQ(os.marginal->treated.hazard_ratio, 0.2);
  EXPECT_FALSE(os.marginal->treated.distribution);
  EXPECT_THAT(os.dependence, ElementsAre(Pair("size", -0.3), Pair("mitoses", -0.3)));
  EXPECT_EQ(cohort.censoring.dropout_rate, 0.02);
  EXPECT_EQ(study.simulation->cohorts, 1000);
  EXPECT_EQ(study.simulation->keep, Keep::cohorts);
  EXPECT_EQ(study.simulation->truth.points_log2, 16);
  EXPECT_TRUE(study.simulation->common_random_numbers);
  EXPECT_THAT(endpoint_names(study), ElementsAre("os"));
}

TEST(Synthetic, TheEchoReadsBackToTheSame) {
  for (std::string const& text :
       {std::string(test::synthetic_config),
        synthetic_with("{cohorts: 1000}", "{cohorts: 9, keep: summary, truth: none}"),
        synthetic_with("{hazard_ratio: 0.2}", "{hazard_ratios: {from: [0, 1, 2], values: [1, 0.5, 1]}}"),
        synthetic_with("{hazard_ratio: 0.2}", "{distribution: piecewise_exponential, from: [0, 1], rates: [2, 2]}"),
        synthetic_with("size: 0.25,", "size > 5: 0.25, size^2: 1e-3,")}) {
    std::string const echo = dump_study(parse_study(text, "c.yaml"));
    EXPECT_EQ(dump_study(parse_study(echo, "echo.json")), echo);
    EXPECT_THAT(echo, testing::Not(testing::HasSubstr("csv")));
    EXPECT_THAT(echo, testing::Not(testing::HasSubstr("\"time\"")));
  }
}

TEST(Synthetic, SwitchesOfStress) {
  std::string const text =
      synthetic_with("    censoring:", "    unmeasured: {prevalence: 0.3, log_odds: 0.8, dependence: -0.3}\n"
                                       "    positivity: {where: size > 10, probability: 0.3}\n"
                                       "    reliability: {size: 0.7}\n"
                                       "    missing: {stage: 0.2, mitoses: {share: 0.1, log_odds: {size: 0.1}}}\n"
                                       "    censoring:");
  std::string const with_method = std::string(text).insert(text.find("  synthetic:"), "  missing: indicator\n");
  Study const study = parse_study(with_method, "c.yaml");
  SyntheticOptions const& cohort = *study.cohort.synthetic;
  EXPECT_EQ(cohort.unmeasured->log_odds, 0.8);
  EXPECT_EQ(cohort.positivity->where, "size > 10");
  EXPECT_THAT(cohort.reliability, ElementsAre(Pair("size", 0.7)));
  ASSERT_EQ(cohort.missing.size(), 2U);
  EXPECT_EQ(cohort.missing[0].second.share, 0.2);
  EXPECT_THAT(cohort.missing[1].second.log_odds, ElementsAre(Pair("size", 0.1)));
  EXPECT_EQ(study.cohort.missing, Missing::indicator);
  std::string const echo = dump_study(study);
  EXPECT_EQ(dump_study(parse_study(echo, "echo.json")), echo);

  EXPECT_EQ(problems_of(text),
            "c.yaml:23:17: terms has \"stage\", of which values are missing (the analysis leaves such "
            "patients out or tells them apart), write missing: drop or missing: indicator under "
            "cohort, beside synthetic");
}

TEST(Synthetic, StressIsToldWhereItStands) {
  EXPECT_EQ(synthetic_problems("  terms: [size, stage]", "  terms: [size, missing(stage)]"),
            "c.yaml:19:17: terms has \"missing(stage)\" (patients who lack a value are not in the analysis), add "
            "missing: indicator under cohort");
  EXPECT_EQ(synthetic_problems("    censoring:", "    unmeasured: {prevalence: 1, log_odds: 0.8}\n    censoring:"),
            "c.yaml:17:30: prevalence is 1 (out of range), write a number above 0 and below 1");
  EXPECT_EQ(
      synthetic_problems("  terms: [size, stage]", "  terms: [size, unmeasured]"),
      "c.yaml:19:17: terms has \"unmeasured\", no covariate (the covariates are size, mitoses, stage), correct it, "
      "or add it to cohort.synthetic.covariates");
  std::string const hidden = synthetic_with("    censoring:", "    unmeasured: {prevalence: 0.5}\n    censoring:");
  EXPECT_EQ(problems_of(std::string(hidden).replace(hidden.find("[size, stage]"), 13, "[size, unmeasured]")),
            "c.yaml:20:17: terms has \"unmeasured\" (no analysis sees it), take it out");
  EXPECT_EQ(synthetic_problems("    censoring:", "    missing: {stag: 0.2}\n    censoring:"),
            "c.yaml:17:21: missing has \"stag\", no covariate (it says what is seen of a covariate), did you mean "
            "\"stage\"?");
}

TEST(Synthetic, FollowUpOfItsOwn) {
  std::string const text = synthetic_with(
      "    censoring: {", "    late_entry: {latest: 2, ignored: true}\n"
                          "    treatment_start: {earliest: 0.5, latest: 1, analysis: landmark, landmark: 0.75}\n"
                          "    censoring: {dropout_log_hazard: {treatment: 0.5, size: -0.1}, ");
  Study const study = parse_study(text, "c.yaml");
  SyntheticOptions const& cohort = *study.cohort.synthetic;
  EXPECT_EQ(cohort.late_entry->latest, 2);
  EXPECT_TRUE(cohort.late_entry->ignored);
  EXPECT_EQ(cohort.treatment_start->analysis, StartAnalysis::landmark);
  EXPECT_EQ(cohort.treatment_start->landmark, 0.75);
  EXPECT_THAT(cohort.censoring.dropout_log_hazard, ElementsAre(Pair("treatment", 0.5), Pair("size", -0.1)));
  std::string const echo = dump_study(study);
  EXPECT_EQ(dump_study(parse_study(echo, "echo.json")), echo);
  std::string known(text);
  known.replace(known.find("terms: [size, stage]"), 20, "model: {known: true_score}");
  EXPECT_EQ(problems_of(known),
            "c.yaml:21:10: known is \"true_score\" beside treatment_start (it is the probability of "
            "the plan, not of a treatment that starts), write analysis: planned under "
            "treatment_start, or terms");
}

TEST(Synthetic, TermsAreLeftOut) {
  auto const with = [](std::string const& omit) {
    return synthetic_with("  terms: [size, stage]", "  terms: [rcs(size, 3), stage, mitoses]\n  omit: " + omit);
  };
  Study const study = parse_study(with("[rcs(size, 3), mitoses]"), "c.yaml");
  EXPECT_THAT(study.propensity.terms, ElementsAre("rcs(size, 3)", "stage", "mitoses"));
  EXPECT_THAT(study.propensity.fitted_terms(), ElementsAre("stage"));
  std::string const echo = dump_study(study);
  EXPECT_EQ(dump_study(parse_study(echo, "echo.json")), echo);
  EXPECT_THAT(parse_study(with("stage"), "c.yaml").propensity.fitted_terms(), ElementsAre("rcs(size, 3)", "mitoses"));
  EXPECT_EQ(
      problems_of(with("[size, stge, mitoses]")),
      "c.yaml:20:10: omit has \"size\", no term of the model (the terms are rcs(size, 3), stage, mitoses), write it "
      "as it stands there\n"
      "c.yaml:20:16: omit has \"stge\", no term of the model (the terms are rcs(size, 3), stage, mitoses), did you "
      "mean \"stage\"?");
  EXPECT_EQ(synthetic_problems("  terms: [size, stage]", "  model: {known: true_score}\n  omit: size"),
            "c.yaml:20:9: omit stands beside a known score (it is not fitted), take it out");
}

TEST(Synthetic, TruthIsAWordOrAMap) {
  auto const truth = [](std::string const& value) {
    return parse_study(synthetic_with("{cohorts: 1000}", "{cohorts: 9, truth: " + value + "}"), "c").simulation->truth;
  };
  EXPECT_EQ(truth("none").method, TruthMethod::none);
  EXPECT_EQ(truth("{points_log2: 12, shifts: 4}").method, TruthMethod::integrate);
  EXPECT_EQ(truth("{points_log2: 12, shifts: 4}").shifts, 4);
  EXPECT_EQ(synthetic_problems("{cohorts: 1000}", "{cohorts: 9, truth: {points_log2: 25, shifts: 1}}"),
            "c.yaml:22:47: points_log2 is 25 (out of range), write a number from 4 to 24\n"
            "c.yaml:22:59: shifts is 1 (out of range), write a number from 2 to 1000");
  EXPECT_EQ(synthetic_problems("{cohorts: 1000}", "{cohorts: 0, keep: all}"),
            "c.yaml:22:23: cohorts is 0 (out of range), write a number from 1 to 4294967295\n"
            "c.yaml:22:32: keep is \"all\" (choose from cohorts, summary)");
}

TEST(Synthetic, MapsOfNumbers) {
  EXPECT_EQ(synthetic_problems("size: -0.3", "size: -1"),
            "c.yaml:16:28: size is -1 (out of range), write a number above -1 and below 1");
  EXPECT_EQ(synthetic_problems("size:mitoses: 0.3", "size:mitoses: much"),
            "c.yaml:9:41: size:mitoses is \"much\" (a number is needed), write one above -1 and below 1");
  EXPECT_EQ(synthetic_problems("{size: -0.3, mitoses: -0.3}", "[size]"),
            "c.yaml:16:21: dependence is a list (a map of names to numbers is needed), write dependence: {NAME: "
            "NUMBER}");
  EXPECT_EQ(synthetic_problems("{size: -0.3, mitoses: -0.3}", "{'': 0.1}"),
            "c.yaml:16:22: dependence has an empty name (latent correlation of covariates with the time; negative: "
            "higher values die sooner), fill it in");
  EXPECT_EQ(synthetic_problems("size: -0.3, mitoses", "mitoses: -0.2, mitoses"),
            "c.yaml:16:37: key \"mitoses\" is given twice (first in line 16), keep one of them");
}

TEST(Synthetic, OnlyListsThatSaySoRepeatAValue) {
  EXPECT_EQ(synthetic_problems("{hazard_ratio: 0.2}", "{hazard_ratios: {from: [0, 0], values: [1, 1]}}"),
            "c.yaml:15:47: from lists 0 twice (once is enough), take one out");
}

TEST(Synthetic, OrARealCohortAndNotBoth) {
  EXPECT_EQ(problems_with("csv: rotterdam.csv\n  treatment: hormon", "missing: drop"),
            "c.yaml:4:3: cohort lacks the key \"csv\" (the cohort's CSV file, relative to this config), add it\n"
            "c.yaml:4:3: cohort lacks the key \"treatment\" (treatment column, 0/1, or {column, treated}), add it");
  EXPECT_EQ(problems_with("endpoints:\n  os: {time: dtime, event: death}\n", ""),
            "c.yaml:1:1: the config lacks the key \"endpoints\" (named endpoints, each a time and an event), add it");
  EXPECT_EQ(synthetic_problems("  synthetic:", "  csv: a.csv\n  treatment: arm\n  synthetic:"),
            "c.yaml:3:8: cohort has csv and synthetic (patients are read from a file or simulated), take one of them "
            "out");
  EXPECT_EQ(synthetic_problems("  synthetic:", "  missing: drop\n  synthetic:"),
            "c.yaml:3:12: missing stands beside synthetic (no value of its covariates is missing), take it out, or say "
            "under synthetic of which covariates values are missing: {NAME: SHARE}");
  EXPECT_EQ(synthetic_problems("propensity:", "endpoints:\n  os: {time: t, event: d}\npropensity:"),
            "c.yaml:19:3: endpoints stands beside cohort.synthetic (the endpoints of simulated patients are within "
            "it), move it to cohort.synthetic.endpoints, or take it out");
  EXPECT_EQ(
      synthetic_problems("  synthetic:", "  synthethic:"),
      "c.yaml:1:1: the config lacks the key \"endpoints\" (named endpoints, each a time and an event), add it\n"
      "c.yaml:3:3: unknown key \"synthethic\" (cohort has csv, treatment, missing, categorical, categories, constant, "
      "plasmode, synthetic), did you mean \"synthetic\"?");
}

TEST(Synthetic, SimulationBelongsToSimulatedCohorts) {
  EXPECT_EQ(synthetic_problems("simulation: {cohorts: 1000}\n", ""),
            "c.yaml:1:1: the config lacks the key \"simulation\" (how many cohorts are simulated), add simulation: "
            "{cohorts: 10000}");
  EXPECT_EQ(problems_with("level:", "simulation: {cohorts: 10}\nlevel:"),
            "c.yaml:15:13: simulation stands beside a cohort that is read (nothing is simulated), take it out, or "
            "write cohort: {synthetic: {...}}");
  EXPECT_EQ(synthetic_problems("rmst: {tau: 5}", "survival: {times: [1], curve: true}"),
            "c.yaml:21:33: curve is true for simulated cohorts (a curve is that of one cohort), take it out, and write "
            "one of the cohorts to a file of its own: iptwsim replay --csv");
}

TEST(Synthetic, StreamBelongsToARealCohort) {
  Study const study =
      parse_study(test::spoiled("level:", "stream: {group: 1099511627775, cohort: 4294967295}\nlevel:"), "c.yaml");
  EXPECT_EQ(study.stream->group, 1099511627775);
  EXPECT_EQ(study.stream->cohort, 4294967295);
  std::string const echo = dump_study(study);
  EXPECT_EQ(dump_study(parse_study(echo, "echo.json")), echo);
  EXPECT_EQ(parse_study(test::spoiled("level:", "stream: {cohort: 3}\nlevel:"), "c").stream->group, 0);
  EXPECT_EQ(problems_with("level:", "stream: {group: 1099511627776, cohort: 4294967296}\nlevel:"),
            "c.yaml:15:17: group is 1099511627776 (out of range), write a number from 0 to 1099511627775\n"
            "c.yaml:15:40: cohort is 4294967296 (out of range), write a number from 0 to 4294967295");
  EXPECT_EQ(synthetic_problems("seed: 7", "seed: 7\nstream: {cohort: 1}"),
            "c.yaml:2:9: stream stands beside cohort.synthetic (each simulated cohort has its own), take it out");
}

TEST(Synthetic, TermsAreOfCovariates) {
  EXPECT_EQ(
      synthetic_problems("[size, stage]", "[sise, log(age), mitoses, III]"),
      "c.yaml:19:11: terms has \"sise\", no covariate (the covariates are size, mitoses, stage), did you mean "
      "\"size\"?\nc.yaml:19:17: the term \"log(age)\" has \"age\", no covariate (the covariates are size, mitoses, "
      "stage), correct it, or add it to cohort.synthetic.covariates\nc.yaml:19:36: terms has \"III\", no covariate "
      "(the covariates are size, mitoses, stage), write stage: it has a column for each level of stage but the first");
  EXPECT_EQ(synthetic_problems("[size, stage]", "[log(size), log(mitoses), stage^2, 'rcs(mitoses, 3)']"),
            "c.yaml:19:22: terms has \"log(mitoses)\" (a bernoulli covariate is not always above 0), write "
            "mitoses\nc.yaml:19:36: terms has \"stage^2\" (stage holds categories), write stage\nc.yaml:19:45: terms "
            "has \"rcs(mitoses, 3)\" (a spline needs more values than two), write mitoses");
  EXPECT_EQ(
      parse_study(synthetic_with("terms: [size, stage]", "model: {known: true_score}"), "c").propensity.model.known,
      true_score);
  EXPECT_EQ(synthetic_problems("terms: [size, stage]", "model: {known: size}"),
            "c.yaml:19:10: known is \"size\" (of simulated patients one score is known, the probability with which "
            "each was treated), write model: {known: true_score}, or terms");
}

TEST(Synthetic, ProblemsOfTheScenarioStandAtTheirKeys) {
  EXPECT_EQ(synthetic_problems("    n: 85\n", ""),
            "c.yaml:4:5: there is no n (a cohort has a size), add n, or arms: {control: N0, treated: N1}");
  EXPECT_EQ(
      synthetic_problems("median: 4.7, ", ""),
      "c.yaml:6:13: lognormal covariate lacks the key \"median\" (a lognormal covariate has median and sigma), add it");
  EXPECT_EQ(synthetic_problems("size:mitoses: 0.3", "size:mitosis: 0.3"),
            "c.yaml:9:41: pairs has \"mitosis\", no covariate (the covariates are size, mitoses, stage), did you mean "
            "\"mitoses\"?");
  EXPECT_EQ(synthetic_problems("\"stage:III\"", "\"stage:IV\""),
            "c.yaml:10:69: log_odds has \"IV\", no level of stage (its levels are I, II, III), did you mean \"I\"?");
  EXPECT_EQ(synthetic_problems("{hazard_ratio: 0.2}", "{hazard_ratio: 0.2, median: 3}"),
            "c.yaml:15:48: the treated arm has hazard_ratio and median (each of them says the whole effect), take one "
            "of them out");
  EXPECT_EQ(synthetic_problems("{size: -0.3, mitoses: -0.3}", "{size: -0.9, mitoses: -0.9}"),
            "c.yaml:16:21: dependence has size -0.9, mitoses -0.9 with size:mitoses 0.3 between the covariates "
            "(together they would explain more than all of the time's variation), bring them nearer to 0");
  EXPECT_EQ(synthetic_problems("prevalence: 0.6, ", ""),
            "c.yaml:10:16: treatment does not say how many are treated (a share of treated patients, or the log odds "
            "of one, is needed), add prevalence, intercept or randomized, or arms beside it");
  // What could not be read has no further problems; what is wrong elsewhere hides none.
  EXPECT_EQ(synthetic_problems("sigma: 0.5", "sigma: -0.5"),
            "c.yaml:6:59: sigma is -0.5 (out of range), write a number above 0");
  EXPECT_EQ(problems_of(synthetic_with("median: 4.7, ", "").replace(0, 7, "seed: -7")),
            "c.yaml:1:7: seed is -7 (out of range), write a number from 0 to 4294967295\nc.yaml:6:13: lognormal "
            "covariate lacks the key \"median\" (a lognormal covariate has median and sigma), add it");
}

TEST(Synthetic, IsDescribed) {
  auto const key = [](std::string const& path) {
    for (KeyDescription const& known : describe_keys()) {
      if (known.path == path) return known.type + " | " + known.default_value + " | " + known.unless;
    }
    return "no key " + path;
  };
  EXPECT_EQ(key("cohort.synthetic.covariates.NAME.levels"), "map of names, each a number above 0 and below 1 | {} | ");
  EXPECT_EQ(key("cohort.synthetic.endpoints.NAME.marginal.treated.hazard_ratio"), "number of at least 0 |  | ");
  EXPECT_EQ(key("simulation.truth.points_log2"), "whole number from 4 to 24 | 16 | ");
  EXPECT_EQ(key("cohort.csv"), "text |  | synthetic or plasmode");
  EXPECT_THAT(key_help(), testing::HasSubstr("text; required without synthetic or plasmode\n"));
}

} // namespace
} // namespace iptwsim
