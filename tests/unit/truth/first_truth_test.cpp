// Endpoints that are the first of several times: against nested adaptive quadrature of the joint normal density and,
// for the limit of Kaplan-Meier, an adaptive Runge-Kutta solution of S' = -S f_E / A (scipy: quad, DOP853, brentq).

#include <cmath>

#include <gtest/gtest.h>

#include "math/constants.hpp"
#include "support/analysed.hpp"
#include "support/mechanisms.hpp"
#include "truth/joint_points.hpp"
#include "truth/truth.hpp"

namespace iptwsim {
namespace {

/// Correlated causes: those who die of the disease early die of other causes early.
SyntheticOptions correlated() {
  SyntheticOptions options = test::three_causes();
  options.component_correlation = {.pairs = {{"recurrence:disease_death", 0.5}, {"disease_death:other_death", 0.6}}};
  return options;
}

EstimatorOptions everything() {
  EstimatorOptions estimators = test::all_estimators({5}, 5);
  estimators.median = MedianOptions{};
  estimators.cumulative_incidence = CumulativeIncidenceOptions{.times = {5}};
  return estimators;
}

struct Truths {
  std::vector<Column> columns;
  TruthValues found;

  double of(std::string const& endpoint, Quantity quantity, std::string const& arm,
            Statistic statistic = Statistic::estimate, std::string const& estimand = "ate") const {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      Column const& column = columns[c];
      if (column.endpoint == endpoint && column.quantity == quantity && column.arm == arm &&
          column.statistic == statistic && column.estimand == estimand) {
        return found.values[c];
      }
    }
    ADD_FAILURE() << endpoint << ' ' << name(quantity) << ' ' << arm << ' ' << name(statistic);
    return math::not_a_number;
  }
};

Truths truths_of(SyntheticOptions const& options, std::vector<Estimand> estimands = {Estimand::ate},
                 EstimatorOptions const& estimators = everything(), int points_log2 = 14) {
  TruthRequest request{.estimands = std::move(estimands),
                       .estimators = estimators,
                       .treated_share = treated_share(options),
                       .points_log2 = points_log2};
  request.weights.stabilized = false;
  Truths truths{truth_columns(options, request), true_values(test::mechanism_of(options), request, 0)};
  EXPECT_EQ(truths.columns.size(), truths.found.values.size());
  return truths;
}

TEST(FirstTruth, ThreeSurvivalsWhereOtherCausesCensor) {
  Truths const truths = truths_of(correlated());
  auto const is = [&](char const* arm, Statistic statistic, double expected) {
    EXPECT_NEAR(truths.of("dss", Quantity::survival, arm, statistic), expected, 2e-10) << arm << name(statistic);
  };
  is("control", Statistic::estimate, 0.8047201985343608);
  is("control", Statistic::truth_net, 0.7788007830714049);
  is("control", Statistic::truth_crude, 0.8149578254995511);
  is("treated", Statistic::estimate, 0.9049294208594265);
  is("treated", Statistic::truth_net, 0.8824969025845955);
  is("treated", Statistic::truth_crude, 0.9105573688669196);
  EXPECT_NEAR(truths.of("dss", Quantity::survival_difference, "", Statistic::truth_crude),
              0.9105573688669196 - 0.8149578254995511, 2e-10);
  EXPECT_NEAR(truths.of("dss", Quantity::rmst, "control"), 4.487197801048054, 2e-9);
  EXPECT_NEAR(truths.of("dss", Quantity::rmst, "treated"), 4.7517098261100355, 2e-9);
  EXPECT_NEAR(truths.of("dss", Quantity::cumulative_incidence, "control"), 1 - 0.8047201985343608, 2e-10);
  EXPECT_NEAR(truths.of("dss", Quantity::median_survival, "control"), 16.47018762, 2e-8);
  for (Column const& column : truths.columns) { // of this endpoint alone
    EXPECT_TRUE(column.statistic == Statistic::estimate || column.endpoint == "dss") << column.endpoint;
  }
}

TEST(FirstTruth, FirstOfSeveralAndCompetingCauses) {
  Truths const truths = truths_of(correlated());
  EXPECT_NEAR(truths.of("rfs", Quantity::survival, "control"), 0.48588198153385237, 1e-11);
  EXPECT_NEAR(truths.of("rfs", Quantity::survival, "treated"), 0.6771467058469554, 1e-11);
  EXPECT_NEAR(truths.of("rfs", Quantity::median_survival, "control"), 4.792063054071495, 1e-9);
  EXPECT_NEAR(truths.of("rfs", Quantity::median_survival, "treated"), 9.132639417598538, 1e-9);
  EXPECT_NEAR(truths.of("cause", Quantity::survival, "control"), 0.7211100165959535, 1e-11);
  EXPECT_NEAR(truths.of("cause", Quantity::survival, "treated"), 0.797363870986775, 1e-11);
  EXPECT_NEAR(truths.of("cause", Quantity::cumulative_incidence, "control"), 0.18504217450044885, 2e-10);
  EXPECT_NEAR(truths.of("cause", Quantity::cumulative_incidence, "treated"), 0.08944263113308033, 2e-10);
}

// Given nothing to share, censoring by other causes is independent: all is in closed form.
TEST(FirstTruth, IndependentCausesAreExponential) {
  SyntheticOptions options = test::three_causes();
  for (auto& [name, component] : options.components) component.dependence.clear();
  Truths const truths = truths_of(options);
  EXPECT_NEAR(truths.of("dss", Quantity::survival, "control"), std::exp(-0.25), 1e-9);
  EXPECT_NEAR(truths.of("dss", Quantity::survival, "control", Statistic::truth_net), std::exp(-0.25), 1e-14);
  EXPECT_NEAR(truths.of("dss", Quantity::survival, "control", Statistic::truth_crude),
              1 - 0.05 / 0.08 * (1 - std::exp(-0.4)), 1e-9);
  EXPECT_NEAR(truths.of("os", Quantity::survival, "treated"), std::exp(-5 * 0.055), 1e-13);
  EXPECT_NEAR(truths.of("os", Quantity::median_survival, "treated"), std::log(2) / 0.055, 1e-9);
  EXPECT_NEAR(truths.of("dss", Quantity::median_survival, "treated"), std::log(2) / 0.025, 1e-6);
  EXPECT_NEAR(truths.of("rfs", Quantity::rmst, "control"), (1 - std::exp(-0.9)) / 0.18, 1e-9);
  EXPECT_NEAR(truths.of("dss", Quantity::log_hazard_ratio, ""), std::log(0.5), 1e-9);
  EXPECT_NEAR(truths.of("cause", Quantity::log_hazard_ratio, ""), std::log(0.5), 1e-9);
}

TEST(FirstTruth, CoxLimitsOfCorrelatedCauses) {
  Truths const truths = truths_of(correlated());
  EXPECT_NEAR(truths.of("dss", Quantity::log_hazard_ratio, ""), -0.7780270872013703, 1e-8);
  EXPECT_NEAR(truths.of("os", Quantity::log_hazard_ratio, ""), -0.3675242106157113, 1e-8);
  EXPECT_NEAR(truths.of("rfs", Quantity::log_hazard_ratio, ""), -0.6163195348478796, 1e-8);
}

// A second cause that nobody meets before 1e6 years: the first of both is the first cause, whose tilted survival has
// another way (truth/tilted_latent.hpp).
TEST(FirstTruth, TiltedPopulationsAgreeWithThoseOfOneTime) {
  SyntheticOptions options = test::three_causes();
  options.components = {options.components[1], {"never", test::cause(1e-9, 1, {{"age", -0.5}})}};
  options.endpoints = {{"alone", {.minimum_of = {"disease_death"}}},
                       {"first", {.minimum_of = {"disease_death", "never"}}}};
  std::vector<Estimand> const estimands{Estimand::att, Estimand::overlap};
  TruthRequest const request{
      .estimands = estimands, .estimators = everything(), .treated_share = treated_share(options), .points_log2 = 17};
  auto const columns = truth_columns(options, request);
  Mechanism const mechanism = test::mechanism_of(options);
  std::vector<TruthValues> shifts;
  for (std::uint64_t shift = 0; shift < 8; ++shift) shifts.push_back(true_values(mechanism, request, shift));
  std::size_t const each = columns.size() / 4; // estimand by estimand, endpoint by endpoint
  for (std::size_t c = 0; c < each; ++c) {
    for (std::size_t e = 0; e < 2; ++e) {
      std::vector<double> differences;
      for (TruthValues const& shift : shifts) {
        differences.push_back(shift.values[(2 * e + 1) * each + c] - shift.values[2 * e * each + c]);
      }
      TrueValue const off = combine_shifts(differences, std::vector<Status>(differences.size(), Status::ok));
      // Student's t with 7 degrees of freedom is beyond 9.6 as rarely as a normal beyond 4.5
      EXPECT_LT(std::fabs(off.value), 9.6 * off.error + 1e-6) << name(columns[c].quantity) << columns[c].arm;
      EXPECT_LT(off.error, 2e-2) << name(columns[c].quantity);
    }
  }
}

// The points' own share of treated is not known from outside; every survival has to give the same.
TEST(FirstTruth, TreatedAndControlPatientsTogetherAreEverybody) {
  SyntheticOptions const options = correlated();
  Truths const truths = truths_of(options, {Estimand::ate, Estimand::att, Estimand::atc}, everything(), 12);
  std::vector<double> shares;
  for (char const* endpoint : {"os", "rfs", "cause"}) {
    for (char const* arm : {"control", "treated"}) {
      auto const of = [&](char const* estimand) {
        return truths.of(endpoint, Quantity::survival, arm, Statistic::estimate, estimand);
      };
      EXPECT_GT(std::fabs(of("att") - of("atc")), 1e-3);
      shares.push_back((of("ate") - of("atc")) / (of("att") - of("atc")));
    }
  }
  EXPECT_NEAR(shares.front(), 0.6, 0.02);
  for (double const share : shares) EXPECT_NEAR(share, shares.front(), 1e-9);
}

} // namespace
} // namespace iptwsim
