#pragma once
// What a config says about where the analysis' assumptions fail: cohort.synthetic.unmeasured, positivity, reliability,
// missing. What they mean for a patient: scenario/stress.hpp.

#include <string>
#include <utility>
#include <vector>

#include "core/fields.hpp"

namespace iptwsim {

/// A binary cause of treatment and time that no analysis sees.
struct UnmeasuredOptions {
  double prevalence = 0.5;
  double log_odds = 0;   ///< of treatment, of those who have it
  double dependence = 0; ///< latent correlation with the time of every endpoint

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"prevalence", "share of patients who have the unmeasured cause"}.required().above(0).below(1),
          self.prevalence);
    visit(Field{"log_odds", "log odds ratio of treatment of those who have it"}, self.log_odds);
    visit(Field{"dependence", "latent correlation with the time of every endpoint; negative: they die sooner"}
              .above(-1)
              .below(1),
          self.dependence);
  }
};

/// A part of the patients whose treatment depends on nothing else.
struct PositivityOptions {
  std::string where; ///< a term of 0 and 1: size > 10, stage:III, size > 10:male
  double probability = 0;

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"where", "the patients concerned, by an indicator: size > 10, stage:III, size > 10:male"}
              .required()
              .non_empty(),
          self.where);
    visit(Field{"probability", "with which they are treated, whatever else they have; 0: never, 1: always"}
              .required()
              .at_least(0)
              .at_most(1),
          self.probability);
  }
};

/// How often the value of a covariate is missing, and of whom.
struct MissingOptions {
  double share = 0;
  NamedNumbers log_odds = {}; ///< term -> log odds ratio of being missing

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"share", "share of patients whose value is missing"}.required().above(0).below(1), self.share);
    visit(Field{"log_odds", "log odds ratio of being missing by term of the true values, the covariate's own allowed; "
                            "the intercept is solved for the share"},
          self.log_odds);
  }
};

} // namespace iptwsim
