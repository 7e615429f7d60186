#pragma once
// A whole config of one scenario, resolved: every default filled in.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cohort/options.hpp"
#include "config/simulation.hpp"
#include "estimators/options.hpp"
#include "inference/options.hpp"
#include "propensity/options.hpp"
#include "scenario/options.hpp"
#include "scenario/plasmode_options.hpp"
#include "weights/options.hpp"

namespace iptwsim {

/// The patients: read from a file, or, where `synthetic` is there, simulated; the members of the file are then unused.
/// Those drawn from a real cohort are simulated, too: then `synthetic` says how many and which endpoint.
struct StudyCohort : CohortOptions {
  std::optional<SyntheticOptions> synthetic = {};
  std::optional<PlasmodeOptions> plasmode = {};

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    if (!self.synthetic && !self.plasmode) CohortOptions::fields(self, visit);
    if (self.synthetic && !self.synthetic->missing.empty()) visit(missing_field(), self.missing);
    visit(Field{"plasmode", "patients drawn from a real cohort, with simulated times"}, self.plasmode);
    if (!self.plasmode) visit(Field{"synthetic", "simulated patients, instead of a file"}, self.synthetic);
  }
};

struct Study {
  std::string title;
  std::int64_t seed = 0;
  StudyCohort cohort;
  std::vector<std::pair<std::string, EndpointOptions>> endpoints; ///< in the order of the config; of a file only
  PropensityOptions propensity;
  WeightOptions weights;
  EstimatorOptions estimators;
  std::vector<VarianceMethod> variance{VarianceMethod::robust};
  std::optional<BootstrapOptions> bootstrap;
  std::vector<double> level{0.95};
  std::optional<SimulationOptions> simulation = {}; ///< there if and only if patients are simulated
  std::optional<StreamOptions> stream = {};
  ByQuantity<Alternative> alternative = {}; ///< absent: two_sided
  ByQuantity<double> null = {};             ///< absent: 1 for ratios, else 0; never for log_rank

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"title", "what the study is called in tables"}, self.title);
    visit(Field{"seed", "seed of every random draw"}.required().at_least(0).at_most(4294967295.0), self.seed);
    visit(Field{"stream", "the draws of one simulated cohort, for a cohort that is read"}, self.stream);
    visit(Field{"cohort", "the patients"}.required(), self.cohort);
    if (!self.cohort.synthetic) {
      visit(Field{"endpoints", "named endpoints, each a time and an event"}
                .required_without("cohort.synthetic or cohort.plasmode")
                .non_empty(),
            self.endpoints);
    }
    visit(Field{"propensity", "the model of treatment"}.required(), self.propensity);
    visit(Field{"weights", "weights from the propensity score"}, self.weights);
    visit(Field{"estimators", "what is estimated"}.required(), self.estimators);
    visit(Field{"variance", "standard errors beside the bootstrap's"}.non_empty().or_scalar(), self.variance);
    visit(Field{"bootstrap", "the bootstrap of the whole analysis"}, self.bootstrap);
    visit(Field{"level", "confidence levels"}.non_empty().or_scalar().above(0).below(1), self.level);
    visit(Field{"alternative", "two_sided, less or greater: for every test, or by quantity"}.or_scalar(),
          self.alternative);
    visit(Field{"null", "null value of tests: for every difference and log hazard ratio, or by quantity"}.or_scalar(),
          self.null);
    visit(Field{"simulation", "how many cohorts are simulated, and what is kept of them"}, self.simulation);
    visit.apart(Field{"sweep", "many scenarios: {KEY.PATH: [VALUES]} for all combinations, zip: {...} for values that "
                               "change together; or a list of maps, each a scenario"});
  }
};

/// The names of a study's endpoints, read or simulated, in the order of the config.
std::vector<std::string> endpoint_names(Study const& study);

} // namespace iptwsim
