// Several endpoints on one patient: minima of times to single causes, what they see first, and what can be wrong.

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "random/stream.hpp"
#include "scenario/problems.hpp"
#include "scenario/simulate.hpp"
#include "support/lane4.hpp"
#include "support/mechanisms.hpp"
#include "support/problems_text.hpp"

namespace iptwsim {
namespace {

using namespace test;
using testing::HasSubstr;

CohortAddress const address{.seed = 2021, .group = 5, .cohort = 7};

double draw(Purpose purpose, std::uint64_t patient) {
  return Stream({.seed = 2021, .group = 5, .cohort = 7, .purpose = purpose, .subject = patient}).uniform_open();
}

// One covariate x, two causes with latent correlation 0.7, of which x makes (-0.5)(-0.4) = 0.2.
TEST(Components, EndpointsAreMinimaOfTheirDraws) {
  SyntheticOptions options;
  options.n = 40;
  options.covariates = {{"x", normal(0, 1)}};
  options.treatment = {.randomized = 0.5};
  options.components = {{"a", cause(0.2, 0.5, {{"x", -0.5}})}, {"b", cause(0.1, 1, {{"x", -0.4}})}};
  options.component_correlation = {.pairs = {{"b:a", 0.7}}};
  options.endpoints = {{"either", {.minimum_of = {"b", "a"}}},
                       {"own", exponential(0.3, 1)},
                       {"competing", {.minimum_of = {"a"}, .competing = {"b"}}},
                       {"censored", {.minimum_of = {"a"}, .censored_by = {"b"}}}};
  options.censoring = {.follow_up = 6};
  ASSERT_TRUE(problems_of(options).empty());
  SimulatedPatients const patients = simulate(mechanism_of(options), 40, address);
  double const sa = std::sqrt(1 - 0.25), sb = std::sqrt(1 - 0.16), shared = (0.7 - 0.2) / sa;
  std::array<int, 3> codes{0, 0, 0};
  for (std::size_t i = 0; i < 40; ++i) {
    double const x = math::normal_quantile(draw(covariate_purpose(0), i));
    double const ea = math::normal_quantile(draw(component_time_purpose(0), i));
    double const eb = math::normal_quantile(draw(component_time_purpose(1), i));
    double const za = -0.5 * x + sa * ea, zb = -0.4 * x + shared * ea + std::sqrt(sb * sb - shared * shared) * eb;
    bool const treated = draw(Purpose::treatment, i) < 0.5;
    double const a = -std::log(math::normal_cdf(-za)) / (treated ? 0.1 : 0.2);
    double const b = -std::log(math::normal_cdf(-zb)) / 0.1;
    double const own = -std::log(1 - draw(event_time_purpose(1), i)) / 0.3; // the second endpoint, as ever
    auto const is = [&](std::size_t endpoint, double time, int event) {
      EXPECT_NEAR(patients.endpoints[endpoint].time[i], time, 1e-12 * time) << endpoint;
      EXPECT_EQ(patients.endpoints[endpoint].event[i], event) << endpoint;
    };
    is(0, std::min({a, b, 6.0}), std::min(a, b) <= 6);
    is(1, std::min(own, 6.0), own <= 6);
    int const first = std::min(a, b) > 6 ? 0 : a <= b ? 1 : 2;
    is(2, std::min({a, b, 6.0}), first);
    is(3, std::min({a, b, 6.0}), first == 1);
    ++codes[static_cast<std::size_t>(first)];
  }
  EXPECT_GT(std::min({codes[0], codes[1], codes[2]}), 0); // all three happened
}

TEST(Components, EndpointsChangeNoDraw) {
  SyntheticOptions options = three_causes();
  SimulatedPatients const all = simulate(mechanism_of(options), 60, address);
  std::rotate(options.endpoints.begin(), options.endpoints.begin() + 1, options.endpoints.end());
  options.endpoints.pop_back();
  SimulatedPatients const some = simulate(mechanism_of(options), 60, address);
  EXPECT_EQ(some.endpoints[0].time, all.endpoints[1].time);
  EXPECT_EQ(some.endpoints[1].event, all.endpoints[2].event);
  for (std::size_t i = 0; i < 60; ++i) EXPECT_LE(all.endpoints[1].time[i], all.endpoints[0].time[i]); // rfs <= os
}

TEST(Components, LanesAreCohorts) {
  SyntheticOptions options = three_causes();
  options.component_correlation = {.pairs = {{"recurrence:disease_death", 0.6}}};
  Mechanism const mechanism = mechanism_of(options);
  PatientRows<Lane4> rows;
  std::array<CohortAddress, 4> cohorts{address, address, address, address};
  for (std::size_t lane = 0; lane < 4; ++lane) cohorts[lane].cohort = 10 + lane;
  simulate_rows<Lane4>(mechanism, 85, cohorts, rows);
  for (std::size_t lane = 0; lane < 4; ++lane) {
    SimulatedPatients const alone = simulate(mechanism, 85, cohorts[lane]);
    for (std::size_t k = 0; k < 4; ++k) {
      for (std::size_t i = 0; i < 85; ++i) {
        ASSERT_EQ(get_lane(rows.time[k * 85 + i], static_cast<int>(lane)), alone.endpoints[k].time[i]);
        ASSERT_EQ(get_lane(rows.event[k * 85 + i], static_cast<int>(lane)), alone.endpoints[k].event[i]);
      }
    }
  }
}

template <class Change> std::string told(Change change) {
  SyntheticOptions options = three_causes();
  change(options);
  return text_of(problems_of(options));
}

TEST(Components, WhatCannotBeMeant) {
  using Options = SyntheticOptions;
  EXPECT_EQ(told([](Options&) {}), "");
  EXPECT_EQ(told([](Options& o) { o.endpoints[0].second.minimum_of[1] = "other_deaths"; }),
            "endpoints.os.minimum_of: minimum_of has \"other_deaths\", no component (the components are recurrence, "
            "disease_death, other_death), did you mean \"other_death\"?");
  EXPECT_EQ(told([](Options& o) { o.endpoints[3].second.competing = {"disease_death"}; }),
            "endpoints.cause.competing: endpoint \"cause\" has \"disease_death\" in minimum_of and competing (a "
            "component is one of them), take it out of one");
  EXPECT_EQ(
      told([](Options& o) { o.endpoints[0].second.minimum_of.clear(); }),
      "endpoints.os: endpoint \"os\" has neither marginal nor minimum_of (its time is its own, or the first of some "
      "components), add one of them");
  EXPECT_THAT(told([](Options& o) { o.endpoints[0].second.marginal = o.components[0].second.marginal; }),
              HasSubstr("endpoint \"os\" has marginal and minimum_of"));
  EXPECT_THAT(told([](Options& o) {
                o.endpoints[0].second.dependence = {{"age", 0.1}};
              }),
              HasSubstr("move it to components.NAME.dependence"));
  EXPECT_THAT(told([](Options& o) {
                o.endpoints[0].second = exponential(1, 1);
                o.endpoints[0].second.censored_by = {"other_death"};
              }),
              HasSubstr("has censored_by beside marginal"));
  EXPECT_THAT(told([](Options& o) { o.components[1].second.marginal.control.rate.reset(); }),
              HasSubstr("components.disease_death.marginal.control"));
  EXPECT_THAT(told([](Options& o) {
                o.components[1].second.dependence = {{"sise", 0.1}};
              }),
              HasSubstr("components.disease_death.dependence.sise: dependence has \"sise\", no covariate"));
  EXPECT_THAT(told([](Options& o) {
                o.correlation = {.pairs = {{"age:recurrence", 0.1}}};
              }),
              HasSubstr("it is a component), write it as components.recurrence.dependence"));
  EXPECT_THAT(told([](Options& o) {
                o.component_correlation = {.pairs = {{"recurrence:os", 0.1}}};
              }),
              HasSubstr("component_correlation.pairs.recurrence:os: pairs has \"os\", no component (it is an endpoint "
                        "made of components), correlate its components"));
}

TEST(Components, CorrelationsThatCannotHold) {
  EXPECT_EQ(told([](SyntheticOptions& o) {
              o.components[0].second.dependence = {{"size", -0.9}};
              o.components[1].second.dependence = {{"size", -0.9}};
              o.component_correlation = {.pairs = {{"recurrence:disease_death", -0.1}}};
            }),
            "component_correlation.pairs: pairs has recurrence:disease_death -0.1 (these cannot hold together beside "
            "what the covariates make of the components), bring them nearer to 0");
  EXPECT_THAT(
      told([](SyntheticOptions& o) {
        o.component_correlation = {.pairs = {{"recurrence:disease_death", 0.8}, {"disease_death:other_death", 0.8}}};
      }),
      HasSubstr("and what covariates make of recurrence:other_death"));
}

TEST(Components, NobodyIsFollowedForEver) {
  auto const endless = [](SyntheticOptions& o) {
    o.censoring = {};
    o.components[1].second.marginal.treated.hazard_ratio = 0;
  };
  EXPECT_EQ(told(endless), ""); // everybody dies of something
  EXPECT_THAT(told([&](SyntheticOptions& o) {
                endless(o);
                o.components[2].second.marginal.control.cured = 0.2;
              }),
              HasSubstr("endpoints.os: some of the treated arm never have any of the events"));
}

} // namespace
} // namespace iptwsim
