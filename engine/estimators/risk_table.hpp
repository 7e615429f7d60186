#pragma once
// One sweep over the patients, shared by every estimator: what is at risk, dies and leaves at each event time.
//
// A patient i counts f_i times (the bootstrap's copies; 1 in the cohort itself) with weight w_i per copy. At event time
// t_k (k = 0..K-1), by arm a:
//   at_risk[a]         N_ak = sum f_i w_i      over T_i >= t_k
//   deaths[a]          D_ak = sum f_i w_i      over events at t_k
//   squares_at_risk[a] Q_ak = sum f_i w_i^2    over T_i >= t_k
//   squares_deaths[a]         sum f_i w_i^2    over events at t_k
//   squares_leavers[a]        sum f_i w_i^2    over follow-up ending without event in [t_k, t_{k+1})
//   raw_at_risk        n_k  = sum f_i          over T_i >= t_k, both arms
//   raw_deaths[a]      d_ak = sum f_i          over events at t_k
// The sums run backward in time, each patient added once, so the last risk set is exact (no subtraction).
// A patient with f_i = 0 must have w_i = 0 (weights/weight.hpp sees to it): 0 * Inf would be NaN.
//
// V is the number type (math/number.hpp): one replicate, or one per lane. O(n) time, O(K) memory.

#include <array>
#include <span>
#include <vector>

#include "cohort/time_order.hpp"
#include "math/number.hpp"

namespace iptwsim {

template <class V> struct RiskRecord {
  std::array<V, 2> at_risk, deaths;
  std::array<V, 2> squares_at_risk, squares_deaths, squares_leavers;
  V raw_at_risk;
  std::array<V, 2> raw_deaths;
};

template <class V> struct RiskTable {
  std::vector<RiskRecord<V>> records; ///< one an event time, in time order
  std::array<V, 2> raw_events;        ///< sum of raw_deaths over time, by arm
  std::array<V, 2> informative;       ///< of them, those with the other arm at risk: all that compares the arms
};

namespace detail {
template <class V> struct RunSums { V raw{0.0}, weighted{0.0}, squares{0.0}; };

template <class V>
RunSums<V> sum_run(std::span<std::uint32_t const> patients, std::span<V const> counts, std::span<V const> weights) {
  RunSums<V> sums;
  for (std::uint32_t const i : patients) {
    V const once = counts[i] * weights[i];
    sums.raw = sums.raw + counts[i];
    sums.weighted = sums.weighted + once;
    sums.squares = sums.squares + once * weights[i];
  }
  return sums;
}
} // namespace detail

/// counts, weights: n values in cohort order. Reuses the memory of `table`.
template <class V>
void fill_risk_table(TimeOrder const& order, std::span<V const> counts, std::span<V const> weights,
                     RiskTable<V>& table) {
  using namespace math;
  table.records.resize(order.event_times());
  table.raw_events = {V{0.0}, V{0.0}};
  table.informative = {V{0.0}, V{0.0}};
  std::array<V, 2> at_risk{V{0.0}, V{0.0}}, squares{V{0.0}, V{0.0}};
  V raw{0.0};
  for (std::size_t k = order.event_times(); k-- > 0;) {
    RiskRecord<V>& record = table.records[k];
    for (std::size_t arm = 0; arm < 2; ++arm) {
      auto const left = detail::sum_run(order.leavers(k, static_cast<int>(arm)), counts, weights);
      auto const died = detail::sum_run(order.events(k, static_cast<int>(arm)), counts, weights);
      at_risk[arm] = at_risk[arm] + left.weighted + died.weighted;
      squares[arm] = squares[arm] + left.squares + died.squares;
      raw = raw + left.raw + died.raw;
      record.deaths[arm] = died.weighted;
      record.squares_deaths[arm] = died.squares;
      record.squares_leavers[arm] = left.squares;
      record.raw_deaths[arm] = died.raw;
      table.raw_events[arm] = table.raw_events[arm] + died.raw;
    }
    for (std::size_t arm = 0; arm < 2; ++arm) {
      V const compared = select(at_risk[1 - arm] > V{0.0}, record.raw_deaths[arm], V{0.0});
      table.informative[arm] = table.informative[arm] + compared;
    }
    record.at_risk = at_risk;
    record.squares_at_risk = squares;
    record.raw_at_risk = raw;
  }
}

/// Longest follow-up among the arm's patients with a positive count; -1 where the arm is empty.
template <class V> V last_follow_up(TimeOrder const& order, std::span<V const> counts, int arm) {
  using namespace math;
  V last{-1.0};
  for (std::uint32_t const i : order.longest_first(arm)) {
    auto const first_seen = (last < V{0.0}) & (counts[i] > V{0.0});
    last = select(first_seen, V{order.time(i)}, last);
    if (!any(last < V{0.0})) break;
  }
  return last;
}

} // namespace iptwsim
