#pragma once
// One sweep over the patients, shared by every estimator: what is at risk, dies and leaves at each event time.
//
// A patient i counts f_i times (the bootstrap's copies; 1 in the cohort itself) with weight w_i per copy. At event time
// t_k (k = 0..K-1), by arm a:
//   at_risk[a]         N_ak = sum f_i w_i      over T_i >= t_k
//   deaths[a]          D_ak = sum f_i w_i      over events at t_k
//   squares_at_risk[a] Q_ak = sum f_i w_i^2    over T_i >= t_k
//   squares_deaths[a]         sum f_i w_i^2    over events at t_k
//   competing[a]              sum f_i w_i      over competing events at t_k
//   squares_leavers[a]        sum f_i w_i^2    over competing events at t_k and follow-up ending in [t_k, t_{k+1})
//   raw_at_risk[a]     n_ak = sum c_i          over T_i >= t_k
//   raw_deaths[a]      d_ak = sum c_i          over events at t_k
// f_i: frequency, c_i: raw copies (cohort/copies.hpp); they differ in a Bayesian bootstrap only. `deaths` are events of
// the cause of interest; a competing event leaves the risk set after t_k, as a censoring does.
// The sums run backward in time, each patient added once, so the last risk set is exact (no subtraction).
// Late entry (L_i < t_k <= T_i for T_i >= t_k): who enters in [t_k, t_{k+1}) is taken out again at t_k, by subtraction.
// Sums of nobody are then set to 0, and where all at risk die together N is their D: copies are counted exactly.
// A patient with f_i = 0 must have w_i = 0 (weights/weight.hpp sees to it): 0 * Inf would be NaN.
//
// V is the number type (math/number.hpp): one replicate, or one per lane. O(n) time, O(K) memory.

#include <array>
#include <span>
#include <vector>

#include "cohort/copies.hpp"
#include "cohort/time_order.hpp"
#include "math/number.hpp"

namespace iptwsim {

template <class V> struct RiskRecord {
  std::array<V, 2> at_risk, deaths, competing;
  std::array<V, 2> squares_at_risk, squares_deaths, squares_leavers;
  std::array<V, 2> raw_at_risk, raw_deaths;
};

template <class V> struct RiskTable {
  std::vector<RiskRecord<V>> records; ///< one an event time, in time order
  std::array<V, 2> raw_events;        ///< sum of raw_deaths over time, by arm
  std::array<V, 2> informative;       ///< of them, those with the other arm at risk: all that compares the arms
  std::span<TimeOrder::Stay const> stays = {}; ///< with late entry: of the order, which must outlive the table
  std::vector<V> stay_squares = {};            ///< f_i w_i^2 of each
};

namespace detail {
template <class V> struct RunSums { V raw{0.0}, weighted{0.0}, squares{0.0}; };

template <class V>
RunSums<V> sum_run(std::span<std::uint32_t const> patients, Copies<V> const& copies, std::span<V const> weights) {
  RunSums<V> sums;
  for (std::uint32_t const i : patients) {
    V const once = copies.frequency[i] * weights[i];
    sums.raw = sums.raw + copies.raw[i];
    sums.weighted = sums.weighted + once;
    sums.squares = sums.squares + once * weights[i];
  }
  return sums;
}
} // namespace detail

/// copies, weights: n values in cohort order. Reuses the memory of `table`.
template <class V>
void fill_risk_table(TimeOrder const& order, Copies<V> const& copies, std::span<V const> weights, RiskTable<V>& table) {
  using namespace math;
  V const none{0.0};
  table.records.resize(order.event_times());
  table.raw_events = {none, none};
  table.informative = {none, none};
  std::array<V, 2> at_risk{none, none}, squares{none, none}, raw{none, none};
  for (std::size_t k = order.event_times(); k-- > 0;) {
    RiskRecord<V>& record = table.records[k];
    for (std::size_t arm = 0; arm < 2; ++arm) {
      auto const left = detail::sum_run(order.leavers(k, arm), copies, weights);
      auto const compete = detail::sum_run(order.competing(k, arm), copies, weights);
      auto const died = detail::sum_run(order.events(k, arm), copies, weights);
      at_risk[arm] = at_risk[arm] + left.weighted + compete.weighted + died.weighted;
      squares[arm] = squares[arm] + left.squares + compete.squares + died.squares;
      raw[arm] = raw[arm] + left.raw + compete.raw + died.raw;
      if (order.has_entry()) {
        auto const late = detail::sum_run(order.entrants(k, arm), copies, weights);
        raw[arm] = raw[arm] - late.raw;
        auto const nobody = !(raw[arm] > none), all_die = !(raw[arm] > died.raw + compete.raw);
        V const dying = select(nobody, none, died.weighted + compete.weighted);
        at_risk[arm] = select(all_die, dying, at_risk[arm] - late.weighted);
        squares[arm] =
            select(all_die, select(nobody, none, died.squares + compete.squares), squares[arm] - late.squares);
      }
      record.deaths[arm] = died.weighted;
      record.competing[arm] = compete.weighted;
      record.squares_deaths[arm] = died.squares;
      record.squares_leavers[arm] = left.squares + compete.squares;
      record.raw_deaths[arm] = died.raw;
      table.raw_events[arm] = table.raw_events[arm] + died.raw;
    }
    for (std::size_t arm = 0; arm < 2; ++arm) {
      V const compared = select(at_risk[1 - arm] > none, record.raw_deaths[arm], none);
      table.informative[arm] = table.informative[arm] + compared;
    }
    record.at_risk = at_risk;
    record.squares_at_risk = squares;
    record.raw_at_risk = raw;
  }
  table.stays = order.stays();
  table.stay_squares.resize(table.stays.size(), none);
  for (std::size_t s = 0; s < table.stays.size(); ++s) {
    std::uint32_t const i = table.stays[s].patient;
    table.stay_squares[s] = copies.frequency[i] * weights[i] * weights[i];
  }
}

template <class V>
void fill_risk_table(TimeOrder const& order, std::span<V const> counts, std::span<V const> weights,
                     RiskTable<V>& table) {
  fill_risk_table(order, Copies<V>::of(counts), weights, table);
}

/// Longest follow-up among the arm's patients with a positive count; -1 where the arm is empty.
template <class V> V last_follow_up(TimeOrder const& order, std::span<V const> counts, std::size_t arm) {
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
