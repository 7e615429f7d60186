#pragma once
// What a config says about cohorts that are drawn from a real one: cohort.plasmode. The model is in plan/plasmode.hpp.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "cohort/options.hpp"
#include "scenario/follow_up_options.hpp"

namespace iptwsim {

/// Who is treated: redrawn from the model of `propensity` fitted to the real cohort, as the patient drawn was, or by a
/// coin.
enum class PlasmodeTreatment { fitted, own, randomized };

template <> struct EnumNames<PlasmodeTreatment> {
  static constexpr std::array names{std::pair{PlasmodeTreatment::fitted, std::string_view{"fitted"}},
                                    std::pair{PlasmodeTreatment::own, std::string_view{"own"}},
                                    std::pair{PlasmodeTreatment::randomized, std::string_view{"randomized"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

enum class PlasmodeBaseline { weibull, piecewise_exponential };

template <> struct EnumNames<PlasmodeBaseline> {
  static constexpr std::array names{
      std::pair{PlasmodeBaseline::weibull, std::string_view{"weibull"}},
      std::pair{PlasmodeBaseline::piecewise_exponential, std::string_view{"piecewise_exponential"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

struct PlasmodeEffectOptions {
  double log_hazard_ratio = 0;

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"log_hazard_ratio", "log hazard ratio of treatment of every patient; 0 is no effect"}.required(),
          self.log_hazard_ratio);
  }
};

struct PlasmodeOptions : CohortOptions {
  std::int64_t n = 0;
  EndpointOptions endpoint = {};
  PlasmodeEffectOptions effect = {};
  PlasmodeTreatment assignment = PlasmodeTreatment::fitted;
  PlasmodeBaseline baseline = PlasmodeBaseline::weibull;
  std::int64_t pieces = 5;
  std::optional<FollowUpOptions> censoring = {}; ///< absent: fitted to the real cohort
  std::string folder = {};                       ///< no key: what `csv` is relative to

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"csv", "the real cohort's CSV file, relative to this config"}.required().non_empty(), self.csv);
    visit(Field{"treatment", "treatment column, 0/1, or {column, treated}"}.required().or_scalar(), self.treatment);
    visit(missing_field(), self.missing);
    visit(Field{"categorical", "columns of numbers read as categories, the smallest number being the reference"}
              .or_scalar(),
          self.categorical);
    visit(Field{"categories", "columns of categories with all their levels; without it levels are those in the file"},
          self.categories);
    visit(Field{"n", "patients in a simulated cohort, drawn with replacement"}.required().at_least(2).at_most(16777215),
          self.n);
    visit(Field{"endpoint", "the endpoint whose times are simulated: {time, event}"}.required(), self.endpoint);
    visit(Field{"effect", "the true effect of treatment: {log_hazard_ratio}"}.required().or_scalar(), self.effect);
    visit(Field{"assignment", "treatment redrawn from the fitted propensity model, the patient's own, or randomized"},
          self.assignment);
    visit(Field{"baseline", "family of the baseline hazard, fitted with the terms of the propensity model"},
          self.baseline);
    visit(Field{"pieces", "piecewise_exponential: how many pieces, with as many events each"}.at_least(1).at_most(100),
          self.pieces);
    visit(Field{"censoring", "how long patients are followed; without it drop-out is fitted (Weibull) and follow-up "
                             "ends at the real cohort's last time"},
          self.censoring);
  }
};

} // namespace iptwsim
