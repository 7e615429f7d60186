#pragma once
// The estimators as the analysis runs them: each block names its columns (describe) and fills them in the same order
// (compute), side by side so that they cannot drift apart. A new estimator is one block and one place in `Blocks`.

#include <limits>
#include <tuple>
#include <vector>

#include "analysis/column.hpp"
#include "analysis/prepared.hpp"
#include "core/status.hpp"
#include "estimators/cox.hpp"
#include "estimators/kaplan_meier.hpp"
#include "estimators/log_rank.hpp"

namespace iptwsim {

/// Values and Status codes of consecutive columns.
template <class V> struct ColumnWriter {
  std::vector<V> values, statuses;

  void put(V value, V status) {
    values.push_back(value);
    statuses.push_back(status);
  }
};

/// One endpoint under one weighting: what the blocks read.
template <class V> struct EndpointSweep {
  PreparedEndpoint const* endpoint = nullptr;
  RiskTable<V> table;
  std::array<std::vector<V>, 2> curve; ///< Kaplan-Meier by arm
  std::array<V, 2> last_follow_up{V{0.0}, V{0.0}};
};

template <class V> V status_code(Status status) { return V{static_cast<double>(status)}; }

namespace detail {

/// ok, or beyond_follow_up where the arm's curve is carried forward to t (a curve at 0 is known from there on).
template <class V> V follow_up_status(EndpointSweep<V> const& sweep, std::size_t arm, double t, V survival) {
  using namespace math;
  auto const beyond = (sweep.last_follow_up[arm] < V{t}) & (survival > V{0.0});
  return select(beyond, status_code<V>(Status::beyond_follow_up), status_code<V>(Status::ok));
}

/// control, treated, difference and ratio (treated minus / over control) of two arm values.
template <class V> void put_contrasts(ColumnWriter<V>& out, std::array<V, 2> value, std::array<V, 2> status) {
  using namespace math;
  out.put(value[0], status[0]);
  out.put(value[1], status[1]);
  V const either = maximum(status[0], status[1]); // ok is 0
  out.put(value[1] - value[0], either);
  out.put(value[1] / value[0], select(value[0] > V{0.0}, either, status_code<V>(Status::zero_denominator)));
}

inline void describe_contrasts(std::vector<Column>& columns, Column const& base, std::array<Quantity, 3> quantities) {
  for (auto const& [quantity, arm] :
       {std::pair{quantities[0], "control"}, {quantities[0], "treated"}, {quantities[1], ""}, {quantities[2], ""}}) {
    Column column = base;
    column.quantity = quantity;
    column.arm = arm;
    columns.push_back(column);
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

struct SurvivalBlock {
  static void describe(AnalysisOptions const& options, Column base, std::vector<Column>& columns) {
    if (!options.estimators.survival) return;
    for (double const t : options.estimators.survival->times) {
      base.time = t;
      detail::describe_contrasts(columns, base,
                                 {Quantity::survival, Quantity::survival_difference, Quantity::survival_ratio});
    }
  }
  template <class V>
  static void compute(AnalysisOptions const& options, EndpointSweep<V> const& sweep, ColumnWriter<V>& out) {
    if (!options.estimators.survival) return;
    auto const& times = options.estimators.survival->times;
    for (std::size_t j = 0; j < times.size(); ++j) {
      std::array<V, 2> value, status;
      for (std::size_t arm = 0; arm < 2; ++arm) {
        value[arm] = survival_at(sweep.curve[arm], sweep.endpoint->until[j]);
        status[arm] = detail::follow_up_status(sweep, arm, times[j], value[arm]);
      }
      detail::put_contrasts(out, value, status);
    }
  }
};

struct RmstBlock {
  static void describe(AnalysisOptions const& options, Column base, std::vector<Column>& columns) {
    if (!options.estimators.rmst) return;
    base.time = options.estimators.rmst->tau;
    detail::describe_contrasts(columns, base, {Quantity::rmst, Quantity::rmst_difference, Quantity::rmst_ratio});
  }
  template <class V>
  static void compute(AnalysisOptions const& options, EndpointSweep<V> const& sweep, ColumnWriter<V>& out) {
    if (!options.estimators.rmst) return;
    std::array<V, 2> value, status;
    for (std::size_t arm = 0; arm < 2; ++arm) {
      auto const& curve = sweep.curve[arm];
      value[arm] = rmst(curve, *sweep.endpoint->widths);
      V const end = survival_at(curve, sweep.endpoint->widths->step.size());
      status[arm] = detail::follow_up_status(sweep, arm, options.estimators.rmst->tau, end);
    }
    detail::put_contrasts(out, value, status);
  }
};

struct CoxBlock {
  static void describe(AnalysisOptions const& options, Column base, std::vector<Column>& columns) {
    if (!options.estimators.cox) return;
    base.quantity = Quantity::log_hazard_ratio;
    detail::describe_statistics(columns, base, Method::none, {Statistic::estimate});
    if (options.standard_errors.naive)
      detail::describe_statistics(columns, base, Method::naive, {Statistic::std_error});
    if (options.standard_errors.robust)
      detail::describe_statistics(columns, base, Method::robust, {Statistic::std_error});
  }
  template <class V>
  static void compute(AnalysisOptions const& options, EndpointSweep<V> const& sweep, ColumnWriter<V>& out) {
    if (!options.estimators.cox) return;
    CoxFit<V> const fit = fit_cox(sweep.table, options.estimators.cox->ties);
    out.put(fit.log_hazard_ratio, fit.status);
    if (options.standard_errors.naive) out.put(fit.naive_se, fit.status);
    if (options.standard_errors.robust) out.put(fit.robust_se, fit.status);
  }
};

struct LogRankBlock {
  static void describe(AnalysisOptions const& options, Column base, std::vector<Column>& columns) {
    if (!options.estimators.log_rank) return;
    base.quantity = Quantity::log_rank;
    for (Method const method : {Method::robust, Method::xie_liu}) {
      detail::describe_statistics(columns, base, method, {Statistic::estimate, Statistic::std_error, Statistic::z});
    }
  }
  template <class V>
  static void compute(AnalysisOptions const& options, EndpointSweep<V> const& sweep, ColumnWriter<V>& out) {
    if (!options.estimators.log_rank) return;
    Ties const ties = options.estimators.cox ? options.estimators.cox->ties : Ties::efron;
    for (LogRank<V> const& test : {robust_log_rank(sweep.table, ties), xie_liu_log_rank(sweep.table)}) {
      out.put(test.score, test.status);
      out.put(test.standard_error, test.status);
      out.put(test.z, test.status);
    }
  }
};

/// The registry: columns of one endpoint under one estimand come in this order.
using Blocks = std::tuple<SurvivalBlock, RmstBlock, CoxBlock, LogRankBlock>;

} // namespace iptwsim
