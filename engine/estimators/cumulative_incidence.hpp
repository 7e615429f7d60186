#pragma once
// Weighted cumulative incidence of the event of interest in the presence of competing events (Aalen and Johansen 1978).
//
//   F_a(t) = sum_{t_k <= t} S_a(t_k-) D_ak / N_ak,   S_a the Kaplan-Meier survival from every cause, S_a(t_0-) = 1
//
// D: deaths of the cause of interest, N: at risk (estimators/risk_table.hpp). Without competing events F = 1 - S.
// Beyond the last follow-up F is carried forward (the caller's status). Where nobody is at risk nothing is added.

#include <vector>

#include "estimators/risk_table.hpp"

namespace iptwsim {

/// incidence[k] = F_a(t_k), K values; survival[k] = S_a(t_k) of kaplan_meier().
template <class V>
void cumulative_incidence(RiskTable<V> const& table, std::size_t arm, std::vector<V> const& survival,
                          std::vector<V>& incidence) {
  using namespace math;
  incidence.resize(table.records.size(), V{0.0});
  V before{1.0}, sum{0.0};
  for (std::size_t k = 0; k < table.records.size(); ++k) {
    RiskRecord<V> const& record = table.records[k];
    auto const someone = record.at_risk[arm] > V{0.0};
    V const hazard = record.deaths[arm] / select(someone, record.at_risk[arm], V{1.0});
    sum = select(someone, sum + before * hazard, sum);
    incidence[k] = sum;
    before = survival[k];
  }
}

} // namespace iptwsim
