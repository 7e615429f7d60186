#pragma once
// What a config says about the times of simulated patients: cohort.synthetic.components.NAME, the time to one cause,
// and cohort.synthetic.endpoints.NAME, which has a time of its own or is the first of several components.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/fields.hpp"
#include "scenario/conditional_options.hpp"
#include "scenario/survival_options.hpp"

namespace iptwsim {

/// The time to one cause: distant recurrence, death of the disease, death of another cause.
struct ComponentOptions {
  MarginalOptions marginal = {};
  NamedNumbers dependence = {}; ///< covariate -> latent correlation with the time

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"marginal", "survival of the whole population in each arm, were there no other cause"}.required(),
          self.marginal);
    visit(Field{"dependence", "latent correlation of covariates with the time; negative: higher values die sooner"}
              .above(-1)
              .below(1),
          self.dependence);
  }
};

/// Either a time of its own, by its marginal distributions or given the covariates, or the first of some components.
struct OutcomeOptions {
  std::optional<MarginalOptions> marginal = {};
  std::optional<ConditionalOptions> conditional = {};
  NamedNumbers dependence = {};              ///< with marginal: covariate -> latent correlation with the time
  std::vector<std::string> minimum_of = {};  ///< components, the first of which is the event
  std::vector<std::string> competing = {};   ///< components that end the patient's time as a competing event
  std::vector<std::string> censored_by = {}; ///< components that end it as censoring does

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(
        Field{"marginal", "survival of the whole population in each arm"}.required_without("minimum_of or conditional"),
        self.marginal);
    visit(Field{"conditional", "a model of the time given covariates and treatment, instead of marginal"},
          self.conditional);
    visit(Field{"dependence", "latent correlation of covariates with the time; negative: higher values die sooner"}
              .above(-1)
              .below(1),
          self.dependence);
    visit(Field{"minimum_of", "components whose first is the event, instead of marginal"}.or_scalar(), self.minimum_of);
    visit(Field{"competing", "components that are competing events (event 2) when they come first"}.or_scalar(),
          self.competing);
    visit(Field{"censored_by", "components that censor (event 0) when they come first"}.or_scalar(), self.censored_by);
  }

  bool is_minimum() const { return !minimum_of.empty(); }
};

} // namespace iptwsim
