#pragma once
// The estimators as the analysis runs them: each block names its columns (describe) and fills them in the same order
// (compute), side by side so that they cannot drift apart. A new estimator is one block and one place in `Blocks`.
// Columns do not depend on the data but for the times of the whole curve: describe takes an endpoint for them alone.

#include <limits>
#include <tuple>

#include "analysis/block_support.hpp"
#include "analysis/curve_blocks.hpp"
#include "estimators/cox.hpp"
#include "estimators/log_rank.hpp"

namespace iptwsim {

struct CoxBlock {
  static void describe(AnalysisOptions const& options, PreparedEndpoint const*, Column base,
                       std::vector<Column>& columns) {
    if (!options.estimators.cox) return;
    base.quantity = Quantity::log_hazard_ratio;
    detail::describe_statistics(columns, base, Method::none, {Statistic::estimate});
    if (options.standard_errors.naive)
      detail::describe_statistics(columns, base, Method::naive, {Statistic::std_error});
    if (options.standard_errors.robust)
      detail::describe_statistics(columns, base, Method::robust, {Statistic::std_error});
  }
  template <class V, class E>
  static void compute(AnalysisOptions const& options, EndpointSweep<V, E>& sweep, ColumnWriter<V>& out) {
    if (!options.estimators.cox) return;
    CoxFit<V> const fit = fit_cox(sweep.table, sweep.cox, sweep.at_null);
    out.put(fit.log_hazard_ratio, fit.status);
    if (options.standard_errors.naive) out.put(fit.naive_se, fit.status);
    if (options.standard_errors.robust) out.put(fit.robust_se, fit.robust_status);
  }
};

struct LogRankBlock {
  static void describe(AnalysisOptions const& options, PreparedEndpoint const*, Column base,
                       std::vector<Column>& columns) {
    if (!options.estimators.log_rank) return;
    base.quantity = Quantity::log_rank;
    for (Method const method : {Method::robust, Method::xie_liu}) {
      detail::describe_statistics(columns, base, method, {Statistic::estimate, Statistic::std_error, Statistic::z});
    }
  }
  template <class V, class E>
  static void compute(AnalysisOptions const& options, EndpointSweep<V, E> const& sweep, ColumnWriter<V>& out) {
    if (!options.estimators.log_rank) return;
    LogRank<V> raw_counts = xie_liu_log_rank(sweep.table, sweep.xie_liu);
    if (options.fractional) {
      V const nan{std::numeric_limits<double>::quiet_NaN()};
      raw_counts = {nan, nan, nan, status_code<V>(Status::not_defined_for_bayesian)};
    }
    for (LogRank<V> const& test : {robust_log_rank(sweep.table, sweep.at_null), raw_counts}) {
      out.put(test.score, test.status);
      out.put(test.standard_error, test.status);
      out.put(test.z, test.status);
    }
  }
};

/// The registry: columns of one endpoint under one estimand come in this order.
using Blocks =
    std::tuple<SurvivalBlock, RmstBlock, MedianBlock, CumulativeIncidenceBlock, CoxBlock, LogRankBlock, CurveBlock>;

} // namespace iptwsim
