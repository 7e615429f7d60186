#pragma once
// What the estimator blocks share: the sweep that they read, the columns that they write.

#include <array>
#include <initializer_list>
#include <type_traits>
#include <vector>

#include "analysis/column.hpp"
#include "analysis/prepared.hpp"
#include "core/status.hpp"
#include "estimators/cox_score.hpp"
#include "estimators/lane_cox.hpp"
#include "estimators/log_rank.hpp"
#include "estimators/risk_table.hpp"

namespace iptwsim {

/// Values and Status codes of consecutive columns.
template <class V> struct ColumnWriter {
  std::vector<V> values, statuses;

  void put(V value, V status) {
    values.push_back(value);
    statuses.push_back(status);
  }
};

/// One endpoint under one weighting: what the blocks read. Of one cohort, or of a cohort a lane (LaneEndpoint).
template <class V, class AnyEndpoint = PreparedEndpoint> struct EndpointSweep {
  AnyEndpoint const* endpoint = nullptr;
  RiskTable<V> table;
  std::array<std::vector<V>, 2> curve; ///< Kaplan-Meier by arm
  std::array<V, 2> last_follow_up{V{0.0}, V{0.0}};
  /// Of the table, with Cox's model or a log-rank test.
  std::conditional_t<std::is_same_v<AnyEndpoint, PreparedEndpoint>, CoxSweep<V>, LaneCoxSweep<V>> cox;
  CoxScore<V> at_null;   ///< no effect of treatment
  XieLiuSums<V> xie_liu; ///< with the log-rank tests
};

template <class V> V status_code(Status status) { return V{static_cast<double>(status)}; }

namespace detail {

inline constexpr std::array<char const*, 2> arm_names{"control", "treated"};

/// ok, or beyond_follow_up where the arm's curve is carried forward to t (a curve at 0 is known from there on).
template <class V, class E>
V follow_up_status(EndpointSweep<V, E> const& sweep, std::size_t arm, std::type_identity_t<V> t, V survival) {
  using namespace math;
  auto const beyond = (sweep.last_follow_up[arm] < t) & (survival > V{0.0});
  return select(beyond, status_code<V>(Status::beyond_follow_up), status_code<V>(Status::ok));
}

/// control, treated and difference of two arm values.
template <class V> void put_difference(ColumnWriter<V>& out, std::array<V, 2> value, std::array<V, 2> status) {
  using namespace math;
  out.put(value[0], status[0]);
  out.put(value[1], status[1]);
  out.put(value[1] - value[0], maximum(status[0], status[1])); // ok is 0
}

/// The same and the ratio treated over control.
template <class V> void put_contrasts(ColumnWriter<V>& out, std::array<V, 2> value, std::array<V, 2> status) {
  using namespace math;
  put_difference(out, value, status);
  V const either = maximum(status[0], status[1]);
  out.put(value[1] / value[0], select(value[0] > V{0.0}, either, status_code<V>(Status::zero_denominator)));
}

/// quantities: of the arms, of their difference, and of their ratio where there is one.
inline void describe_contrasts(std::vector<Column>& columns, Column base, std::initializer_list<Quantity> quantities) {
  for (Quantity const quantity : quantities) {
    base.quantity = quantity;
    bool const of_arms = quantity == *quantities.begin();
    for (std::size_t arm = 0; arm < (of_arms ? 2u : 1u); ++arm) {
      base.arm = of_arms ? arm_names[arm] : "";
      columns.push_back(base);
    }
  }
}

inline void describe_statistics(std::vector<Column>& columns, Column base, Method method,
                                std::initializer_list<Statistic> statistics) {
  base.method = method;
  for (Statistic const statistic : statistics) {
    base.statistic = statistic;
    columns.push_back(base);
  }
}

} // namespace detail
} // namespace iptwsim
