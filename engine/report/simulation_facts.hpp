#pragma once
// What the text report of a simulation needs to know of its config: which tests were made, with how many replicates,
// and which keys the sweep changes.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "results/document.hpp"

namespace iptwsim::report {

/// Components that were solved for the survival of an endpoint: numbers of scenario s and component k at
/// [s * components.size() + k], NaN where a scenario has none.
struct SolvedComponents {
  std::vector<std::string> components; ///< with their arms
  std::vector<double> times, survivals;
};

/// Times given by the covariates that were solved for: the same of endpoint k.
struct SolvedEffects {
  std::vector<std::string> endpoints, wishes; ///< wishes: in words
  std::vector<double> effects, shifts;
};

struct SimulationFacts {
  std::string title;
  std::int64_t seed = 0;
  std::vector<std::string> swept;                                 ///< keys by their paths
  std::vector<std::string> scenarios;                             ///< all, also those that are not printed
  std::vector<std::int64_t> cohorts;                              ///< of each scenario
  std::vector<std::int64_t> real_patients, real_patients_dropped; ///< the same, where drawn from a real cohort
  std::int64_t replicates = 0; ///< bootstrap replicates of a cohort; 0 without a bootstrap
  SolvedComponents solved;
  SolvedEffects effects;
  std::string patients;                            ///< where they come from, if not from a mechanism, in words
  std::string propensity, weights;                 ///< in words
  std::vector<std::string> follow_up;              ///< what is special about it, in words
  std::vector<std::string> stress;                 ///< assumptions broken on purpose, in words
  std::map<std::string, double> nulls;             ///< by quantity, where the config names them; "every" for the others
  std::map<std::string, std::string> alternatives; ///< the same

  /// Whether the sweep changes something below a key.
  bool sweeps(std::string const& key) const;
  /// What a test of a difference, log hazard ratio or log-rank score is against; NaN where scenarios differ.
  double null_of(std::string const& quantity) const;
  /// two_sided, less, greater; empty where scenarios differ.
  std::string alternative_of(std::string const& quantity) const;
};

SimulationFacts simulation_facts(results::Document const& document);

} // namespace iptwsim::report
