#pragma once
// Weighted Kaplan-Meier survival of one arm (Kaplan and Meier 1958; weighted as in Xie and Liu 2005).
//
//   S_a(t) = prod_{t_k <= t} (1 - D_ak / N_ak)        D, N of the risk table
//
// With competing events D counts events of every cause: S is the probability of being free of all of them.
//
// Right-continuous; an event at time 0 counts in S(0). Where nobody of the arm is at risk the factor is 1: beyond the
// last follow-up the curve is carried forward, as R's summary.survfit(extend = TRUE) does, and the status says so
// (unless the curve has reached 0, which is then known). An empty arm gives 1 with no meaning: the caller's status.

#include <span>
#include <vector>

#include "cohort/lane_order.hpp"
#include "estimators/risk_table.hpp"

namespace iptwsim {

/// Goes on with a curve: survival is S before the records, then after them; curve has room for one value a record.
template <class V> void kaplan_meier(std::span<RiskRecord<V> const> records, std::size_t arm, V& survival, V* curve) {
  using namespace math;
  V s = survival;
  for (std::size_t k = 0; k < records.size(); ++k) {
    RiskRecord<V> const& record = records[k];
    auto const someone = record.at_risk[arm] > V{0.0};
    V const denominator = select(someone, record.at_risk[arm], V{1.0});
    s = select(someone, s * (V{1.0} - (record.deaths[arm] + record.competing[arm]) / denominator), s);
    curve[k] = s;
  }
  survival = s;
}

/// curve[k] = S_a(t_k), K values; S is 1 before t_0. All records must be in the table.
template <class V> void kaplan_meier(RiskTable<V> const& table, std::size_t arm, std::vector<V>& curve) {
  curve.resize(table.records.size(), V{1.0});
  V survival{1.0};
  kaplan_meier(std::span<RiskRecord<V> const>(table.records), arm, survival, curve.data());
}

/// The value of a step function after the first `until` event times; `before` without any.
template <class V> V value_after(std::vector<V> const& values, std::size_t until, V before) {
  return until == 0 ? before : values[until - 1];
}
/// The same where lanes have rows of their own.
template <class V> V value_after(std::vector<V> const& values, LaneRows<V> const& until, V before) {
  using namespace math;
  V out = before;
  for (std::size_t lane = 0; lane < until.rows.size(); ++lane) {
    int const l = static_cast<int>(lane);
    if (until.rows[lane] > 0) set_lane(out, l, get_lane(values[until.rows[lane] - 1], l));
  }
  return out;
}

/// S(t), with until = the number of event times <= t.
template <class V, class Until> V survival_at(std::vector<V> const& curve, Until const& until) {
  return value_after(curve, until, V{1.0});
}

} // namespace iptwsim
