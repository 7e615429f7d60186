#pragma once
// Score, information and robust meat of the weighted Cox model of treatment at a given log hazard ratio; formulas in
// estimators/cox.hpp.
//
// The tied terms of one event time are summed first, then event times in their order. Within a batch of lanes an event
// time takes as many steps as its largest tie, which differ from batch to batch: some event times at a time are visited
// by number of steps, so that the processor can foresee the loops, and their sums are added up in the order of time.

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "estimators/late_meat.hpp"
#include "estimators/options.hpp"
#include "estimators/risk_table.hpp"
#include "math/exp.hpp"

namespace iptwsim {

template <class V> struct CoxScore {
  V score;       ///< U(b)
  V information; ///< I(b)
  V meat;        ///< B(b) = sum_i f_i (w_i g_i)^2
};

/// One event time as the model sees it.
template <class V> struct CoxRecord {
  std::array<V, 2> at_risk, deaths;
  V terms, per_term; ///< how many tied terms: d (Efron), 1 (Breslow), 0 without a death; 1 / terms
};

/// Sums over the tied terms l of one event time. E and 1 - E are both formed without cancellation: where one arm alone
/// is at risk its deaths give exactly 0.
template <class V> struct CoxTerms {
  V score{0.0}, information{0.0}; // sum_l (D_1/d) (1-E) - (D_0/d) E, sum_l (D/d) E (1-E)
  V mean_e{0.0}, mean_rest{0.0};  // mean_l E, mean_l (1 - E)
  V he{0.0}, hr{0.0};             // sum_l (D/d)/phi E and (1-E): for those who survive t_k
  V he_death{0.0}, hr_death{0.0}; // the same with factor (1-c): for those who die at t_k
};

/// Whether somebody is left at risk after some death that compares the arms. Else all who are at risk die together
/// whenever both arms are: U and B are 0 at b = 0, which is then the root of U, and what a sum gives there is rounding.
template <class V> math::mask_t<V> leaves_somebody(std::span<RiskRecord<V> const> records) {
  using namespace math;
  V const none{0.0};
  auto found = none > none;
  for (RiskRecord<V> const& record : records) {
    V const dying = record.raw_deaths[0] + record.raw_deaths[1];
    V const at_risk = record.raw_at_risk[0] + record.raw_at_risk[1];
    auto const compares = (record.raw_at_risk[0] > none) & (record.raw_at_risk[1] > none) & (dying > none);
    found = found | (compares & (at_risk > dying));
    if (!any(!found)) break; // in nearly every cohort after the first death
  }
  return found;
}

/// The event times of a risk table, ready to be swept at any log hazard ratio. Reused: nothing is allocated after the
/// first table.
template <class V> class CoxSweep {
public:
  /// The table must stay for as long as this is used.
  void start(RiskTable<V>& table, Ties ties) {
    std::size_t const event_times = table.event_times();
    table_ = &table;
    efron_ = ties == Ties::efron;
    records_.resize(event_times);
    visits_.resize(event_times);
    terms_.resize(group);
    slopes_.resize(group);
    leaves_somebody_ = V{0.0} > V{0.0};
    at_null_ = begin(V{0.0});
  }

  /// Records from event time `first` on, in their order; all must be read.
  void read(std::size_t first, std::span<RiskRecord<V> const> records) {
    using math::any;
    if (any(!leaves_somebody_)) leaves_somebody_ = leaves_somebody_ | leaves_somebody(records);
    for (std::size_t at = 0; at < records.size(); at += group) {
      auto const some = records.subspan(at, std::min(group, records.size() - at));
      read_group(first + at, some);
      add(first + at, some, at_null_);
    }
  }

  /// All of a table.
  void read(RiskTable<V>& table, Ties ties) {
    start(table, ties);
    table.visit([&](std::size_t first, std::span<RiskRecord<V> const> records) { read(first, records); });
  }

  /// U, I and B at b = 0 of what has been read last.
  CoxScore<V> at_null() { return end(at_null_); }

  /// U and I; meat is 0.
  CoxScore<V> score(V log_hazard_ratio) {
    CoxScore<V> out{V{0.0}, V{0.0}, V{0.0}};
    auto const keep = [](CoxTerms<V> const& at) { return Slopes{at.score, at.information}; };
    V const r = math::exp(log_hazard_ratio);
    for (std::size_t first = 0; first < visits_.size(); first += group) {
      std::size_t const last = std::min(first + group, visits_.size());
      in_time_order(first, last, r, slopes_, keep, [&](std::size_t, Slopes const& at) {
        out.score = out.score + at.score;
        out.information = out.information + at.information;
      });
    }
    return out;
  }

  /// U, I and B.
  CoxScore<V> score_and_meat(V log_hazard_ratio) {
    Sums sums = begin(log_hazard_ratio);
    table_->visit([&](std::size_t first, std::span<RiskRecord<V> const> records) {
      for (std::size_t at = 0; at < records.size(); at += group) {
        add(first + at, records.subspan(at, std::min(group, records.size() - at)), sums);
      }
    });
    return end(sums);
  }

private:
  static constexpr std::size_t group = 64; ///< event times whose sums wait in the cache for those before them

  struct Visit {
    std::uint32_t event_time, steps; ///< steps: the largest number of terms of any lane
  };
  struct Slopes {
    V score, information;
  };

  /// Sums over event times so far at a hazard ratio r; he, hr: those of the terms.
  struct Sums {
    V r;
    CoxScore<V> out;
    V he, hr;
  };

  Sums begin(V log_hazard_ratio) {
    if (has_entry()) late_.start(records_.size());
    V const none{0.0};
    return {math::exp(log_hazard_ratio), {none, none, none}, none, none};
  }

  /// Event times of a group, from number `first` on.
  IPTWSIM_HOT void add(std::size_t first, std::span<RiskRecord<V> const> records, Sums& sums) {
    V const r = sums.r;
    CoxScore<V> out = sums.out;
    V he = sums.he, hr = sums.hr;
    bool const late = has_entry();
    auto const keep = [](CoxTerms<V> const& at) { return at; };
    in_time_order(first, first + records.size(), r, terms_, keep, [&](std::size_t k, CoxTerms<V> const& at) {
      RiskRecord<V> const& record = records[k - first];
      out.score = out.score + at.score;
      out.information = out.information + at.information;
      V const died_control = he + at.he_death - at.mean_e;
      V const died_treated = at.mean_rest - r * (hr + at.hr_death);
      he = he + at.he;
      hr = hr + at.hr;
      V const left_treated = r * hr;
      if (late) return late_.put(k, {died_control, -died_treated}, {he, left_treated});
      out.meat =
          out.meat + (record.squares_deaths[0] * (died_control * died_control) +
                      record.squares_deaths[1] * (died_treated * died_treated) + record.squares_leavers[0] * (he * he) +
                      record.squares_leavers[1] * (left_treated * left_treated));
    });
    sums = {r, out, he, hr};
  }

  CoxScore<V> end(Sums const& sums) const {
    using math::select;
    CoxScore<V> out = sums.out;
    if (has_entry()) out.meat = late_.sum(*table_);
    out.meat = select(leaves_somebody_, out.meat, V{0.0});
    return out;
  }

  bool has_entry() const { return !table_->stays.empty(); }

  /// Event times of a group, from number `first` on, and a counting sort of them by steps.
  void read_group(std::size_t first, std::span<RiskRecord<V> const> records) {
    using namespace math;
    std::uint32_t steps[group], most = 0;
    for (std::size_t at = 0; at < records.size(); ++at) {
      RiskRecord<V> const& from = records[at];
      steps[at] = static_cast<std::uint32_t>(largest(terms_of(from)));
      most = std::max(most, steps[at]);
    }
    starts_.assign(most + 2, static_cast<std::uint32_t>(first));
    for (std::size_t at = 0; at < records.size(); ++at) ++starts_[steps[at] + 1];
    for (std::size_t s = 1; s < starts_.size(); ++s) starts_[s] += starts_[s - 1] - static_cast<std::uint32_t>(first);
    for (std::size_t at = 0; at < records.size(); ++at) {
      RiskRecord<V> const& from = records[at];
      std::uint32_t const visit = starts_[steps[at]]++;
      visits_[visit] = {static_cast<std::uint32_t>(first + at), steps[at]};
      V const terms = terms_of(from);
      records_[visit] = {from.at_risk, from.deaths, terms, V{1.0} / select(terms > V{0.0}, terms, V{1.0})};
    }
  }

  V terms_of(RiskRecord<V> const& record) const {
    using namespace math;
    V const tied = record.raw_deaths[0] + record.raw_deaths[1];
    return select(tied > V{0.0}, efron_ ? tied : V{1.0}, V{0.0});
  }

  /// use(k, keep(terms of k)) for the event times of a group in their order; `kept` has room for a group.
  template <class Kept, class Keep, class Use>
  IPTWSIM_HOT void in_time_order(std::size_t first, std::size_t last, V hazard_ratio, std::vector<Kept>& kept,
                                 Keep keep, Use use) const {
    for (std::size_t i = first; i < last; ++i) {
      auto const [k, steps] = visits_[i];
      kept[k - first] = keep(cox_terms(records_[i], steps, hazard_ratio));
    }
    for (std::size_t k = first; k < last; ++k) use(k, kept[k - first]);
  }

  static double largest(V terms) {
    double most = 0;
    for (int lane = 0; lane < math::lanes_v<V>; ++lane) most = std::max(most, get_lane_of(terms, lane));
    return most;
  }
  static double get_lane_of(V const& value, int lane) {
    using namespace math;
    return get_lane(value, lane);
  }

  struct Shares {
    V control, treated, both;
  }; ///< of a tied term: D_0/d, D_1/d, D/d

  /// Adds a term; control, treated: at risk, the treated times the hazard ratio. dying: a product with 1 - c.
  IPTWSIM_HOT static void add_term(V control, V treated, math::mask_t<V> active, Shares const& deaths, V per_term,
                                   CoxTerms<V>& sums, auto dying) {
    using namespace math;
    V const phi = control + treated;
    V const inverse = V{1.0} / select(active & (phi > V{0.0}), phi, V{1.0}); // 0: every weight here underflowed
    V const e = select(active, treated * inverse, V{0.0});
    V const rest = select(active, control * inverse, V{0.0});
    V const h = select(active, deaths.both * inverse, V{0.0});
    V const he = h * e, hr = h * rest;
    sums.score = sums.score + (deaths.treated * rest - deaths.control * e);
    sums.information = sums.information + deaths.both * (e * rest);
    sums.mean_e = sums.mean_e + e * per_term;
    sums.mean_rest = sums.mean_rest + rest * per_term;
    sums.he = sums.he + he;
    sums.hr = sums.hr + hr;
    sums.he_death = sums.he_death + dying(he);
    sums.hr_death = sums.hr_death + dying(hr);
  }

  IPTWSIM_HOT CoxTerms<V> cox_terms(CoxRecord<V> const& record, std::uint32_t steps, V hazard_ratio) const {
    using namespace math;
    V const share_control = record.deaths[0] * record.per_term, share_treated = record.deaths[1] * record.per_term;
    Shares const deaths{share_control, share_treated, share_control + share_treated};
    CoxTerms<V> sums;
    if (steps == 0) return sums;
    auto const someone = V{0.0} < record.terms;
    add_term(record.at_risk[0], record.at_risk[1] * hazard_ratio, someone, deaths, record.per_term, sums,
             [](V x) { return x; }); // c = 0
    double l = 1;
    for (std::uint32_t step = 1; step < steps; ++step, l += 1) {
      V const c = V{l} * record.per_term, kept = V{1.0} - c; // Breslow's method has one term
      add_term(record.at_risk[0] - c * record.deaths[0], (record.at_risk[1] - c * record.deaths[1]) * hazard_ratio,
               V{l} < record.terms, deaths, record.per_term, sums, [&](V x) { return x * kept; });
    }
    return sums;
  }

  RiskTable<V>* table_ = nullptr;
  bool efron_ = true;
  math::mask_t<V> leaves_somebody_{};
  Sums at_null_;
  std::vector<CoxRecord<V>> records_; ///< as they are visited
  std::vector<Visit> visits_;         ///< event times, in each group by number of steps
  std::vector<Slopes> slopes_;        ///< scratch, of a group
  std::vector<CoxTerms<V>> terms_;    ///< scratch, of a group
  std::vector<std::uint32_t> starts_; ///< scratch: where each number of steps begins
  LateMeat<V> late_;                  ///< scratch, with late entry
};

/// Score, information and robust meat at b.
template <class V> CoxScore<V> cox_score(RiskTable<V> table, V log_hazard_ratio, Ties ties) {
  CoxSweep<V> sweep;
  sweep.read(table, ties);
  return sweep.score_and_meat(log_hazard_ratio);
}

} // namespace iptwsim
