#include <cmath>

#include <gtest/gtest.h>

#include "math/normal.hpp"
#include "random/sobol.hpp"
#include "truth/cox_limit.hpp"
#include "truth/single_truth.hpp"
#include "truth/tilt.hpp"
#include "weights/weight.hpp"

namespace iptwsim {
namespace {

constexpr auto whole = EndpointTruth::whole_population;

EstimatorOptions everything() {
  return {.survival = SurvivalOptions{.times = {2}},
          .rmst = RmstOptions{.tau = 4},
          .cox = CoxOptions{},
          .log_rank = {},
          .median = MedianOptions{},
          .cumulative_incidence = CumulativeIncidenceOptions{.times = {2}}};
}

EstimatorOptions only_cox() {
  EstimatorOptions options{};
  options.cox = CoxOptions{};
  return options;
}

TiltedLatent no_tilt() {
  TiltedLatent tilted(0, 0);
  tilted.finish();
  return tilted;
}

double cox_of(ArmSurvival const& arms, FollowUp const& follow_up, std::array<double, 2> c,
              Status expected = Status::ok) {
  EstimatorOptions const options = only_cox();
  TiltedLatent const tilted = no_tilt();
  ColumnWriter<double> out;
  SingleTruth(arms, follow_up, options, tilted).put(whole, c, out);
  EXPECT_EQ(out.statuses.at(0), status_code<double>(expected));
  return out.values.at(0);
}

TEST(EndpointTruth, ProportionalHazardsGiveTheirLogHazardRatioWhateverTheCensoringAndTheWeights) {
  for (double const ratio : {0.01, 0.5, 1.0, 3.0}) {
    for (SurvivalDistribution const& control :
         {SurvivalDistribution{ExponentialSurvival{0.3}}, SurvivalDistribution{WeibullSurvival{0.5, 3}},
          SurvivalDistribution{WeibullSurvival{1.4, 2}, 0.4}}) {
      ArmSurvival const arms{control, control.with_hazard_ratios({0}, {ratio})};
      EXPECT_NEAR(cox_of(arms, FollowUp({}), {1, 1}), std::log(ratio), 1e-12);
      FollowUp const censored({.accrual = 2, .follow_up = 1, .dropout_rate = 0.4});
      EXPECT_NEAR(cox_of(arms, censored, {0.8, 0.2}), std::log(ratio), 1e-12);
    }
  }
}

TEST(EndpointTruth, CrossingHazardsGiveTheRootOfTheIntegralEquation) {
  SurvivalDistribution const control{ExponentialSurvival{0.2}};
  ArmSurvival const arms{control, control.with_hazard_ratios({0, 2, 4}, {2, 0.5, 0.25})};
  FollowUp const ramp({.accrual = 2, .accrual_pattern = Accrual::ramp, .follow_up = 6});
  // scipy: 40 Gauss-Legendre nodes on each smooth stretch, brentq to 1e-14
  EXPECT_NEAR(cox_of(arms, ramp, {1, 1}), 0.097070389787213, 1e-9);
  EXPECT_NEAR(cox_of(arms, ramp, {0.6, 0.4}), 0.0952900275714361, 1e-9);
  EXPECT_NEAR(cox_of(arms, FollowUp({}), {1, 1}), -0.24115047725412328, 1e-9);
  EXPECT_NEAR(cox_of(arms, FollowUp({}), {0.6, 0.4}), -0.27492642626853303, 1e-9);
}

TEST(EndpointTruth, ArmsWithoutEventsHaveInfiniteLimits) {
  SurvivalDistribution const some{ExponentialSurvival{0.2}}, none{PiecewiseExponentialSurvival({0}, {0})};
  SurvivalDistribution const later{PiecewiseExponentialSurvival({0, 5}, {0, 1})};
  FollowUp const four_years({.follow_up = 4});
  EXPECT_EQ(cox_of({some, none}, FollowUp({}), {1, 1}, Status::no_events_treated), -math::infinity);
  EXPECT_EQ(cox_of({none, some}, FollowUp({}), {1, 1}, Status::no_events_control), math::infinity);
  EXPECT_EQ(cox_of({some, later}, four_years, {1, 1}, Status::no_events_treated), -math::infinity);
  EXPECT_TRUE(std::isnan(cox_of({none, later}, four_years, {1, 1}, Status::no_events)));
}

TEST(EndpointTruth, WholePopulationHasTheConfigsOwnSurvival) {
  SurvivalDistribution const control{ExponentialSurvival{0.2}}, treated{ExponentialSurvival{0.2}, 0.6};
  ArmSurvival const arms{control, treated};
  EstimatorOptions const options = everything();
  TiltedLatent const tilted = no_tilt();
  ColumnWriter<double> out;
  SingleTruth(arms, FollowUp({}), options, tilted).put(whole, {1, 1}, out);
  double const s0 = control.survival(2.0), s1 = treated.survival(2.0);
  double const area0 = (1 - std::exp(-0.8)) / 0.2, area1 = 0.6 * 4 + 0.4 * area0;
  std::vector<double> const expected{
      s0, s1, s1 - s0, s1 / s0, area0, area1, area1 - area0, area1 / area0, std::log(2) / 0.2};
  std::vector<Column> columns;
  describe_endpoint_truth(options, {.endpoint = "os", .estimand = "ate"}, columns);
  ASSERT_EQ(out.values.size(), columns.size());
  for (std::size_t k = 0; k < expected.size(); ++k) EXPECT_NEAR(out.values[k], expected[k], 1e-10) << k;
  for (std::size_t k : {9u, 10u}) { // six in ten never have the event
    EXPECT_TRUE(std::isnan(out.values[k]));
    EXPECT_EQ(out.statuses[k], status_code<double>(Status::not_reached));
  }
  EXPECT_EQ(columns[10].quantity, Quantity::median_survival_difference);
  EXPECT_NEAR(out.values[11], 1 - s0, 1e-15);
  EXPECT_NEAR(out.values[12], 1 - s1, 1e-15);
  EXPECT_NEAR(out.values[13], s0 - s1, 1e-15);
  EXPECT_EQ(columns[14].quantity, Quantity::log_hazard_ratio);
}

TEST(EndpointTruth, BernoulliCovariateHasItsFiniteSums) {
  // x = 1{z > Phi^-1(0.65)}, e = 0.3 + 0.4 x, corr(z, Z) = -0.5; Weibull(1.5, 4), hazard ratio 0.6. Reference: scipy,
  // quad over z to 1e-13 for survival, phi(q) sum_x h_x P(x | q) / sum_x h_x P(x) for density, 60 nodes a stretch.
  struct Case {
    Estimand estimand;
    double survival0, survival1, rmst0, rmst1, median0, median1, cox, cox_stabilized;
  };
  ShiftedSobol const sobol({.dimension = 1, .points_log2 = 18, .shift = 1});
  TiltedLatent tilted(0.5, 3);
  for (double const u : sobol.block(0, sobol.points())) {
    double const e = u > 0.65 ? 0.7 : 0.3;
    tilted.add(-math::normal_quantile(u), std::vector{tilt(Estimand::att, e, 1 - e), tilt(Estimand::atc, e, 1 - e),
                                                      tilt(Estimand::overlap, e, 1 - e)});
  }
  tilted.finish();
  SurvivalDistribution const control{WeibullSurvival{1.5, 4}};
  ArmSurvival const arms{control, control.with_hazard_ratios({0}, {0.6})};
  FollowUp const follow_up({.accrual = 2, .follow_up = 3, .dropout_rate = 0.1});
  EstimatorOptions const options = everything();
  SingleTruth const truth(arms, follow_up, options, tilted);
  std::size_t population = 0;
  for (Case const& c :
       {Case{Estimand::att, 0.6386916120411087, 0.7582283156162495, 2.5944412162070627, 3.0188555926718696,
             2.7244004751877022, 3.8297472568948594, -0.47949748288300387, -0.47946338002686917},
        Case{Estimand::atc, 0.7520789143365568, 0.8486382760956581, 2.960027099847984, 3.336297505603201,
             3.4651168932910315, 4.8709879614842855, -0.5498453585181656, -0.5498330478571865},
        Case{Estimand::overlap, 0.7021885013265596, 0.8088578934847181, 2.799169311045978, 3.196623063913414,
             3.1328790750986055, 4.403954247297493, -0.5108256237659907, -0.5108256237659907}}) {
    ColumnWriter<double> out;
    truth.put(population, {1, 1}, out);
    truth.put(population++, {0.56, 0.44}, out);
    EXPECT_NEAR(out.values[0], c.survival0, 2e-6);
    EXPECT_NEAR(out.values[1], c.survival1, 2e-6);
    EXPECT_NEAR(out.values[4], c.rmst0, 1e-5);
    EXPECT_NEAR(out.values[5], c.rmst1, 1e-5);
    EXPECT_NEAR(out.values[8], c.median0, 2e-5);
    EXPECT_NEAR(out.values[9], c.median1, 2e-5);
    EXPECT_NEAR(out.values[14], c.cox, 2e-6);
    EXPECT_NEAR(out.values[29], c.cox_stabilized, 2e-6);
  }
}

TEST(CoxLimit, TwoTimesByHand) {
  // Deaths 0.5 of control at S = (1, 1), 0.25 of treated at S = (0.5, 1): 0.25 / (0.5 + e^b) 0.5 = 0.5 e^b / (1 + e^b)
  // gives 4 x^2 + x - 1 = 0 for x = e^b.
  std::vector<CoxNode> const nodes{{.followed = 1, .survival = {1, 1}, .newly_dead = {0.5, 0}},
                                   {.followed = 1, .survival = {0.5, 1}, .newly_dead = {0, 0.25}}};
  CoxLimit const limit = cox_limit(nodes, {1, 1});
  EXPECT_NEAR(std::exp(limit.log_hazard_ratio), (std::sqrt(17.0) - 1) / 8, 1e-14);
}

TEST(CoxLimit, OfEqualHazardsIsZeroWhateverRoundingLeaves) {
  std::vector<CoxNode> nodes;
  double survival = 1;
  for (int k = 0; k < 40; ++k) {
    double const dead = 0.03 * survival;
    nodes.push_back(
        {.followed = 1 - 0.02 * k, .survival = {survival, survival * (1 + 1e-15)}, .newly_dead = {dead, dead}});
    survival -= dead;
  }
  CoxLimit const limit = cox_limit(nodes, {0.37, 0.63});
  EXPECT_EQ(limit.log_hazard_ratio, 0);
  EXPECT_EQ(limit.status, Status::ok);
}

TEST(Tilt, IsTheBalancingWeightTimesTheProbabilityOfOnesOwnArm) {
  for (Estimand const estimand :
       {Estimand::ate, Estimand::att, Estimand::atc, Estimand::overlap, Estimand::matching, Estimand::entropy}) {
    for (double const e : {0.1, 0.5, 0.8}) {
      EXPECT_NEAR(tilt(estimand, e, 1 - e), balancing_weight(estimand, true, e, 1 - e) * e, 1e-15);
      EXPECT_NEAR(tilt(estimand, e, 1 - e), balancing_weight(estimand, false, e, 1 - e) * (1 - e), 1e-15);
    }
  }
}

} // namespace
} // namespace iptwsim
