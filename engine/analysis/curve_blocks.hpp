#pragma once
// The blocks that read Kaplan-Meier curves: survival at times, RMST, median, cumulative incidence, the whole curve.

#include "analysis/block_support.hpp"
#include "core/error.hpp"
#include "estimators/cumulative_incidence.hpp"
#include "estimators/kaplan_meier.hpp"
#include "estimators/median.hpp"
#include "estimators/rmst.hpp"

namespace iptwsim {

struct SurvivalBlock {
  static void describe(AnalysisOptions const& options, PreparedEndpoint const*, Column base,
                       std::vector<Column>& columns) {
    if (!options.estimators.survival) return;
    for (double const t : options.estimators.survival->times) {
      base.time = t;
      detail::describe_contrasts(columns, base,
                                 {Quantity::survival, Quantity::survival_difference, Quantity::survival_ratio});
    }
  }
  template <class V, class E>
  static void compute(AnalysisOptions const& options, EndpointSweep<V, E> const& sweep, ColumnWriter<V>& out) {
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
  static void describe(AnalysisOptions const& options, PreparedEndpoint const*, Column base,
                       std::vector<Column>& columns) {
    if (!options.estimators.rmst) return;
    base.time = options.estimators.rmst->tau;
    detail::describe_contrasts(columns, base, {Quantity::rmst, Quantity::rmst_difference, Quantity::rmst_ratio});
  }
  template <class V, class E>
  static void compute(AnalysisOptions const& options, EndpointSweep<V, E> const& sweep, ColumnWriter<V>& out) {
    if (!options.estimators.rmst) return;
    std::array<V, 2> value, status;
    for (std::size_t arm = 0; arm < 2; ++arm) {
      auto const& curve = sweep.curve[arm];
      value[arm] = rmst(curve, *sweep.endpoint->widths);
      V const end = survival_at(curve, sweep.endpoint->widths->end());
      status[arm] = detail::follow_up_status(sweep, arm, options.estimators.rmst->tau, end);
    }
    detail::put_contrasts(out, value, status);
  }
};

struct MedianBlock {
  static void describe(AnalysisOptions const& options, PreparedEndpoint const*, Column base,
                       std::vector<Column>& columns) {
    if (!options.estimators.median) return;
    detail::describe_contrasts(columns, base, {Quantity::median_survival, Quantity::median_survival_difference});
  }
  template <class V, class E>
  static void compute(AnalysisOptions const& options, EndpointSweep<V, E> const& sweep, ColumnWriter<V>& out) {
    using namespace math;
    if (!options.estimators.median) return;
    std::array<V, 2> value, status;
    for (std::size_t arm = 0; arm < 2; ++arm) {
      value[arm] = median_survival(sweep.endpoint->order, sweep.curve[arm]);
      auto const reached = value[arm] >= V{0.0};
      status[arm] = select(reached, status_code<V>(Status::ok), status_code<V>(Status::not_reached));
    }
    detail::put_difference(out, value, status);
  }
};

struct CumulativeIncidenceBlock {
  static void describe(AnalysisOptions const& options, PreparedEndpoint const*, Column base,
                       std::vector<Column>& columns) {
    if (!options.estimators.cumulative_incidence) return;
    for (double const t : options.estimators.cumulative_incidence->times) {
      base.time = t;
      detail::describe_contrasts(columns, base,
                                 {Quantity::cumulative_incidence, Quantity::cumulative_incidence_difference});
    }
  }
  template <class V, class E>
  static void compute(AnalysisOptions const& options, EndpointSweep<V, E> const& sweep, ColumnWriter<V>& out) {
    if (!options.estimators.cumulative_incidence) return;
    std::array<std::vector<V>, 2> incidence;
    for (std::size_t arm = 0; arm < 2; ++arm) {
      cumulative_incidence(sweep.table, arm, sweep.curve[arm], incidence[arm]);
    }
    auto const& times = options.estimators.cumulative_incidence->times;
    for (std::size_t j = 0; j < times.size(); ++j) {
      auto const& until = sweep.endpoint->incidence_until[j];
      std::array<V, 2> value, status;
      for (std::size_t arm = 0; arm < 2; ++arm) {
        value[arm] = value_after(incidence[arm], until, V{0.0});
        status[arm] = detail::follow_up_status(sweep, arm, times[j], survival_at(sweep.curve[arm], until));
      }
      detail::put_difference(out, value, status);
    }
  }
};

/// The whole curve: survival by arm at event times, and with CurveColumns::everything the numbers at risk.
struct CurveBlock {
  static void describe(AnalysisOptions const& options, PreparedEndpoint const* endpoint, Column base,
                       std::vector<Column>& columns) {
    if (options.curve == CurveColumns::none) return;
    IPTWSIM_EXPECTS(endpoint);
    for_each_cell(options, *endpoint, [&](Quantity quantity, std::size_t k, std::size_t arm) {
      base.quantity = quantity;
      base.time = endpoint->order.event_time(k);
      base.arm = detail::arm_names[arm];
      columns.push_back(base);
    });
  }
  template <class V, class E>
  static void compute(AnalysisOptions const& options, EndpointSweep<V, E> const& sweep, ColumnWriter<V>& out) {
    V const ok = status_code<V>(Status::ok);
    for_each_cell(options, *sweep.endpoint, [&](Quantity quantity, std::size_t k, std::size_t arm) {
      auto const record = [&]() -> RiskRecord<V> const& { return sweep.table.records[k]; };
      if (quantity == Quantity::at_risk) return out.put(record().at_risk[arm], ok);
      if (quantity == Quantity::at_risk_raw) return out.put(record().raw_at_risk[arm], ok);
      V const survival = sweep.curve[arm][k];
      out.put(survival, detail::follow_up_status(sweep, arm, sweep.endpoint->order.event_time(k), survival));
    });
  }

private:
  template <class E, class Visit>
  static void for_each_cell(AnalysisOptions const& options, E const& endpoint, Visit visit) {
    if (options.curve == CurveColumns::none) return;
    bool const everything = options.curve == CurveColumns::everything;
    std::size_t const times = everything ? endpoint.order.event_times() : endpoint.grid.size();
    for (std::size_t t = 0; t < times; ++t) {
      std::size_t const k = everything ? t : endpoint.grid[t];
      for (std::size_t arm = 0; arm < 2; ++arm) {
        visit(Quantity::survival_curve, k, arm);
        if (!everything) continue;
        visit(Quantity::at_risk, k, arm);
        visit(Quantity::at_risk_raw, k, arm);
      }
    }
  }
};

} // namespace iptwsim
