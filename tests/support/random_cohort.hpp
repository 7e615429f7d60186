#pragma once
// Small random cohorts for properties that must hold for any: with ties and without, weak and strong confounding, few
// patients and few events. Cohort `index` is the same for ever: its draws have an address.

#include <cmath>

#include "cohort/cohort.hpp"
#include "random/stream.hpp"

namespace iptwsim::test {

inline constexpr std::uint64_t random_cohorts = 200;
inline constexpr double random_horizon = 6; ///< near the middle of follow-up; times are in [0, 12]

struct RandomCohort {
  Cohort cohort;
  std::vector<double> weights; ///< any positive numbers, for tests below the propensity model
  std::vector<double> counts;  ///< copies 0..3, at least one in each arm
};

inline RandomCohort random_cohort(std::uint64_t index) {
  Stream stream({.seed = 20260, .cohort = index, .purpose = Purpose::covariate});
  auto const n = static_cast<std::size_t>(6 + std::floor(55 * stream.uniform()));
  double const steps = stream.uniform() < 0.6 ? 1 + std::floor(8 * stream.uniform()) : 1e6; // few steps: many ties
  double const effect = 2 * stream.uniform(), events = 0.2 + 0.8 * stream.uniform();
  RandomCohort out;
  Cohort& cohort = out.cohort;
  cohort.covariate_names = {"age", "sick"};
  cohort.covariates.resize(static_cast<Eigen::Index>(n), 2);
  Endpoint endpoint{"event", {}, {}};
  for (std::size_t i = 0; i < n; ++i) {
    auto const row = static_cast<Eigen::Index>(i);
    double const age = stream.uniform() - 0.5, sick = stream.uniform() < 0.3 ? 1 : 0;
    cohort.covariates(row, 0) = 50 + 20 * age;
    cohort.covariates(row, 1) = sick;
    double const tendency = 1 / (1 + std::exp(-effect * (age + sick - 0.3)));
    double const drawn = stream.uniform();
    cohort.treated.push_back(i < 4 ? i % 2 : drawn < tendency); // two patients of each arm at least
    endpoint.time.push_back(12 * std::floor(steps * stream.uniform()) / steps);
    endpoint.event.push_back(stream.uniform() < events ? 1 : 0);
    out.weights.push_back(0.2 + 3 * stream.uniform());
    out.counts.push_back(i < 2 ? 1 : std::floor(4 * stream.uniform()));
  }
  cohort.endpoints.push_back(std::move(endpoint));
  return out;
}

/// Row i of the result is row rows[i] of the cohort; rows may repeat.
inline Cohort with_rows(Cohort const& cohort, std::vector<std::size_t> const& rows) {
  Cohort out;
  out.covariate_names = cohort.covariate_names;
  out.covariates.resize(static_cast<Eigen::Index>(rows.size()), cohort.covariates.cols());
  out.endpoints = cohort.endpoints;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out.treated.push_back(cohort.treated[rows[i]]);
    out.covariates.row(static_cast<Eigen::Index>(i)) = cohort.covariates.row(static_cast<Eigen::Index>(rows[i]));
  }
  for (std::size_t e = 0; e < out.endpoints.size(); ++e) {
    out.endpoints[e].time.clear();
    out.endpoints[e].event.clear();
    out.endpoints[e].entry.clear();
    for (std::size_t const row : rows) {
      out.endpoints[e].time.push_back(cohort.endpoints[e].time[row]);
      out.endpoints[e].event.push_back(cohort.endpoints[e].event[row]);
      if (!cohort.endpoints[e].entry.empty()) out.endpoints[e].entry.push_back(cohort.endpoints[e].entry[row]);
    }
  }
  return out;
}

} // namespace iptwsim::test
