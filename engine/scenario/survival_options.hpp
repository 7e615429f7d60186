#pragma once
// What a config says about a survival distribution: a family with its parameters, or an arm by its difference from the
// other one.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/fields.hpp"

namespace iptwsim {

enum class SurvivalFamily { exponential, weibull, gompertz, log_logistic, lognormal, piecewise_exponential };

template <> struct EnumNames<SurvivalFamily> {
  static constexpr std::array names{
      std::pair{SurvivalFamily::exponential, std::string_view{"exponential"}},
      std::pair{SurvivalFamily::weibull, std::string_view{"weibull"}},
      std::pair{SurvivalFamily::gompertz, std::string_view{"gompertz"}},
      std::pair{SurvivalFamily::log_logistic, std::string_view{"log_logistic"}},
      std::pair{SurvivalFamily::lognormal, std::string_view{"lognormal"}},
      std::pair{SurvivalFamily::piecewise_exponential, std::string_view{"piecewise_exponential"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

/// S(at) = equals.
struct SurvivalAtOptions {
  double at = 0, equals = 0;

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"at", "a time"}.required().above(0), self.at);
    visit(Field{"equals", "survival wanted at that time"}.required().above(0).below(1), self.equals);
  }
};

/// In an arm of a component: whatever makes the survival of an endpoint that it is part of `equals` at time `at` in
/// this arm (scenario/calibration.hpp). Stands where `survival` could.
struct SurvivalOfOptions {
  std::string endpoint = {};
  double at = 0, equals = 0;

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"endpoint", "an endpoint with this component in its minimum_of"}.required(), self.endpoint);
    visit(Field{"at", "a time"}.required().above(0), self.at);
    visit(Field{"equals", "survival wanted at that time"}.required().above(0).below(1), self.equals);
  }
};

/// A hazard ratio that changes: values[k] from from[k] on; from[0] = 0, increasing.
struct HazardRatiosOptions {
  std::vector<double> from = {}, values = {};

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"from", "times from which each hazard ratio holds, the first 0"}.required().non_empty().at_least(0),
          self.from);
    visit(Field{"values", "a hazard ratio for each time"}.required().non_empty().repeats().at_least(0), self.values);
  }
};

/// The survival distribution of one arm in the whole population. A family with its parameters, of which each of
/// `survival` and `median` may replace one (a Weibull arm needs two of shape, scale, survival, median); the treated arm
/// may instead change the control arm's hazard: by `hazard_ratio` or `hazard_ratios`, or, with `survival` or `median`
/// alone, by the constant ratio that reaches it.
struct ArmSurvivalOptions {
  std::optional<SurvivalFamily> distribution = {};
  std::optional<double> rate = {};  ///< exponential hazard; gompertz: hazard at 0
  std::optional<double> shape = {}; ///< weibull, log_logistic; gompertz: growth of the log hazard per unit of time
  std::optional<double> scale = {}; ///< weibull: S(scale) = 1/e; log_logistic: the median
  std::optional<double> sigma = {}; ///< lognormal: SD of the log time
  std::vector<double> from = {};    ///< piecewise_exponential: starts of the pieces, the first 0
  std::vector<double> rates = {};   ///< piecewise_exponential: hazards
  std::optional<SurvivalAtOptions> survival = {};
  std::optional<SurvivalOfOptions> survival_of = {};
  std::optional<double> median = {};
  std::optional<double> cured =
      {}; ///< share who never have the event; the family is of the others, survival and median of all
  std::optional<double> hazard_ratio = {};
  std::optional<HazardRatiosOptions> hazard_ratios = {};

  template <class Self, class Visitor> static void parameters(Self& self, Visitor& visit) {
    visit(Field{"rate", "exponential: hazard; gompertz: hazard at time 0"}.above(0), self.rate);
    visit(Field{"shape", "weibull, log_logistic: shape; gompertz: growth of the log hazard per unit of time"},
          self.shape);
    visit(Field{"scale", "weibull: time at which survival is 1/e; log_logistic: median"}.above(0), self.scale);
    visit(Field{"sigma", "lognormal: standard deviation of the log time"}.above(0), self.sigma);
    visit(Field{"from", "piecewise_exponential: times from which each rate holds, the first 0"}.at_least(0), self.from);
    visit(Field{"rates", "piecewise_exponential: hazard of each piece"}.repeats().at_least(0), self.rates);
  }

  template <class Self, class Visitor> static void cured_share(Self& self, Visitor& visit) {
    visit(Field{"cured", "share who never have the event; the family is of the others, survival and median of all"}
              .above(0)
              .below(1),
          self.cured);
  }

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"distribution", "family of the survival distribution"}, self.distribution);
    parameters(self, visit);
    visit(Field{"survival", "survival at a time, instead of a parameter or a hazard ratio"}, self.survival);
    visit(Field{"survival_of", "components: survival of an endpoint at a time, which this component is solved for"},
          self.survival_of);
    visit(Field{"median", "median survival time, instead of a parameter or a hazard ratio"}.above(0), self.median);
    cured_share(self, visit);
    visit(Field{"hazard_ratio", "treated arm: constant hazard ratio to the control arm; 1 is no effect"}.at_least(0),
          self.hazard_ratio);
    visit(Field{"hazard_ratios", "treated arm: hazard ratio that changes with time (delayed, waning, crossing)"},
          self.hazard_ratios);
  }
};

struct MarginalOptions {
  ArmSurvivalOptions control = {}, treated = {};

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"control", "survival of the whole population, had nobody been treated"}.required(), self.control);
    visit(Field{"treated", "survival of the whole population, had everybody been treated"}.required(), self.treated);
  }
};

} // namespace iptwsim
