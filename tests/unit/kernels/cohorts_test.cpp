// Cohorts in lanes have the bits that each has alone in double, from every instruction set and for any number of them.

#include <bit>

#include <gtest/gtest.h>

#include "kernels/cohorts.hpp"
#include "scenario/problems.hpp"
#include "support/mechanisms.hpp"

namespace iptwsim::test {
namespace {

std::vector<std::uint64_t> bits(std::vector<double> const& values) {
  std::vector<std::uint64_t> out;
  for (double const x : values) out.push_back(std::bit_cast<std::uint64_t>(x));
  return out;
}

/// Every kind of covariate, term, component and survival distribution.
std::vector<SyntheticOptions> populations() {
  std::vector<SyntheticOptions> out{confounded(), three_causes()};

  SyntheticOptions arms = confounded();
  arms.n.reset();
  arms.arms = {20, 11};
  arms.treatment.prevalence.reset();
  out.push_back(arms);

  SyntheticOptions families = confounded();
  families.covariates.push_back(
      {"dose", {.distribution = CovariateDistribution::gamma, .shape = 0.7, .scale = 2.0, .truncate = {0.1, 9}}});
  families.covariates.push_back({"visits", {.distribution = CovariateDistribution::poisson, .mean = 2.5}});
  families.covariates.push_back({"admissions", {.distribution = CovariateDistribution::poisson, .mean = 90}});
  families.covariates.push_back({"share", {.distribution = CovariateDistribution::uniform, .lower = -1, .upper = 2}});
  families.endpoints.clear();
  auto const add = [&](std::string const& name, ArmSurvivalOptions control, ArmSurvivalOptions treated) {
    families.endpoints.push_back({name, {.marginal = MarginalOptions{std::move(control), std::move(treated)}}});
  };
  add("gompertz", {.distribution = SurvivalFamily::gompertz, .rate = 0.1, .shape = -0.2}, {.hazard_ratio = 2});
  add("log_logistic", {.distribution = SurvivalFamily::log_logistic, .shape = 1.3, .scale = 3}, {.hazard_ratio = 0});
  add("lognormal", {.distribution = SurvivalFamily::lognormal, .sigma = 0.8, .median = 3, .cured = 0.2},
      {.hazard_ratios = HazardRatiosOptions{{0, 1.5}, {1, 0.4}}});
  families.censoring = {
      .accrual = 8, .accrual_pattern = Accrual::ramp, .follow_up = 2, .dropout_rate = 0.02, .dropout_shape = 1.4};
  families.censoring.dropout_log_hazard = {{"age", 0.3}, {"treatment", -0.5}};
  families.late_entry = LateEntryOptions{.latest = 2};
  families.treatment_start = TreatmentStartOptions{.latest = 1};
  families.positivity = PositivityOptions{.where = "size > 9", .probability = 0};
  families.reliability = {{"age", 0.8}, {"stage", 0.7}, {"visits", 0.6}};
  families.missing = {{"size", {.share = 0.2, .log_odds = {{"age", 0.3}}}}, {"male", {.share = 0.1}}};
  families.unmeasured = UnmeasuredOptions{.prevalence = 0.3, .log_odds = 0.5, .dependence = -0.2};
  out.push_back(families);
  return out;
}

class SimulatedCohorts : public testing::TestWithParam<Isa> {};

TEST_P(SimulatedCohorts, HaveTheBitsThatEachHasAlone) {
  for (SyntheticOptions const& options : populations()) {
    ASSERT_TRUE(problems_of(options).empty()) << problems_of(options)[0].what;
    Mechanism const mechanism = mechanism_of(options);
    std::size_t const n = patients_of(options);
    for (std::size_t const count : {1u, 7u, 9u, 13u}) {
      CohortAddress const first{.seed = 77, .group = 0xab00000001, .cohort = 0xffffff00};
      std::vector<PatientRows<double>> cohorts;
      simulate_cohorts({mechanism, n, first, count}, cohorts, GetParam());
      ASSERT_EQ(cohorts.size(), count);
      for (std::size_t c = 0; c < count; ++c) {
        PatientRows<double> alone;
        simulate_rows<double>(mechanism, n, {CohortAddress{first.seed, first.group, first.cohort + c}}, alone);
        EXPECT_EQ(cohorts[c].patients, n);
        EXPECT_EQ(bits(cohorts[c].covariates), bits(alone.covariates));
        EXPECT_EQ(bits(cohorts[c].treated), bits(alone.treated));
        EXPECT_EQ(bits(cohorts[c].score), bits(alone.score));
        EXPECT_EQ(bits(cohorts[c].time), bits(alone.time));
        EXPECT_EQ(bits(cohorts[c].event), bits(alone.event));
        EXPECT_EQ(bits(cohorts[c].measured), bits(alone.measured));
        EXPECT_EQ(bits(cohorts[c].missing), bits(alone.missing));
        EXPECT_EQ(bits(cohorts[c].late_entry), bits(alone.late_entry));
        EXPECT_EQ(bits(cohorts[c].treatment_start), bits(alone.treatment_start));
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Isas, SimulatedCohorts, testing::ValuesIn(available_isas()),
                         [](auto const& each) { return std::string(name_of(each.param)); });

} // namespace
} // namespace iptwsim::test
