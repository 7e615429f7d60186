#pragma once
// What a data set is: a struct of arrays, one entry a patient, in the order of the file. Plain doubles; the row loops
// turn them into lanes. Nothing here knows CSV or YAML.

#include <cstdint>
#include <string>
#include <vector>

#include <Eigen/Core>

namespace iptwsim {

/// Follow-up of one endpoint. time[i] >= 0 in the data's unit, finite; event[i] 1 if the event was seen at time[i],
/// 0 if follow-up ended there without it, 2 if a competing event ended it. entry[i] in [0, time[i]): patient i is at
/// risk in (entry[i], time[i]], having come to be followed late (left truncation).
struct Endpoint {
  std::string name;
  std::vector<double> time;
  std::vector<std::uint8_t> event;
  std::vector<double> entry = {}; ///< empty: everybody is followed from the start
};

/// n patients. treated[i]: 0 control, 1 treated. covariates: n x p, column-major, without an intercept; a text column
/// of k levels is k-1 columns of 0/1 named `column:level`, the first level in sorted order being the reference.
struct Cohort {
  std::vector<std::uint8_t> treated;
  std::vector<std::string> covariate_names;
  Eigen::MatrixXd covariates;
  /// n probabilities of treatment that are known, not fitted, never 0 of the patient's own arm; or empty.
  std::vector<double> known_score;
  std::vector<Endpoint> endpoints;

  std::size_t size() const { return treated.size(); }
};

/// What the numbers of a cohort are called after; the same for all cohorts of a scenario.
struct CohortNames {
  std::vector<std::string> covariates, endpoints;
  bool known_score = false; ///< the propensity model has no coefficients
};

inline CohortNames names_of(Cohort const& cohort) {
  CohortNames names{.covariates = cohort.covariate_names, .endpoints = {}, .known_score = !cohort.known_score.empty()};
  for (Endpoint const& endpoint : cohort.endpoints) names.endpoints.push_back(endpoint.name);
  return names;
}

} // namespace iptwsim
