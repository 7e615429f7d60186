#include <cmath>

#include <gtest/gtest.h>

#include "math/constants.hpp"
#include "support/analysed.hpp"
#include "support/combined_truth.hpp"
#include "support/mechanisms.hpp"
#include "truth/points.hpp"
#include "truth/truth.hpp"

namespace iptwsim {
namespace {

EstimatorOptions everything() {
  EstimatorOptions estimators = test::all_estimators({2, 5}, 4);
  estimators.median = MedianOptions{};
  estimators.cumulative_incidence = CumulativeIncidenceOptions{.times = {3}};
  return estimators;
}

TruthRequest request_of(SyntheticOptions const& options, std::vector<Estimand> estimands, int points_log2 = 10) {
  return {.estimands = std::move(estimands),
          .estimators = everything(),
          .treated_share = treated_share(options),
          .points_log2 = points_log2};
}

TEST(Truth, ColumnsAreTheAnalysisOwnInItsOrder) {
  SyntheticOptions const options = test::confounded();
  TruthRequest const request = request_of(options, test::every_estimand());
  auto const patients = simulate(test::mechanism_of(options), 85, {});
  PreparedCohort const prepared(make_cohort(patients, {}).cohort, request.estimators);
  std::vector<Column> expected;
  for (Column const& column :
       describe_columns(prepared, test::analysis_options(request.estimators, request.estimands))) {
    bool const has_truth = column.quantity != Quantity::propensity_aliased && column.quantity != Quantity::log_rank;
    if (has_truth && column.statistic == Statistic::estimate) expected.push_back(column);
  }
  auto const columns = truth_columns(options, request);
  EXPECT_EQ(columns, expected);
  EXPECT_EQ(true_values(test::mechanism_of(options), request, 0).values.size(), columns.size());
}

TEST(Truth, WholePopulationIsExactAndNeedsOneShift) {
  SyntheticOptions options = test::confounded();
  TruthRequest const request = request_of(options, {Estimand::ate, Estimand::unweighted});
  EXPECT_EQ(shifts_needed(options, request, {}), 1);
  Mechanism const mechanism = test::mechanism_of(options);
  auto const columns = truth_columns(options, request);
  auto const values = test::combined_truth(mechanism, request);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    EXPECT_EQ(values[c].error, 0);
    double const t = columns[c].time.value_or(0);
    SurvivalDistribution const& control = mechanism.arms(columns[c].endpoint == "os" ? 0 : 1).control;
    if (columns[c].quantity == Quantity::survival && columns[c].arm == "control") {
      EXPECT_EQ(values[c].value, control.survival(t));
    }
    if (columns[c].quantity == Quantity::log_hazard_ratio && columns[c].endpoint == "os") {
      EXPECT_NEAR(values[c].value, std::log(0.5), 1e-13); // proportional hazards
    }
  }
}

TEST(Truth, ShiftsAreNeededForTiltsAndForUnknownShares) {
  SyntheticOptions options = test::confounded();
  TruthOptions const precision{.shifts = 12};
  EXPECT_EQ(shifts_needed(options, request_of(options, {Estimand::att}), precision), 12);
  options.treatment.prevalence.reset();
  options.treatment.intercept = 0.3; // nobody says the share of treated
  options.endpoints[1].second.marginal->treated = {.hazard_ratios = HazardRatiosOptions{{0, 3}, {2, 0.3}}};
  TruthRequest request = request_of(options, {Estimand::ate});
  EXPECT_EQ(shifts_needed(options, request, precision), 12);
  // The limit knows its c_a with an error.
  TrueValue const cox = test::combined_truth(Mechanism(options, 0.3), request).back();
  EXPECT_GT(cox.error, 0);
  EXPECT_LT(cox.error, 1e-4);
  request.weights.stabilized = false;
  EXPECT_EQ(shifts_needed(options, request, precision), 1);
  request.weights.stabilized = true;
  request.estimators.cox.reset();
  EXPECT_EQ(shifts_needed(options, request, precision), 1);
  for (auto& [name, endpoint] : options.endpoints) endpoint.dependence.clear();
  EXPECT_EQ(shifts_needed(options, request_of(options, {Estimand::ate, Estimand::att}), precision), 12);
  options.treatment.prevalence = 0.5;
  EXPECT_EQ(shifts_needed(options, request_of(options, {Estimand::ate, Estimand::att}), precision), 1);
}

TEST(Truth, WithoutConfoundingAllEstimandsAreTheWholePopulation) {
  SyntheticOptions randomized = test::confounded(), independent = test::confounded(), arms = test::confounded();
  randomized.treatment = {.randomized = 0.3};
  for (auto& [name, endpoint] : independent.endpoints) endpoint.dependence.clear();
  arms.treatment = {};
  arms.n.reset();
  arms.arms = ArmsOptions{.control = 30, .treated = 60};
  for (SyntheticOptions const& options : {randomized, independent, arms}) {
    TruthRequest const request = request_of(options, test::every_estimand());
    EXPECT_EQ(shifts_needed(options, request, {}), 1);
    TruthValues const truth = true_values(test::mechanism_of(options), request, 0);
    std::size_t const columns = truth.values.size() / request.estimands.size();
    for (std::size_t c = columns; c < truth.values.size(); ++c) {
      EXPECT_TRUE(truth.values[c] == truth.values[c % columns] || std::isnan(truth.values[c])) << c;
      EXPECT_EQ(truth.statuses[c], truth.statuses[c % columns]);
    }
  }
}

TEST(Truth, TreatedAndControlPatientsTogetherAreEverybody) {
  SyntheticOptions const options = test::confounded();
  Mechanism const mechanism = test::mechanism_of(options);
  TruthRequest const request = request_of(options, {Estimand::ate, Estimand::att, Estimand::atc}, 8);
  auto const columns = truth_columns(options, request);
  TruthValues const truth = true_values(mechanism, request, 3);
  double const share = sum_points(mechanism, {Estimand::att}, {.points_log2 = 8, .shift = 3}).treated_share;
  std::size_t const each = columns.size() / 3;
  for (std::size_t c = 0; c < each; ++c) {
    bool const is_linear = columns[c].quantity == Quantity::survival || columns[c].quantity == Quantity::rmst ||
                           columns[c].quantity == Quantity::survival_difference;
    if (!is_linear) continue;
    double const both = share * truth.values[c + each] + (1 - share) * truth.values[c + 2 * each];
    EXPECT_NEAR(both, truth.values[c], 1e-9) << c;
  }
}

TEST(Truth, FewerPointsAgreeWithinTheirErrors) {
  SyntheticOptions const options = test::confounded();
  Mechanism const mechanism = test::mechanism_of(options);
  TruthRequest request = request_of(options, {Estimand::att, Estimand::overlap, Estimand::matching}, 9);
  auto const few = test::combined_truth(mechanism, request, 100);
  request.points_log2 = 13;
  auto const many = test::combined_truth(mechanism, request);
  for (std::size_t c = 0; c < few.size(); ++c) {
    if (std::isnan(few[c].value)) continue;
    EXPECT_GT(few[c].error, many[c].error) << c;
    // 16 shifts: Student's t with 15 degrees of freedom is beyond 6.6 as rarely as a normal beyond 4.5
    EXPECT_LT(std::fabs(few[c].value - many[c].value), 6.6 * std::hypot(few[c].error, many[c].error)) << c;
  }
}

TEST(Truth, WeightsOfTheArmsMatterWithoutProportionalHazardsOnly) {
  SyntheticOptions options = test::confounded();
  options.endpoints[1].second.marginal->treated = {.hazard_ratios = HazardRatiosOptions{{0, 3}, {2, 0.3}}};
  Mechanism const mechanism = test::mechanism_of(options);
  TruthRequest request = request_of(options, {Estimand::ate});
  request.estimators = {};
  request.estimators.cox = CoxOptions{};
  auto const stabilized = true_values(mechanism, request, 0).values;
  request.weights.stabilized = false;
  auto const unstabilized = true_values(mechanism, request, 0).values;
  request.weights.normalize = Normalization::arm;
  auto const normalized = true_values(mechanism, request, 0).values;
  EXPECT_NEAR(stabilized[0], unstabilized[0], 1e-13);
  EXPECT_GT(std::fabs(stabilized[1] - unstabilized[1]), 1e-3);
  EXPECT_EQ(stabilized, normalized); // mean 1 in each arm: its patients count as they are
}

TEST(Truth, MediansThatAreNotReachedHaveThatStatus) {
  SyntheticOptions options = test::confounded();
  options.endpoints[0].second.marginal->control = {
      .distribution = SurvivalFamily::exponential, .rate = 0.1, .cured = 0.55};
  TruthRequest request = request_of(options, {Estimand::ate, Estimand::att});
  request.estimators = {};
  request.estimators.median = MedianOptions{};
  auto const values = test::combined_truth(test::mechanism_of(options), request);
  for (std::size_t const c : {0u, 2u, 6u, 8u}) {
    EXPECT_TRUE(std::isnan(values[c].value) && std::isnan(values[c].error));
    EXPECT_EQ(values[c].status, Status::not_reached);
  }
  EXPECT_EQ(values[3].status, Status::ok);
}

TEST(CombineShifts, MeanAndStandardErrorByHand) {
  std::vector<Status> const ok(4, Status::ok);
  TrueValue const four = combine_shifts(std::vector<double>{1, 2, 3, 6}, ok);
  EXPECT_EQ(four.value, 3);
  EXPECT_NEAR(four.error, std::sqrt(14.0 / 3 / 4), 1e-15);
  TrueValue const alike = combine_shifts(std::vector<double>(4, 0.1), ok);
  EXPECT_EQ(alike.value, 0.1);
  EXPECT_EQ(alike.error, 0);
  TrueValue const infinite =
      combine_shifts(std::vector<double>(2, -math::infinity), std::vector<Status>(2, Status::no_events_treated));
  EXPECT_EQ(infinite.value, -math::infinity);
  EXPECT_EQ(infinite.error, 0);
  EXPECT_EQ(infinite.status, Status::no_events_treated);
  TrueValue const none =
      combine_shifts(std::vector<double>{1, math::not_a_number}, std::vector<Status>{Status::ok, Status::not_reached});
  EXPECT_TRUE(std::isnan(none.value));
  EXPECT_EQ(none.status, Status::not_reached);
}

} // namespace
} // namespace iptwsim
