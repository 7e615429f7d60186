#pragma once
// What a config says about simulated patients: cohort.synthetic.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenario/covariate_options.hpp"
#include "scenario/follow_up_options.hpp"
#include "scenario/observation_options.hpp"
#include "scenario/outcome_options.hpp"
#include "scenario/stress_options.hpp"

namespace iptwsim {

/// Exactly one of: a prevalence (the intercept is solved), an intercept, a randomization probability, arm totals.
struct AssignmentOptions {
  std::optional<double> prevalence = {};
  std::optional<double> intercept = {};
  NamedNumbers log_odds = {}; ///< term -> log odds ratio of treatment
  std::optional<double> randomized = {};

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"prevalence", "share of patients treated; the intercept is solved for it"}.above(0).below(1),
          self.prevalence);
    visit(Field{"intercept", "log odds of treatment of a patient whose terms are all 0; instead of prevalence"},
          self.intercept);
    visit(Field{"log_odds", "log odds ratio of treatment by term: age, age^2, age:grade, size > 5, stage:III"},
          self.log_odds);
    visit(Field{"randomized", "probability of treatment for everybody; instead of the others"}.above(0).below(1),
          self.randomized);
  }
};

/// Fixed arm sizes: an iid cohort given its arm totals.
struct ArmsOptions {
  std::int64_t control = 0, treated = 0;

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"control", "patients in the control arm"}.required().at_least(1).at_most(16777215), self.control);
    visit(Field{"treated", "patients in the treated arm"}.required().at_least(1).at_most(16777215), self.treated);
  }
};

/// On which scale a correlation of two covariates is meant.
enum class CorrelationScale { latent, rank };

template <> struct EnumNames<CorrelationScale> {
  static constexpr std::array names{std::pair{CorrelationScale::latent, std::string_view{"latent"}},
                                    std::pair{CorrelationScale::rank, std::string_view{"rank"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

struct CorrelationOptions {
  CorrelationScale scale = CorrelationScale::latent;
  NamedNumbers pairs = {}; ///< "age:size" -> correlation; what other pairs have is said where this is used

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"scale", "correlation of the latent normals, or Spearman's of the ranks"}, self.scale);
    visit(Field{"pairs", "correlation by pair of names, age:size: 0.3"}.required().above(-1).below(1), self.pairs);
  }
};

struct SyntheticOptions {
  std::optional<std::int64_t> n = {}; ///< absent with `arms`
  std::optional<ArmsOptions> arms = {};
  std::vector<std::pair<std::string, CovariateOptions>> covariates = {};
  std::optional<CorrelationOptions> correlation = {}; ///< other pairs have 0
  std::vector<std::pair<std::string, ComponentOptions>> components = {};
  std::optional<CorrelationOptions> component_correlation = {}; ///< other pairs are independent given the covariates
  AssignmentOptions treatment = {};
  std::vector<std::pair<std::string, OutcomeOptions>> endpoints = {};
  FollowUpOptions censoring = {};
  std::optional<LateEntryOptions> late_entry = {};
  std::optional<TreatmentStartOptions> treatment_start = {};
  std::optional<UnmeasuredOptions> unmeasured = {};
  std::optional<PositivityOptions> positivity = {};
  NamedNumbers reliability = {}; ///< covariate -> squared latent correlation of its measured and its true value
  std::vector<std::pair<std::string, MissingOptions>> missing = {}; ///< by covariate

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"n", "patients in a cohort; not with arms"}.at_least(2).at_most(16777215), self.n);
    visit(Field{"arms", "fixed arm sizes, instead of n and prevalence"}, self.arms);
    visit(Field{"covariates", "named covariates"}, self.covariates);
    visit(Field{"correlation", "correlation between covariates (Gaussian copula)"}, self.correlation);
    visit(Field{"components", "named times to one cause each, of which endpoints are made"}, self.components);
    visit(Field{"component_correlation", "correlation between components; else they are independent given covariates"},
          self.component_correlation);
    visit(Field{"treatment", "who is treated"}, self.treatment);
    visit(Field{"endpoints", "named endpoints with their survival in each arm"}.required().non_empty(), self.endpoints);
    visit(Field{"censoring", "how long patients are followed"}, self.censoring);
    visit(Field{"late_entry", "patients who are seen from some time on, if they are still there"}, self.late_entry);
    visit(Field{"treatment_start", "a treatment that starts after time 0, of those who live to see it"},
          self.treatment_start);
    visit(Field{"unmeasured", "a binary cause of treatment and times that no analysis sees"}, self.unmeasured);
    visit(Field{"positivity", "patients whose treatment depends on nothing else"}, self.positivity);
    visit(Field{"reliability", "covariates measured with error: squared latent correlation of the measured value, "
                               "which the analysis sees, with the true one, which causes"}
              .above(0)
              .at_most(1),
          self.reliability);
    visit(Field{"missing", "covariates of which values are missing: a share, or {share, log_odds}"}.or_scalar(),
          self.missing);
  }
};

} // namespace iptwsim
