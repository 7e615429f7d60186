#pragma once
// Weighted log-rank tests of no difference between the arms; z > 0: more treated events than expected.
//
// robust: the score test of the weighted Cox model at b = 0 (estimators/cox.hpp) with its tie rule,
//   z = U(0) / sqrt(B(0)),   B(0) = sum_i f_i (w_i g_i)^2          (R: `rscore` of coxph(robust = TRUE) is z^2)
// xie_liu (Xie and Liu 2005, Statistics in Medicine 24:3089), raw counts n, d and sums Q of squared weights at risk:
//   U = sum_k [ D_1k - N_1k D_k / N_k ]
//   V = sum_k d_k (n_k - d_k) / (n_k (n_k - 1)) * (N_0k^2 Q_1k + N_1k^2 Q_0k) / N_k^2,     factor 0 when n_k = 1
//   z = U / sqrt(V)
// Edge cases: no event: status no_events, all NaN. Variance 0 (the arms are never at risk together, or all who are at
// risk die together whenever they are): U is given, z is NaN, status zero_denominator. No event in one arm is an
// ordinary case here.

#include <limits>

#include "core/status.hpp"
#include "estimators/cox_score.hpp"

namespace iptwsim {

template <class V> struct LogRank {
  V score, standard_error, z;
  V status;
};

namespace detail {

template <class V> LogRank<V> log_rank_from(RiskTable<V> const& table, V score, V variance) {
  using namespace math;
  V const nan{std::numeric_limits<double>::quiet_NaN()};
  auto const code = [](Status status) { return V{static_cast<double>(status)}; };
  auto const no_event = !((table.raw_events[0] + table.raw_events[1]) > V{0.0});
  auto const compared = (table.informative[0] + table.informative[1]) > V{0.0}; // else the variance is rounding
  auto const positive = (variance > V{0.0}) & compared;
  V const se = square_root(select(positive, variance, V{1.0}));
  LogRank<V> out;
  out.score = select(no_event, nan, score);
  V const unspread = select(variance >= V{0.0}, V{0.0}, nan); // NaN: some weight is infinite
  out.standard_error = select(no_event, nan, select(positive, se, unspread));
  out.z = select(positive & !no_event, score / se, nan);
  out.status =
      select(no_event, code(Status::no_events), select(positive, code(Status::ok), code(Status::zero_denominator)));
  return out;
}

} // namespace detail

/// at_null: the Cox model at b = 0.
template <class V> LogRank<V> robust_log_rank(RiskTable<V> const& table, CoxScore<V> const& at_null) {
  return detail::log_rank_from(table, at_null.score, at_null.meat);
}

template <class V> LogRank<V> robust_log_rank(RiskTable<V> const& table, Ties ties) {
  return robust_log_rank(table, cox_score(table, V{0.0}, ties));
}

/// Xie and Liu's U and V.
template <class V> struct XieLiuSums {
  V score{0.0}, variance{0.0};

  /// Event times in their order.
  void add(std::span<RiskRecord<V> const> records) {
    using namespace math;
    V u = score, v = variance;
    for (RiskRecord<V> const& record : records) {
      V const d = record.raw_deaths[0] + record.raw_deaths[1];
      V const n = record.raw_at_risk[0] + record.raw_at_risk[1];
      auto const dies = d > V{0.0};
      V const n0 = record.at_risk[0], n1 = record.at_risk[1];
      V const total = n0 + n1;
      V const inverse = V{1.0} / select(total > V{0.0}, total, V{1.0});
      V const share = n1 * inverse;
      u = u + select(dies, record.deaths[1] - share * (record.deaths[0] + record.deaths[1]), V{0.0});
      V const squares = (n0 * n0) * record.squares_at_risk[1] + (n1 * n1) * record.squares_at_risk[0];
      auto const several = n > V{1.0};
      V const factor = d * (n - d) / select(several, n * (n - V{1.0}), V{1.0});
      v = v + select(dies & several, factor * squares * (inverse * inverse), V{0.0});
    }
    score = u;
    variance = v;
  }
};

template <class V> LogRank<V> xie_liu_log_rank(RiskTable<V> const& table, XieLiuSums<V> const& sums) {
  return detail::log_rank_from(table, sums.score, sums.variance);
}

/// All records must be in the table.
template <class V> LogRank<V> xie_liu_log_rank(RiskTable<V> const& table) {
  XieLiuSums<V> sums;
  sums.add(table.records);
  return xie_liu_log_rank(table, sums);
}

} // namespace iptwsim
