#include <algorithm>
#include <cmath>
#include <variant>
#include <vector>

#include <gmock/gmock.h>

#include "scenario/survival_arms.hpp"
#include "scenario/survival_parameters.hpp"

namespace iptwsim::test {
namespace {

using F = SurvivalFamily;

MarginalOptions with_control(ArmSurvivalOptions const& control,
                             ArmSurvivalOptions const& treated = {.hazard_ratio = 1}) {
  return {.control = control, .treated = treated};
}

TEST(MakeArms, ReachesTheSurvivalThatIsWantedInEveryFamily) {
  SurvivalAtOptions const wanted{.at = 5, .equals = 0.719};
  for (double const cured : {0.0, 0.1, 0.7}) {
    std::optional<double> const share = cured > 0 ? std::optional(cured) : std::nullopt;
    std::vector<ArmSurvivalOptions> const cases = {
        {.distribution = F::exponential, .survival = wanted, .cured = share},
        {.distribution = F::weibull, .shape = 1.0, .survival = wanted, .cured = share},
        {.distribution = F::weibull, .shape = 0.4, .survival = wanted, .cured = share},
        {.distribution = F::weibull, .shape = 12.0, .survival = wanted, .cured = share},
        {.distribution = F::weibull, .scale = cured < 0.5 ? 20.0 : 4.0, .survival = wanted, .cured = share},
        {.distribution = F::gompertz, .shape = 0.3, .survival = wanted, .cured = share},
        {.distribution = F::gompertz, .shape = -0.3, .survival = wanted, .cured = share},
        {.distribution = F::gompertz, .shape = 1e-13, .survival = wanted, .cured = share},
        {.distribution = F::gompertz, .shape = 0.0, .survival = wanted, .cured = share},
        {.distribution = F::gompertz, .rate = 1e-6, .survival = wanted, .cured = share},
        {.distribution = F::gompertz, .rate = 0.066, .survival = wanted, .cured = share},
        {.distribution = F::gompertz, .rate = 40.0, .survival = wanted, .cured = share},
        {.distribution = F::log_logistic, .shape = 1.7, .survival = wanted, .cured = share},
        {.distribution = F::log_logistic, .scale = cured < 0.5 ? 20.0 : 4.0, .survival = wanted, .cured = share},
        {.distribution = F::lognormal, .sigma = 0.1, .survival = wanted, .cured = share},
        {.distribution = F::lognormal, .sigma = 3.0, .survival = wanted, .cured = share},
    };
    for (std::size_t i = 0; i < cases.size(); ++i) {
      MarginalOptions const options = with_control(cases[i]);
      ASSERT_TRUE(problems_of(options).empty()) << i << ": " << problems_of(options)[0].what;
      SurvivalDistribution const arm = make_arms(options).control;
      EXPECT_NEAR(arm.survival(5.0), 0.719, 1e-12) << i;
      if (cases[i].distribution != F::gompertz) {
        EXPECT_NEAR(arm.never(), cured, 1e-15) << i;
      }
    }
  }
}

TEST(MakeArms, ReachesAMedianAndSurvivalAtAnotherTimeTogether) {
  for (F const family : {F::weibull, F::gompertz, F::log_logistic, F::lognormal}) {
    for (auto const& [at, equals] : {SurvivalAtOptions{.at = 60, .equals = 0.25},
                                     {.at = 60, .equals = 0.45},
                                     {.at = 2, .equals = 0.51},
                                     {.at = 2, .equals = 0.999}}) {
      for (double const cured : {0.0, 0.2}) {
        ArmSurvivalOptions control{
            .distribution = family, .survival = SurvivalAtOptions{.at = at, .equals = equals}, .median = 24};
        if (cured > 0) control.cured = cured;
        MarginalOptions const options = with_control(control);
        ASSERT_TRUE(problems_of(options).empty()) << name_of(family) << problems_of(options)[0].what;
        SurvivalDistribution const arm = make_arms(options).control;
        EXPECT_NEAR(arm.survival(24.0), 0.5, 1e-12) << name_of(family) << ' ' << equals;
        EXPECT_NEAR(arm.survival(at), equals, 1e-12) << name_of(family) << ' ' << equals;
        if (arm.hazard(24.0) < 1e-6) continue; // survival is so flat that rounding moves the time
        EXPECT_NEAR(arm.time_of(math::log(2.0)), 24, 1e-11 + 1e-15 / arm.hazard(24.0))
            << name_of(family) << ' ' << equals;
      }
    }
  }
}

TEST(MakeArms, KeepsTheParametersThatAreGiven) {
  SurvivalAtOptions const wanted{.at = 5, .equals = 0.719};
  auto const weibull =
      std::get<WeibullSurvival>(own_model({.distribution = F::weibull, .scale = 20, .survival = wanted}));
  EXPECT_EQ(weibull.scale, 20);
  EXPECT_NEAR(weibull.shape, std::log(-std::log(0.719)) / std::log(0.25), 1e-14);
  auto const steady =
      std::get<WeibullSurvival>(own_model({.distribution = F::weibull, .shape = 1.5, .scale = 4.641588833612779}));
  EXPECT_EQ(steady.shape, 1.5);
  EXPECT_EQ(steady.scale, 4.641588833612779);
  auto const gompertz =
      std::get<GompertzSurvival>(own_model({.distribution = F::gompertz, .rate = 0.2, .survival = wanted}));
  EXPECT_EQ(gompertz.rate, 0.2);
  EXPECT_LT(gompertz.shape, 0); // a constant hazard of 0.2 would leave exp(-1)
  auto const logistic =
      std::get<LogLogisticSurvival>(own_model({.distribution = F::log_logistic, .shape = 2, .median = 7}));
  EXPECT_NEAR(logistic.scale, 7, 1e-14);
  auto const normal = std::get<LognormalSurvival>(own_model({.distribution = F::lognormal, .sigma = 0.5, .median = 7}));
  EXPECT_NEAR(normal.mu, std::log(7), 1e-15);
  EXPECT_EQ(normal.sigma, 0.5);
  auto const constant = std::get<ExponentialSurvival>(own_model({.distribution = F::exponential, .median = 7}));
  EXPECT_NEAR(constant.rate, std::log(2) / 7, 1e-16);
}

TEST(MakeArms, ChangesTheControlArmsHazard) {
  ArmSurvivalOptions const control{
      .distribution = F::weibull, .shape = 1.0, .survival = SurvivalAtOptions{.at = 5, .equals = 0.719}};
  auto const survival = [&](ArmSurvivalOptions const& treated, double t) {
    return make_arms(with_control(control, treated)).treated.survival(t);
  };
  EXPECT_NEAR(survival({.hazard_ratio = 0.2}, 5), std::pow(0.719, 0.2), 1e-12);
  EXPECT_EQ(survival({.hazard_ratio = 0}, 5), 1);
  EXPECT_NEAR(survival({.hazard_ratio = 1}, 7), std::pow(0.719, 1.4), 1e-12);
  EXPECT_NEAR(survival({.survival = SurvivalAtOptions{.at = 5, .equals = 0.978}}, 5), 0.978, 1e-12);
  EXPECT_NEAR(survival({.survival = SurvivalAtOptions{.at = 5, .equals = 0.978}}, 10), 0.978 * 0.978, 1e-12);
  EXPECT_NEAR(survival({.median = 30}, 30), 0.5, 1e-12);
  // delayed: the control arm's hazard until 2, half of it from there on
  EXPECT_NEAR(survival({.hazard_ratios = HazardRatiosOptions{.from = {0, 2}, .values = {1, 0.5}}}, 5),
              std::pow(0.719, 3.5 / 5), 1e-12);
  EXPECT_NEAR(survival({.distribution = F::exponential, .rate = 0.01}, 5), std::exp(-0.05), 1e-15);
}

TEST(MakeArms, ActsOnCuredPatientsToo) {
  ArmSurvivalOptions const control{.distribution = F::exponential, .rate = 0.5, .cured = 0.3};
  SurvivalDistribution const treated = make_arms(with_control(control, {.hazard_ratio = 0.5})).treated;
  EXPECT_NEAR(treated.never(), std::sqrt(0.3), 1e-15);
  EXPECT_NEAR(treated.survival(2.0), std::sqrt(0.3 + 0.7 * std::exp(-1.0)), 1e-15);
  SurvivalDistribution const wanted =
      make_arms(with_control(control, {.survival = SurvivalAtOptions{.at = 2, .equals = 0.9}})).treated;
  EXPECT_NEAR(wanted.survival(2.0), 0.9, 1e-12);
}

/// The options whose fields are set by the bits of `set`, from numbers that include the absurd.
ArmSurvivalOptions any_options(unsigned set, std::vector<double> const& numbers, std::size_t start) {
  auto const number = [&] { return numbers[start++ % numbers.size()]; };
  ArmSurvivalOptions arm;
  if (set & 1) arm.rate = number();
  if (set & 2) arm.shape = number();
  if (set & 4) arm.scale = number();
  if (set & 8) arm.sigma = number();
  double const odds = number();
  if (set & 16) arm.survival = SurvivalAtOptions{.at = number(), .equals = std::min(odds / (1 + odds), 1 - 1e-15)};
  if (set & 32) arm.median = number();
  if (set & 64) arm.cured = 0.4;
  if (set & 128) arm.hazard_ratio = number();
  if (set & 256) arm.from = {0, number()}, arm.rates = {number(), number()};
  return arm;
}

TEST(MakeArms, ReachesWhatIsWantedOrSaysAProblemForAnyKeys) {
  std::vector<double> const numbers = {0.3, 2, 0.01, 50, 1e-9, 1e6, 0.5, 1, 1e200, 3, 1e-250};
  int accepted = 0, refused = 0;
  for (unsigned set = 0; set < 512; ++set) {
    for (int family = -1; family < 6; ++family) {
      for (std::size_t start = 0; start < numbers.size(); ++start) {
        ArmSurvivalOptions arm = any_options(set, numbers, start);
        if (family >= 0) arm.distribution = static_cast<SurvivalFamily>(family);
        MarginalOptions const options{.control = {.distribution = F::weibull, .shape = 1.5, .scale = 4},
                                      .treated = arm};
        if (!problems_of(options).empty()) {
          ++refused;
          continue;
        }
        ++accepted;
        SurvivalDistribution const treated = make_arms(options).treated;
        if (arm.survival) {
          ASSERT_NEAR(treated.survival(arm.survival->at), arm.survival->equals, 1e-9) << set << ' ' << family;
        }
        if (arm.median) {
          ASSERT_NEAR(treated.survival(*arm.median), 0.5, 1e-9) << set << ' ' << family;
        }
        ASSERT_GE(treated.time_of(0.1), 0) << set << ' ' << family;
      }
    }
  }
  EXPECT_GT(accepted, 200);
  EXPECT_GT(refused, 20'000);
}

} // namespace
} // namespace iptwsim::test
