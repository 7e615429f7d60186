#pragma once
// The random cohorts (support/random_cohort.hpp) with late entry: some patients come at times of others, some anywhere.

#include "support/random_cohort.hpp"

namespace iptwsim::test {

/// Three in ten are there from the start. Draws have an address.
inline void come_late(Endpoint& endpoint, std::uint64_t index) {
  Stream stream({.seed = 77, .cohort = index, .purpose = Purpose::entry_time});
  endpoint.entry.clear();
  for (std::size_t i = 0; i < endpoint.time.size(); ++i) {
    double const share = stream.uniform(), kind = stream.uniform();
    double const other = endpoint.time[static_cast<std::size_t>(share * static_cast<double>(endpoint.time.size()))];
    double const entry = kind < 0.3 ? 0 : kind < 0.6 ? other : share * endpoint.time[i];
    endpoint.entry.push_back(entry < endpoint.time[i] ? entry : 0);
  }
}

inline RandomCohort late_cohort(std::uint64_t index) {
  RandomCohort random = random_cohort(index);
  for (double& time : random.cohort.endpoints[0].time) time += 0.5; // nobody leaves before being there
  come_late(random.cohort.endpoints[0], index);
  return random;
}

/// Every second one with late entry: what holds for any cohort.
inline RandomCohort any_cohort(std::uint64_t index) {
  return index % 2 == 0 ? random_cohort(index) : late_cohort(index);
}

} // namespace iptwsim::test
