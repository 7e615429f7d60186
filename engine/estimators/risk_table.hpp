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
// V is the number type (math/number.hpp): one replicate, or one per lane. O(n) time, O(K) memory. In a large cohort the
// records, 16 numbers each, fit no cache. Such a table is kept in blocks of event times: one sweep sums up everybody,
// keeping the sums between blocks, from which a block's records are found again, one block at a time.

#include <algorithm>
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

/// What a sweep back in time has summed up, by arm.
template <class V> struct RiskSums {
  std::array<V, 2> at_risk{V{0.0}, V{0.0}}, squares{V{0.0}, V{0.0}}, raw{V{0.0}, V{0.0}};
  std::array<V, 2> raw_events{V{0.0}, V{0.0}}, informative{V{0.0}, V{0.0}};
};

namespace detail {
template <class V> struct RunSums {
  V raw{0.0}, weighted{0.0}, squares{0.0};

  IPTWSIM_HOT void add(V copies, V frequency, V weight) {
    V const once = frequency * weight;
    raw = raw + copies;
    weighted = weighted + once;
    squares = squares + once * weight;
  }
};

/// Patients where the cohort has them.
template <class V> struct RiskInputs {
  TimeOrder const* order = nullptr;
  Copies<V> copies = {};
  std::span<V const> weights = {}; ///< n values in cohort order

  RunSums<V> sum_run(std::span<std::uint32_t const> patients) const {
    RunSums<V> sums;
    for (std::uint32_t const i : patients) sums.add(copies.raw[i], copies.frequency[i], weights[i]);
    return sums;
  }
};

/// A patient whose raw copies are the frequency.
template <class V> struct RiskPatient { V frequency, weight; };

/// Patients side by side in order of time.
template <class V> struct OrderedInputs {
  TimeOrder const& order;
  std::span<RiskPatient<V> const> ordered;

  RunSums<V> sum_run(std::span<std::uint32_t const> patients) const {
    RunSums<V> sums;
    for (auto const& [f, w] : ordered.subspan(order.place(patients), patients.size())) sums.add(f, f, w);
    return sums;
  }
};

/// Records of the event times from number `first` on. in: as those who enter late are summed up; runs: as the others
/// are. sums: of all who leave later; then of these, too.
template <class V, class Runs>
void fill_records(RiskInputs<V> const& in, Runs const& runs, std::size_t first, std::span<RiskRecord<V>> records,
                  RiskSums<V>& sums) {
  using namespace math;
  V const none{0.0};
  TimeOrder const& order = *in.order;
  auto [at_risk, squares, raw, raw_events, informative] = sums;
  for (std::size_t k = first + records.size(); k-- > first;) {
    RiskRecord<V>& record = records[k - first];
    for (std::size_t arm = 0; arm < 2; ++arm) {
      auto const left = runs.sum_run(order.leavers(k, arm));
      auto const compete = runs.sum_run(order.competing(k, arm));
      auto const died = runs.sum_run(order.events(k, arm));
      at_risk[arm] = at_risk[arm] + left.weighted + compete.weighted + died.weighted;
      squares[arm] = squares[arm] + left.squares + compete.squares + died.squares;
      raw[arm] = raw[arm] + left.raw + compete.raw + died.raw;
      if (order.has_entry()) {
        auto const late = in.sum_run(order.entrants(k, arm));
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
      raw_events[arm] = raw_events[arm] + died.raw;
    }
    for (std::size_t arm = 0; arm < 2; ++arm) {
      V const compared = select(at_risk[1 - arm] > none, record.raw_deaths[arm], none);
      informative[arm] = informative[arm] + compared;
    }
    record.at_risk = at_risk;
    record.squares_at_risk = squares;
    record.raw_at_risk = raw;
  }
  sums = {at_risk, squares, raw, raw_events, informative};
}
} // namespace detail

/// Whether so many records, of numbers of that size, are faster found again than fetched from memory.
constexpr bool is_large_risk_table(std::size_t event_times, std::size_t bytes_a_number) {
  return event_times * 16 * bytes_a_number > (4u << 20);
}

/// Reused: nothing is allocated after the first table, unless there are more event times.
template <class V> struct RiskTable {
  std::vector<RiskRecord<V>> records; ///< in time order: of all event times, or of the block that was visited last
  std::array<V, 2> raw_events;        ///< sum of raw_deaths over time, by arm
  std::array<V, 2> informative;       ///< of them, those with the other arm at risk: all that compares the arms
  std::span<TimeOrder::Stay const> stays = {}; ///< with late entry: of the order, which must outlive the table
  std::vector<V> stay_squares = {};            ///< f_i w_i^2 of each

  static bool is_large(std::size_t event_times) { return is_large_risk_table(event_times, sizeof(V)); }

  void fill(detail::RiskInputs<V> const& in) {
    RiskSums<V> sums;
    sums_.clear();
    records.resize(in.order->event_times());
    detail::fill_records(in, in, 0, std::span(records), sums);
    finish(in, sums);
  }

  /// In blocks, for those whose raw copies are their frequencies. What `in` points to must stay for as long as records
  /// are visited.
  void fill_in_blocks(detail::RiskInputs<V> const& in) {
    std::size_t const times = in.order->event_times();
    if (times == 0) return fill(in);
    RiskSums<V> sums;
    inputs_ = in;
    records.resize(block);
    sums_.resize((times - 1) / block + 1);
    ordered_.resize(in.order->from_first_interval().size());
    std::size_t rest = ordered_.size();
    for (std::size_t b = sums_.size(); b-- > 0;) {
      rest = put_in_order(in.order->place(in.order->events(b * block, 0)), rest);
      sums_[b] = sums;
      fill_block(b, sums);
    }
    finish(in, sums);
  }

  std::size_t event_times() const { return sums_.empty() ? records.size() : inputs_.order->event_times(); }

  /// use(k, records from event time k on), some at a time, for all event times forward in time.
  template <class Use> void visit(Use use) {
    for (std::size_t first = 0, b = 0; first < event_times(); first += block, ++b) {
      RiskRecord<V> const* from = records.data() + first;
      if (!sums_.empty()) {
        RiskSums<V> sums = sums_[b];
        if (b != in_memory_) fill_block(b, sums);
        from = records.data();
      }
      use(first, std::span(from, std::min(block, event_times() - first)));
    }
  }

private:
  static constexpr std::size_t block = 64; ///< event times

  std::size_t size_of(std::size_t b) const { return std::min(block, inputs_.order->event_times() - b * block); }

  /// Patients first .. last - 1 in order of time, from all over memory; returns first.
  std::size_t put_in_order(std::size_t first, std::size_t last) {
    std::uint32_t const* const patient = inputs_.order->from_first_interval().data();
    for (std::size_t at = first; at < last; ++at) {
      ordered_[at] = {inputs_.copies.frequency[patient[at]], inputs_.weights[patient[at]]};
    }
    return first;
  }

  void fill_block(std::size_t b, RiskSums<V>& sums) {
    detail::OrderedInputs<V> const ordered{*inputs_.order, ordered_};
    detail::fill_records(inputs_, ordered, b * block, std::span(records).first(size_of(b)), sums);
    in_memory_ = b;
  }

  void finish(detail::RiskInputs<V> const& in, RiskSums<V> const& sums) {
    raw_events = sums.raw_events;
    informative = sums.informative;
    stays = in.order->stays();
    stay_squares.resize(stays.size(), V{0.0});
    for (std::size_t s = 0; s < stays.size(); ++s) {
      std::uint32_t const i = stays[s].patient;
      stay_squares[s] = in.copies.frequency[i] * in.weights[i] * in.weights[i];
    }
  }

  detail::RiskInputs<V> inputs_;                ///< of a table in blocks
  std::vector<detail::RiskPatient<V>> ordered_; ///< everybody from the first event time on
  std::vector<RiskSums<V>> sums_;               ///< of all who leave after each block
  std::size_t in_memory_ = 0;
};

/// copies, weights: n values in cohort order.
template <class V>
void fill_risk_table(TimeOrder const& order, Copies<V> const& copies, std::span<V const> weights, RiskTable<V>& table) {
  table.fill({&order, copies, weights});
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
