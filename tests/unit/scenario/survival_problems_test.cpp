#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "scenario/survival_arms.hpp"

namespace iptwsim::test {
namespace {

using F = SurvivalFamily;
using testing::ElementsAre;
using testing::IsEmpty;
using Arm = ArmSurvivalOptions;

/// "path: what (why), advice"
std::vector<std::string> texts(MarginalOptions const& options) {
  std::vector<std::string> lines;
  for (OptionProblem const& problem : problems_of(options)) {
    lines.push_back(
        fmt::format("{}: {} ({}), {}", fmt::join(problem.path, "."), problem.what, problem.why, problem.advice));
  }
  return lines;
}

std::vector<std::string> of_control(Arm const& control) {
  return texts({.control = control, .treated = {.hazard_ratio = 1}});
}
std::vector<std::string> of_treated(Arm const& treated) {
  return texts({.control = {.distribution = F::exponential, .rate = 0.1}, .treated = treated});
}

SurvivalAtOptions at(double time, double equals) { return {.at = time, .equals = equals}; }

TEST(SurvivalProblems, AreNoneForEachWayOfSayingAnArm) {
  EXPECT_THAT(of_control({.distribution = F::exponential, .rate = 0.1}), IsEmpty());
  EXPECT_THAT(of_control({.distribution = F::gompertz, .rate = 0.1, .shape = -0.3}), IsEmpty());
  EXPECT_THAT(of_control({.distribution = F::lognormal, .sigma = 1, .median = 4}), IsEmpty());
  EXPECT_THAT(of_control({.distribution = F::piecewise_exponential, .from = {0, 2}, .rates = {0.1, 0}}), IsEmpty());
  EXPECT_THAT(of_control({.distribution = F::weibull, .shape = 1.2, .median = 4, .cured = 0.2}), IsEmpty());
  EXPECT_THAT(of_treated({.hazard_ratio = 0}), IsEmpty());
  EXPECT_THAT(of_treated({.hazard_ratios = HazardRatiosOptions{.from = {0, 1}, .values = {1, 0}}}), IsEmpty());
  EXPECT_THAT(of_treated({.median = 9}), IsEmpty());
  EXPECT_THAT(of_treated({.distribution = F::weibull, .survival = at(5, 0.8), .median = 9}), IsEmpty());
  EXPECT_THAT(of_treated({.distribution = F::piecewise_exponential, .from = {0}, .rates = {0}}), IsEmpty());
}

TEST(SurvivalProblems, AskForWhatIsNotSaid) {
  EXPECT_THAT(
      texts({}),
      ElementsAre("control: the control arm has no distribution (its family says what the other keys mean), add "
                  "distribution: exponential, weibull, gompertz, log_logistic, lognormal or "
                  "piecewise_exponential",
                  "treated: the treated arm says nothing (no effect is an effect that has to be chosen), write "
                  "hazard_ratio: 1 for no effect, or hazard_ratio, hazard_ratios, survival or median for one, or "
                  "a distribution of its own"));
  EXPECT_THAT(of_control({.distribution = F::exponential}),
              ElementsAre("control.distribution: distribution exponential has no parameter (it needs one of rate, "
                          "survival and median), add one"));
  EXPECT_THAT(of_control({.distribution = F::weibull, .median = 3}),
              ElementsAre("control.distribution: distribution weibull has only median (it needs two of shape, scale, "
                          "survival and median), add another"));
  EXPECT_THAT(
      of_control({.distribution = F::piecewise_exponential}),
      ElementsAre("control.distribution: distribution piecewise_exponential has no parameter (it needs from and "
                  "rates), add them"));
}

TEST(SurvivalProblems, NameKeysThatSayTheSameOrNothing) {
  EXPECT_THAT(of_control({.distribution = F::exponential, .rate = 0.1, .median = 3}),
              ElementsAre("control.median: distribution exponential has rate and median (one of them determines it), "
                          "take one out"));
  EXPECT_THAT(
      of_control({.distribution = F::weibull, .shape = 1, .scale = 2, .survival = at(5, 0.5), .median = 3}),
      ElementsAre("control.median: distribution weibull has shape, scale, survival and median (two of them determine "
                  "it), take two out"));
  EXPECT_THAT(of_control({.distribution = F::lognormal, .scale = 3, .sigma = 1, .median = 2}),
              ElementsAre("control.scale: scale stands beside distribution lognormal (its keys are sigma, survival and "
                          "median), take it out"));
  EXPECT_EQ(of_control({.distribution = F::piecewise_exponential, .median = 3}).size(), 2);
  EXPECT_THAT(of_control({.distribution = F::exponential, .rate = 0.1, .hazard_ratio = 2}),
              ElementsAre("control.hazard_ratio: the control arm has hazard_ratio (a hazard ratio compares the treated "
                          "arm with it), move it to treated"));
}

TEST(SurvivalProblems, NamePiecesThatDoNotFit) {
  auto const pieces = [](std::vector<double> const& from, std::vector<double> const& rates) {
    return of_control({.distribution = F::piecewise_exponential, .from = from, .rates = rates});
  };
  EXPECT_THAT(pieces({0, 1}, {0.3}), ElementsAre("control.rates: rates has 1 number and from has 2 numbers (each time "
                                                 "needs the value that holds from it on), make them as many"));
  EXPECT_THAT(pieces({1, 1}, {0.3, 0.4}),
              ElementsAre("control.from: from begins with 1 (what holds before it is not said), begin with 0",
                          "control.from: from has 1 after 1 (times must increase), sort them, each once"));
  EXPECT_THAT(pieces({0, 1}, {0, 0}),
              ElementsAre("control.rates: every rate of the control arm is 0 (nobody would ever "
                          "have the event), give at least one rate above 0"));
  EXPECT_THAT(of_treated({.hazard_ratios = HazardRatiosOptions{.from = {0, 2}, .values = {1}}}),
              ElementsAre("treated.hazard_ratios.values: values has 1 number and from has 2 numbers (each time needs "
                          "the value that holds from it on), make them as many"));
}

TEST(SurvivalProblems, NameSurvivalThatIsOutOfReach) {
  EXPECT_THAT(of_control({.distribution = F::exponential, .survival = at(5, 0.3), .cured = 0.4}),
              ElementsAre("control.survival.equals: survival 0.3 is wanted with a cured share of 0.4 (survival of the "
                          "whole arm stays above its cured share), want more survival, or a smaller cured share"));
  EXPECT_THAT(of_control({.distribution = F::exponential, .median = 5, .cured = 0.5}),
              ElementsAre("control.median: a median is wanted with a cured share of 0.5 (survival of the whole arm "
                          "never falls to one half), give survival at a time instead, or a smaller cured share"));
  EXPECT_THAT(of_control({.distribution = F::weibull, .survival = at(5, 0.6), .median = 3}),
              ElementsAre("control.survival: survival 0.6 at 5 is wanted beside median 3 (survival falls with time), "
                          "want less than 0.5 after the median"));
  EXPECT_THAT(of_control({.distribution = F::weibull, .survival = at(3, 0.5), .median = 3}),
              ElementsAre("control.survival: survival 0.5 at 3 is wanted beside median 3 (they are about the same "
                          "time), take one of them out, or move survival to another time"));
  EXPECT_THAT(of_control({.distribution = F::weibull, .scale = 10, .survival = at(12, 0.9)}),
              ElementsAre("control.survival: survival 0.9 at 12 is wanted with scale 10 (whatever the shape, survival "
                          "at the scale is 0.3679, more before it and less after it), change one of them, or give the "
                          "shape instead of the scale"));
  EXPECT_THAT(of_control({.distribution = F::weibull, .shape = 1e-4, .survival = at(5, 0.01)}),
              ElementsAre("control.distribution: distribution weibull cannot be computed from these numbers (a "
                          "parameter that is solved for leaves the range of a computer's numbers), give less extreme "
                          "numbers"));
  EXPECT_THAT(of_control({.distribution = F::weibull, .shape = -1, .scale = 3}),
              ElementsAre("control.shape: shape is -1 (the shape of a weibull distribution is above 0), write a "
                          "positive number"));
  Arm const late{.distribution = F::piecewise_exponential, .from = {0, 3}, .rates = {0, 1}};
  EXPECT_THAT(texts({.control = late, .treated = {.survival = at(2, 0.9)}}),
              ElementsAre("treated.survival: survival 0.9 of the treated arm at 2 is not reached by any hazard ratio "
                          "(the control arm has no events by then), choose another time, or give the treated arm a "
                          "distribution of its own"));
}

TEST(SurvivalProblems, NameTwoWaysOfSayingTheTreatedArm) {
  EXPECT_THAT(of_treated({.distribution = F::exponential, .rate = 0.1, .hazard_ratio = 0.3}),
              ElementsAre("treated.hazard_ratio: the treated arm has hazard_ratio beside a distribution of its own (a "
                          "ratio changes the control arm's hazard, a distribution replaces it), take one of them out"));
  EXPECT_THAT(of_treated({.median = 3, .hazard_ratio = 0.5}),
              ElementsAre("treated.median: the treated arm has hazard_ratio and median (each of them says the whole "
                          "effect), take one of them out"));
  EXPECT_THAT(of_treated({.cured = 0.1, .hazard_ratio = 0.5}),
              ElementsAre("treated.cured: the treated arm has cured beside hazard_ratio (the control arm's hazard is "
                          "changed as a whole, cured patients included), take it out, or give the treated arm a "
                          "distribution of its own"));
  EXPECT_THAT(of_treated({.rate = 0.1}),
              ElementsAre("treated.rate: the treated arm has rate and no distribution (without a family it is not "
                          "known what that means), add distribution"));
  EXPECT_THAT(of_treated({.shape = 2, .hazard_ratio = 0.5}),
              ElementsAre("treated.shape: the treated arm has shape and no distribution (without a family it is not "
                          "known what that means), add distribution, or take it out"));
}

} // namespace
} // namespace iptwsim::test
