// Where assumptions fail: whose draws are where, what the analysis sees, and what does not go together.

#include <cmath>

#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "random/stream.hpp"
#include "scenario/problems.hpp"
#include "support/lanes_alone.hpp"
#include "support/mechanisms.hpp"
#include "support/problems_text.hpp"

namespace iptwsim {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;

CohortAddress const address{.seed = 2021, .group = 5, .cohort = 7};

double draw(Purpose purpose, std::uint64_t patient, std::uint64_t attempt = 0) {
  Stream stream({.seed = 2021, .group = 5, .cohort = 7, .purpose = purpose, .subject = patient});
  stream.seek(2 * attempt);
  return stream.uniform_open();
}

double normal_draw(Purpose purpose, std::uint64_t patient, std::uint64_t attempt = 0) {
  return math::normal_quantile(draw(purpose, patient, attempt));
}

SyntheticOptions stressed() {
  SyntheticOptions options = confounded();
  options.unmeasured = {.prevalence = 0.3, .log_odds = 0.8, .dependence = -0.3};
  options.positivity = {.where = "size > 8:male", .probability = 0.05};
  options.reliability = {{"size", 0.7}, {"stage", 0.8}};
  options.missing = {{"age", {.share = 0.2, .log_odds = {{"size", 0.4}, {"age^2", -0.1}, {"unmeasured", 1}}}},
                     {"stage", {.share = 0.1}}};
  return options;
}

std::vector<Term> terms_of(std::vector<char const*> const& texts) {
  std::vector<Term> terms;
  for (char const* const text : texts) terms.push_back(std::get<Term>(parse_term(text)));
  return terms;
}

template <class Change> std::string told(Change change) {
  SyntheticOptions options = confounded();
  change(options);
  return text_of(problems_of(options));
}

TEST(Unmeasured, IsACovariateMoreThatNobodySees) {
  SyntheticOptions options = confounded();
  SimulatedPatients const without = simulate(mechanism_of(options), 60, address);
  options.unmeasured = {.prevalence = 0.3, .log_odds = 0.8, .dependence = -0.3};
  SimulatedPatients const with = simulate(mechanism_of(options), 60, address);
  EXPECT_EQ(with.covariate_names, without.covariate_names);
  EXPECT_THAT(with.hidden_names, ElementsAre("unmeasured"));
  EXPECT_FALSE(with.covariates.contains("unmeasured"));
  double const intercept = solve_intercept(options).value, other = solve_intercept(confounded()).value;
  for (std::size_t i = 0; i < 60; ++i) {
    for (std::string const& name : with.covariate_names) { // drawn as without it
      EXPECT_EQ(with.covariates.at(name).values[i], without.covariates.at(name).values[i]);
    }
    double const u = with.hidden.at("unmeasured").values[i];
    EXPECT_EQ(u, draw(covariate_purpose(4), i) > 0.7);
    auto const log_odds = [](double e) { return std::log(e / (1 - e)); };
    EXPECT_NEAR(log_odds(with.score[i]) - log_odds(without.score[i]), intercept - other + 0.8 * u, 1e-12);
  }
}

TEST(Unmeasured, OfNoStrengthChangesNothing) {
  SyntheticOptions options = confounded();
  SimulatedPatients const without = simulate(mechanism_of(options), 60, address);
  options.unmeasured = {.prevalence = 0.3};
  SimulatedPatients const with = simulate(mechanism_of(options), 60, address);
  EXPECT_EQ(with.score, without.score);
  EXPECT_EQ(with.treated, without.treated);
  for (std::size_t k = 0; k < 2; ++k) EXPECT_EQ(with.endpoints[k].time, without.endpoints[k].time);
}

TEST(Unmeasured, EndpointsMayNameItThemselves) {
  SyntheticOptions options = confounded();
  options.unmeasured = {.prevalence = 0.3, .dependence = -0.3};
  options.endpoints[1].second.dependence.emplace_back("unmeasured", 0.1);
  SyntheticOptions const all = with_unmeasured(options);
  EXPECT_FALSE(all.unmeasured);
  EXPECT_EQ(all.covariates.back().first, "unmeasured");
  EXPECT_EQ(all.treatment.log_odds.size(), options.treatment.log_odds.size()); // no term of 0
  EXPECT_EQ(all.endpoints[0].second.dependence.back(), (std::pair{std::string("unmeasured"), -0.3}));
  EXPECT_EQ(all.endpoints[1].second.dependence, options.endpoints[1].second.dependence);
}

TEST(Positivity, SetsThePatientsApart) {
  SyntheticOptions options = confounded();
  for (double const probability : {0.0, 0.25, 1.0}) {
    options.positivity = {.where = "size > 6:male", .probability = probability};
    Mechanism const mechanism = mechanism_of(options);
    EXPECT_FALSE(mechanism.is_randomized());
    SimulatedPatients const patients = simulate(mechanism, 400, address);
    std::size_t exempt = 0;
    for (std::size_t i = 0; i < 400; ++i) {
      double const size = patients.covariates.at("size").values[i], male = patients.covariates.at("male").values[i];
      std::vector<double> const x{patients.covariates.at("age").values[i], size,
                                  patients.covariates.at("stage").values[i], male};
      double const eta = mechanism.intercept() + mechanism.treatment_terms(x.data());
      bool const is_exempt = size > 6 && male == 1;
      exempt += is_exempt;
      EXPECT_DOUBLE_EQ(patients.score[i], is_exempt ? probability : 1 / (1 + std::exp(-eta)));
      EXPECT_NEAR(mechanism.treatment_probability(x.data()).complement, 1 - patients.score[i], 1e-15);
      if (is_exempt && probability != 0.25) {
        EXPECT_EQ(patients.treated[i], probability);
      }
    }
    EXPECT_GT(exempt, 10U);
  }
}

TEST(Positivity, TheInterceptReachesThePrevalenceOfAll) {
  SyntheticOptions options;
  options.covariates = {{"x", normal(0, 1)}, {"male", bernoulli(0.4)}};
  options.treatment = {.prevalence = 0.3, .log_odds = {{"male", 1}}};
  options.positivity = {.where = "x > 1", .probability = 0.1};
  // of x > 1 a share of .1587 with .1; of the others .4 and .6 with odds exp(b + 1) and exp(b)
  double const b = solve_intercept(options).value, exempt = 1 - math::normal_cdf(1.0);
  double const others = 0.4 / (1 + std::exp(-b - 1)) + 0.6 / (1 + std::exp(-b));
  EXPECT_NEAR(0.1 * exempt + (1 - exempt) * others, 0.3, 2e-4);
}

TEST(Positivity, FixedArmsKeepTheirTotals) {
  SyntheticOptions options = confounded();
  options.n.reset();
  options.treatment.prevalence.reset();
  options.arms = {20, 30};
  options.positivity = {.where = "male", .probability = 0};
  SimulatedPatients const patients = simulate(mechanism_of(options), 50, address);
  EXPECT_EQ(std::count(patients.treated.begin(), patients.treated.end(), 1), 30);
  for (std::size_t i = 0; i < 50; ++i) {
    if (patients.treated[i] == 0) continue;
    EXPECT_EQ(patients.covariates.at("male").values[i], 0);
  }
}

TEST(Reliability, ReadsItsErrorAtItsAddress) {
  SyntheticOptions options;
  options.covariates = {{"male", bernoulli(0.25)}, {"age", normal(60, 10)}, {"size", lognormal(4, 0.5)}};
  options.correlation = {CorrelationScale::latent, {{"age:male", 0.6}}};
  options.treatment = {.prevalence = 0.4, .log_odds = {{"age", 0.03}}};
  options.reliability = {{"size", 1}, {"age", 0.64}, {"male", 0.81}};
  SimulatedPatients const patients = simulate(mechanism_of(options), 50, address);
  EXPECT_THAT(patients.hidden_names, ElementsAre("age_true", "male_true")); // 1 is no error
  double const slope = 0.03, intercept = solve_intercept(options).value;
  for (std::size_t i = 0; i < 50; ++i) {
    double const w0 = normal_draw(covariate_purpose(0), i), w1 = normal_draw(covariate_purpose(1), i);
    double const z1 = 0.6 * w0 + 0.8 * w1;
    double const error0 = normal_draw(Purpose::measurement_error, i, 0),
                 error1 = normal_draw(Purpose::measurement_error, i, 2);
    double const u = math::normal_cdf(normal_draw(Purpose::measurement_error, i, 1)); // the place within a step
    bool const male = w0 > math::normal_quantile(0.75);
    double const z0 = math::normal_quantile(male ? 0.75 + 0.25 * u : 0.75 * u);
    EXPECT_DOUBLE_EQ(patients.hidden.at("age_true").values[i], 60 + 10 * z1);
    EXPECT_DOUBLE_EQ(patients.covariates.at("age").values[i], 60 + 10 * (0.8 * z1 + 0.6 * error1));
    EXPECT_EQ(patients.covariates.at("male").values[i],
              0.9 * z0 + std::sqrt(0.19) * error0 > math::normal_quantile(0.75));
    EXPECT_EQ(patients.hidden.at("male_true").values[i], male);
    EXPECT_NEAR(patients.score[i], 1 / (1 + std::exp(-intercept - slope * (60 + 10 * z1))), 1e-14); // the true one
  }
}

TEST(Missing, ReadsItsDrawAtItsAddress) {
  SyntheticOptions options;
  options.covariates = {{"male", bernoulli(0.25)}, {"age", normal(60, 10)}};
  options.treatment = {.randomized = 0.4};
  options.missing = {{"age", {.share = 0.2, .log_odds = {{"male", 2}}}}, {"male", {.share = 0.5}}};
  SimulatedPatients const patients = simulate(mechanism_of(options), 200, address);
  EXPECT_THAT(patients.hidden_names, ElementsAre("age_true", "male_true"));
  // a quarter with odds exp(b + 2), the others exp(b): together .2
  double const b = solve_intercept(options).missing.at(0);
  EXPECT_NEAR(0.25 / (1 + std::exp(-b - 2)) + 0.75 / (1 + std::exp(-b)), 0.2, 1e-6);
  for (std::size_t i = 0; i < 200; ++i) {
    bool const is_male = draw(covariate_purpose(0), i) > 0.75;
    TermSource const &age = patients.covariates.at("age"), &male = patients.covariates.at("male");
    EXPECT_EQ(age.missing[i], draw(Purpose::missing_value, i, 1) < 1 / (1 + std::exp(is_male ? -b - 2 : -b)));
    EXPECT_EQ(std::isnan(age.values[i]), age.missing[i] == 1);
    EXPECT_EQ(male.missing[i], draw(Purpose::missing_value, i, 0) < 0.5);
    EXPECT_EQ(patients.hidden.at("male_true").values[i], is_male);
    EXPECT_EQ(patients.hidden.at("age_true").values[i], 60 + 10 * normal_draw(covariate_purpose(1), i));
  }
}

TEST(Stress, LanesAreCohorts) {
  for (bool const has_arms : {false, true}) {
    SyntheticOptions options = stressed();
    if (has_arms) {
      options.treatment.prevalence.reset();
      options.arms = {18, 12};
    }
    auto const lanes = expect_lanes_alone(mechanism_of(options));
    EXPECT_EQ(lanes.measured.size(), 2U * 30);
    EXPECT_EQ(lanes.missing.size(), 2U * 30);
  }
}

TEST(Stress, WhatIsSeenChangesNoCause) {
  SyntheticOptions options = stressed();
  SimulatedPatients const stressed = simulate(mechanism_of(options), 80, address);
  options.reliability.clear();
  options.missing.clear();
  SimulatedPatients const plain = simulate(mechanism_of(options), 80, address);
  EXPECT_EQ(stressed.score, plain.score);
  EXPECT_EQ(stressed.treated, plain.treated);
  for (std::size_t k = 0; k < 2; ++k) EXPECT_EQ(stressed.endpoints[k].time, plain.endpoints[k].time);
  EXPECT_EQ(stressed.hidden.at("size_true").values, plain.covariates.at("size").values);
  EXPECT_EQ(stressed.hidden.at("stage_true").values, plain.covariates.at("stage").values);
  EXPECT_EQ(stressed.hidden.at("age_true").values, plain.covariates.at("age").values);
}

SimulatedPatients four_patients() {
  return {.covariate_names = {"age", "stage", "size"},
          .covariates = {{"age", {{50, math::not_a_number, 70, 66}, {}, {0, 1, 0, 0}}},
                         {"stage", {{1, 0, math::not_a_number, 2}, {"I", "II", "III"}, {0, 0, 1, 0}}},
                         {"size", {{1, 2, 3, 4}, {}}}},
          .treated = {0, 1, 1, 0},
          .score = {0.1, 0.2, 0.3, 0.4},
          .endpoints = {{"os", {1.5, 2, 3, 4}, {1, 0, 0, 1}}}};
}

TEST(MakeCohort, LeavesOutPatientsWhoLackWhatTheTermsNeed) {
  Cohort const both = make_cohort(four_patients(), terms_of({"age", "stage", "size"}), Missing::drop).cohort;
  EXPECT_THAT(both.treated, ElementsAre(0, 0));
  EXPECT_THAT(both.endpoints[0].time, ElementsAre(1.5, 4));
  EXPECT_THAT(both.endpoints[0].event, ElementsAre(1, 1));
  EXPECT_THAT(both.covariate_names, ElementsAre("age", "stage:II", "stage:III", "size"));
  EXPECT_EQ(both.covariates(1, 0), 66);
  EXPECT_EQ(both.covariates(1, 2), 1);
  EXPECT_EQ(make_cohort(four_patients(), terms_of({"age", "size"}), Missing::drop).cohort.size(), 3U);
  EXPECT_EQ(make_cohort(four_patients(), terms_of({"size"}), Missing::drop).cohort.size(), 4U);
  SimulatedPatients nobody = four_patients();
  nobody.covariates["age"].missing = {1, 1, 1, 1};
  EXPECT_EQ(make_cohort(nobody, terms_of({"age", "rcs(size, 3)"}), Missing::drop).problems.size(), 1U);
}

TEST(MakeCohort, OrPutsTheMeanInTheirPlaceAndTellsThemApart) {
  std::vector<Term> const terms =
      terms_of({"age", "age^2", "stage", "missing(stage)", "missing(age)", "missing(size)"});
  Cohort const cohort = make_cohort(four_patients(), terms, Missing::indicator).cohort;
  ASSERT_EQ(cohort.size(), 4U);
  EXPECT_THAT(cohort.covariate_names,
              ElementsAre("age", "age^2", "stage:II", "stage:III", "missing(stage)", "missing(age)", "missing(size)"));
  auto const column = [&](Eigen::Index j) {
    return std::vector<double>(cohort.covariates.col(j).data(), cohort.covariates.col(j).data() + 4);
  };
  EXPECT_THAT(column(0), ElementsAre(50, 62, 70, 66));
  EXPECT_THAT(column(1), ElementsAre(2500, 62 * 62, 4900, 66 * 66));
  EXPECT_THAT(column(2), ElementsAre(1, 0, 0, 0)); // the reference stands in
  EXPECT_THAT(column(4), ElementsAre(0, 0, 1, 0));
  EXPECT_THAT(column(5), ElementsAre(0, 1, 0, 0));
  EXPECT_THAT(column(6), ElementsAre(0, 0, 0, 0));
}

TEST(MakeCohort, WhereNobodyHasAValueItsTermsSayNothing) {
  SimulatedPatients patients = four_patients();
  patients.covariates["age"].missing = {1, 1, 1, 1};
  std::vector<Term> const terms = terms_of({"age", "log(age)", "log(age):size", "missing(age)"});
  MadeCohort const made = make_cohort(patients, terms, Missing::indicator);
  EXPECT_TRUE(made.problems.empty());
  ASSERT_EQ(made.cohort.covariates.cols(), 4);
  for (Eigen::Index i = 0; i < 4; ++i) {
    for (Eigen::Index j = 0; j < 3; ++j) EXPECT_EQ(made.cohort.covariates(i, j), 0) << i << ' ' << j;
    EXPECT_EQ(made.cohort.covariates(i, 3), 1);
  }
  EXPECT_EQ(make_cohort(patients, terms_of({"rcs(age, 3)"}), Missing::indicator).problems.size(), 1U);
}

TEST(StressProblems, NoneOfAGoodScenario) {
  EXPECT_EQ(told([](SyntheticOptions& o) { o = stressed(); }), "");
  EXPECT_EQ(told([](SyntheticOptions& o) {
              o.treatment = {.randomized = 0.5};
              o.unmeasured = {.prevalence = 0.3, .dependence = -0.3};
            }),
            "");
}

TEST(StressProblems, NamesThatAreNoCovariate) {
  EXPECT_EQ(told([](SyntheticOptions& o) {
              o.reliability = {{"sise", 0.5}};
            }),
            "reliability.sise: reliability has \"sise\", no covariate (it says what is seen of a covariate), did you "
            "mean \"size\"?");
  EXPECT_EQ(told([](SyntheticOptions& o) {
              o.unmeasured = {.prevalence = 0.3};
              o.missing = {{"unmeasured", {.share = 0.5}}};
            }),
            "missing.unmeasured: missing has \"unmeasured\", no covariate (no analysis sees it anyway), take it out");
  EXPECT_THAT(told([](SyntheticOptions& o) {
                o.missing = {{"size", {.share = 0.5, .log_odds = {{"aeg", 0.5}}}}};
              }),
              HasSubstr("missing.size.log_odds.aeg: log_odds has \"aeg\", no covariate"));
  EXPECT_EQ(told([](SyntheticOptions& o) {
              o.unmeasured = {.prevalence = 0.3};
              o.covariates.emplace_back("unmeasured", normal(0, 1));
            }),
            "covariates.unmeasured: a covariate is called \"unmeasured\" (a data set written to a CSV has a column of "
            "the unmeasured cause of this name), call it differently");
  EXPECT_EQ(
      told([](SyntheticOptions& o) {
        o.reliability = {{"size", 0.5}};
        o.covariates.emplace_back("size_true", normal(0, 1));
      }),
      "covariates.size_true: a covariate is called \"size_true\" (a data set written to a CSV has a column of the "
      "true values of \"size\" of this name), call it differently");
}

TEST(StressProblems, DependenceIsWithinReach) {
  EXPECT_THAT(told([](SyntheticOptions& o) { o.unmeasured = {.prevalence = 0.3, .dependence = -0.9}; }),
              HasSubstr("endpoints.pfs.dependence: dependence has size -0.5, unmeasured -0.9 (together they would"));
}

TEST(StressProblems, ConditionsHoldOrDoNotHold) {
  for (char const* const where : {"size > 5", "stage:III", "male", "size > 5:male", "male:stage:I:age <= 1"}) {
    EXPECT_EQ(told([&](SyntheticOptions& o) { o.positivity = {where, 0.6}; }), "") << where;
  }
  for (char const* const where : {"size", "age^2", "male:age", "log(size):male"}) {
    EXPECT_EQ(told([&](SyntheticOptions& o) {
                o.positivity = {where, 0.1};
              }),
              fmt::format("positivity.where: where is \"{}\" (it holds or does not hold, so it is made of indicators, "
                          "levels and binary covariates), write an indicator such as size > 10",
                          where));
  }
  EXPECT_THAT(told([](SyntheticOptions& o) {
                o.positivity = {"sise > 5", 0.1};
              }),
              HasSubstr("positivity.where: where has \"sise\", no covariate"));
  EXPECT_THAT(told([](SyntheticOptions& o) {
                o.positivity = {"missing(size)", 0.1};
              }),
              HasSubstr("what is missing is missing to the analysis alone"));
  EXPECT_EQ(told([](SyntheticOptions& o) {
              o.treatment = {.randomized = 0.5};
              o.positivity = {"male", 0};
            }),
            "positivity: positivity stands beside treatment.randomized (a randomized treatment depends on nothing), "
            "write treatment: {prevalence: P} instead");
  EXPECT_EQ(told([](SyntheticOptions& o) {
              o.treatment = {.randomized = 0.5};
              o.unmeasured = {.prevalence = 0.3, .log_odds = 1};
            }),
            "unmeasured.log_odds: unmeasured.log_odds stands beside treatment.randomized (a randomized treatment "
            "depends on nothing), take one of them out");
}

TEST(StressProblems, ThePrevalenceIsWithinReach) {
  EXPECT_EQ(told([](SyntheticOptions& o) {
              o.positivity = {"size > 5000", 0};
            }),
            "positivity.where: where \"size > 5000\" holds for nobody (it sets a part of the patients apart), choose "
            "another condition");
  EXPECT_EQ(told([](SyntheticOptions& o) {
              o.covariates[3].second.probability = 0.5;
              o.positivity = {"male", 0};
            }),
            "positivity: 0.612 of all patients cannot be treated (\"male\" holds for 0.4999 of them, which leaves "
            "shares between 0 and 0.5001), change the condition, its probability, or how many are treated");
  EXPECT_EQ(told([](SyntheticOptions& o) {
              o.positivity = {"male", 0};
              o.treatment.prevalence.reset();
              o.treatment.intercept = 0;
            }),
            "");
}

} // namespace
} // namespace iptwsim
