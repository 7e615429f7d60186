#pragma once
// kaplan_meier (estimators/kaplan_meier.hpp) of both arms where every lane has a cohort of its own
// (lane_risk_table.hpp): in a row one patient has an event, so that one arm's curve takes a step and the other's factor
// is exactly 1. One division serves both.

#include <array>
#include <vector>

#include "estimators/risk_table.hpp"

namespace iptwsim {

/// curve: by arm.
template <class V> void lane_kaplan_meier(RiskTable<V> const& table, std::array<std::vector<V>, 2>& curve) {
  using namespace math;
  V const none{0.0}, one{1.0};
  for (auto* const each : {&curve[0], &curve[1]}) each->resize(table.records.size(), one);
  V *const control = curve[0].data(), *const treated = curve[1].data();
  std::array<V, 2> survival{one, one};
  for (std::size_t k = 0; k < table.records.size(); ++k) {
    RiskRecord<V> const& record = table.records[k];
    V const in_treated = record.deaths[1] + record.competing[1];
    auto const is_treated = in_treated > none;
    V const leaves = select(is_treated, in_treated, record.deaths[0] + record.competing[0]);
    V const at_risk = select(is_treated, record.at_risk[1], record.at_risk[0]);
    V const factor = one - leaves / select(at_risk > none, at_risk, one);
    survival[0] = select(is_treated, survival[0], survival[0] * factor);
    survival[1] = select(is_treated, survival[1] * factor, survival[1]);
    control[k] = survival[0];
    treated[k] = survival[1];
  }
}

} // namespace iptwsim
