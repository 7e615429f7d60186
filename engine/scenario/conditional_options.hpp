#pragma once
// What a config says about a time given the covariates: cohort.synthetic.endpoints.NAME.conditional. The model is that
// of scenario/conditional_survival.hpp: proportional hazards, or accelerated failure time where a log_time_ratio
// stands.

#include <optional>
#include <utility>

#include "core/fields.hpp"
#include "scenario/survival_options.hpp"

namespace iptwsim {

/// The survival of an untreated patient whose terms are all 0 and whose frailty is 1: a family with its parameters.
struct BaselineOptions : ArmSurvivalOptions {
  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"distribution", "family of the survival distribution of an untreated patient whose terms are all 0"}
              .required(),
          self.distribution);
    parameters(self, visit);
    visit(Field{"survival", "survival at a time, instead of a parameter"}, self.survival);
    visit(Field{"median", "median survival time, instead of a parameter"}.above(0), self.median);
    cured_share(self, visit);
  }
};

/// What a Cox model of treatment alone tends to in the whole population, and under which follow-up: none, so that every
/// event is seen, or that of `censoring`. Where hazards are not proportional, these differ.
enum class CoxLimitKind { uncensored, design };

template <> struct EnumNames<CoxLimitKind> {
  static constexpr std::array names{std::pair{CoxLimitKind::uncensored, std::string_view{"uncensored"}},
                                    std::pair{CoxLimitKind::design, std::string_view{"design"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

struct WantedHazardRatioOptions {
  double equals = 0;
  CoxLimitKind limit = CoxLimitKind::uncensored;

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"equals", "hazard ratio of the whole population, treated over control"}.required().above(0),
          self.equals);
    visit(Field{"limit", "of a Cox model of treatment alone: uncensored, with every event seen; design, under the "
                         "follow-up of censoring"}
              .required(),
          self.limit);
  }
};

struct WantedDifferenceOptions {
  double at = 0, equals = 0;

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"at", "a time; of a restricted mean the horizon"}.required().above(0), self.at);
    visit(Field{"equals", "difference of the whole population, treated minus control"}.required(), self.equals);
  }
};

/// Exactly one: the treatment effect of a patient is solved for it (truth/conditional_calibration.hpp).
struct MarginalEffectOptions {
  std::optional<WantedHazardRatioOptions> hazard_ratio = {};
  std::optional<WantedDifferenceOptions> survival_difference = {}, rmst_difference = {};

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"hazard_ratio", "marginal hazard ratio that is wanted: {equals, limit}"}, self.hazard_ratio);
    visit(Field{"survival_difference", "difference of survival at a time that is wanted: {at, equals}"},
          self.survival_difference);
    visit(Field{"rmst_difference", "difference of the restricted means that is wanted: {at, equals}"},
          self.rmst_difference);
  }
};

/// Exactly one of the first three.
struct ConditionalEffectOptions {
  std::optional<double> log_hazard_ratio = {};
  std::optional<double> log_time_ratio = {};
  std::optional<MarginalEffectOptions> marginal = {};
  NamedNumbers interactions = {}; ///< term -> what it adds to the log hazard ratio or log time ratio of treatment

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"log_hazard_ratio", "log hazard ratio of treatment of a patient whose terms are all 0"},
          self.log_hazard_ratio);
    visit(Field{"log_time_ratio", "log time ratio of treatment of a patient whose terms are all 0: accelerated failure "
                                  "time"},
          self.log_time_ratio);
    visit(Field{"marginal", "a marginal effect that treatment is solved for, instead of a log ratio"}, self.marginal);
    visit(Field{"interactions", "what each term adds to the log ratio of treatment: age, size > 5, stage:III"},
          self.interactions);
  }
};

struct FrailtyOptions {
  double variance = 0;

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"variance", "variance of the gamma frailty that multiplies a patient's hazard, mean 1"}
              .required()
              .above(0)
              .at_most(10),
          self.variance);
  }
};

struct ConditionalOptions {
  BaselineOptions baseline = {};
  NamedNumbers log_hazard_ratios = {}, log_time_ratios = {}; ///< term -> what it adds; one of them at most
  ConditionalEffectOptions treatment = {};
  std::optional<FrailtyOptions> frailty = {};
  std::optional<double> event_fraction = {};
  double solved_shift =
      0; ///< no key: what event_fraction adds to every log hazard ratio, or takes from log time ratios

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"baseline", "survival of an untreated patient whose terms are all 0"}.required(), self.baseline);
    visit(Field{"log_hazard_ratios", "log hazard ratio by term: age, age^2, age:grade, size > 5, stage:III"},
          self.log_hazard_ratios);
    visit(Field{"log_time_ratios", "log time ratio by term: accelerated failure time, instead of log_hazard_ratios"},
          self.log_time_ratios);
    visit(Field{"treatment", "effect of treatment on a patient"}.required(), self.treatment);
    visit(Field{"frailty", "hazard that differs between patients with the same covariates"}, self.frailty);
    visit(Field{"event_fraction", "share of patients whose event is seen; everybody's hazard (or time) is scaled to it"}
              .above(0)
              .below(1),
          self.event_fraction);
  }

  bool is_accelerated() const { return treatment.log_time_ratio.has_value() || !log_time_ratios.empty(); }
  NamedNumbers const& log_ratios() const { return is_accelerated() ? log_time_ratios : log_hazard_ratios; }
  bool has_terms() const { return !log_ratios().empty() || !treatment.interactions.empty(); }
  bool is_to_solve() const { return treatment.marginal.has_value() || event_fraction.has_value(); }
};

} // namespace iptwsim
