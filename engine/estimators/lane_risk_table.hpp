#pragma once
// The risk table (estimators/risk_table.hpp) where every lane has a cohort of its own, each patient once.
//
// A record a row of the order instead of one an event time. In a lane whose patient in that row has no event the record
// is neutral: nobody at risk, nobody dies, nobody leaves; no estimator moves by it. The sums have their terms in the
// order that the other table gives them: those who leave between two events forward in time, then from event to event
// backward. So a lane has the bits of its cohort alone.

#include "cohort/lane_order.hpp"
#include "estimators/risk_table.hpp"

namespace iptwsim {
namespace detail {

/// Sums over patients of each arm.
template <class V> struct ArmSums {
  std::array<V, 2> weighted{V{0.0}, V{0.0}}, squares{V{0.0}, V{0.0}}, raw{V{0.0}, V{0.0}};
};

/// One patient, in the arm it is in.
template <class V> ArmSums<V> sums_of_patient(math::mask_t<V> treated, V weight) {
  using namespace math;
  V const none{0.0}, square = weight * weight, one{1.0};
  return {{select(treated, none, weight), select(treated, weight, none)},
          {select(treated, none, square), select(treated, square, none)},
          {select(treated, none, one), select(treated, one, none)}};
}

template <class V> std::array<V, 2> only(math::mask_t<V> mask, std::array<V, 2> const& values) {
  using namespace math;
  return {select(mask, values[0], V{0.0}), select(mask, values[1], V{0.0})};
}

/// Those who have left since the last event, after each row; an event's row begins anew.
template <class V>
void sum_leavers(LaneOrder<V> const& order, std::span<V const> weights, std::vector<ArmSums<V>>& leavers) {
  using namespace math;
  leavers.resize(order.rows());
  ArmSums<V> sums;
  for (std::size_t r = 0; r < order.rows(); ++r) {
    ArmSums<V> const own = sums_of_patient(order.is_treated(r), weights[r]);
    auto const is_either = order.is_either(r);
    for (std::size_t arm = 0; arm < 2; ++arm) {
      sums.weighted[arm] = select(is_either, V{0.0}, sums.weighted[arm] + own.weighted[arm]);
      sums.squares[arm] = select(is_either, V{0.0}, sums.squares[arm] + own.squares[arm]);
      sums.raw[arm] = select(is_either, V{0.0}, sums.raw[arm] + own.raw[arm]);
    }
    leavers[r] = sums;
  }
}

} // namespace detail

/// Memory that one table leaves to the next.
template <class V> struct LaneRiskWorkspace {
  std::vector<V> weights;
  std::vector<detail::ArmSums<V>> leavers;
};

/// weights: n values in cohort order.
template <class V>
void fill_risk_table(LaneOrder<V> const& order, std::span<V const> weights, LaneRiskWorkspace<V>& workspace,
                     RiskTable<V>& table) {
  using namespace math;
  V const none{0.0};
  std::size_t const n = order.rows();
  workspace.weights.resize(n);
  for (std::size_t r = 0; r < n; ++r) workspace.weights[r] = order.in_row(r, weights.data());
  detail::sum_leavers(order, std::span<V const>(workspace.weights), workspace.leavers);

  table.records.resize(n);
  table.raw_events = {none, none};
  table.informative = {none, none};
  detail::ArmSums<V> at_risk, left;
  auto starts_next = none < V{1.0}; // the end, or the row after this one is an event's
  for (std::size_t r = n; r-- > 0;) {
    RiskRecord<V>& record = table.records[r];
    auto const own = detail::sums_of_patient(order.is_treated(r), workspace.weights[r]);
    auto const dies = order.is_event(r), competes = order.is_competing(r), is_either = order.is_either(r);
    record.deaths = detail::only(dies, own.weighted);
    record.competing = detail::only(competes, own.weighted);
    record.squares_deaths = detail::only(dies, own.squares);
    record.raw_deaths = detail::only(dies, own.raw);
    for (std::size_t arm = 0; arm < 2; ++arm) {
      auto const& leavers = workspace.leavers[r];
      left.weighted[arm] = select(starts_next, leavers.weighted[arm], left.weighted[arm]);
      left.squares[arm] = select(starts_next, leavers.squares[arm], left.squares[arm]);
      left.raw[arm] = select(starts_next, leavers.raw[arm], left.raw[arm]);
      // One event a row: of the two that are added one is 0.
      V const weighted = at_risk.weighted[arm] + left.weighted[arm] + own.weighted[arm];
      V const squares = at_risk.squares[arm] + left.squares[arm] + own.squares[arm];
      V const raw = at_risk.raw[arm] + left.raw[arm] + own.raw[arm];
      at_risk.weighted[arm] = select(is_either, weighted, at_risk.weighted[arm]);
      at_risk.squares[arm] = select(is_either, squares, at_risk.squares[arm]);
      at_risk.raw[arm] = select(is_either, raw, at_risk.raw[arm]);
      record.at_risk[arm] = select(is_either, at_risk.weighted[arm], none);
      record.squares_at_risk[arm] = select(is_either, at_risk.squares[arm], none);
      record.raw_at_risk[arm] = select(is_either, at_risk.raw[arm], none);
      V const compete = select(competes, own.squares[arm], none);
      record.squares_leavers[arm] = select(is_either, left.squares[arm] + compete, none);
      table.raw_events[arm] = table.raw_events[arm] + record.raw_deaths[arm];
    }
    for (std::size_t arm = 0; arm < 2; ++arm) {
      V const compared = select(record.at_risk[1 - arm] > none, record.raw_deaths[arm], none);
      table.informative[arm] = table.informative[arm] + compared;
    }
    starts_next = is_either;
  }
}

} // namespace iptwsim
