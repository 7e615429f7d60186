#pragma once
// PreparedCohort (analysis/prepared.hpp) where every lane has a cohort of its own, n patients each.

#include <vector>

#include "analysis/prepared.hpp"
#include "cohort/arms.hpp"
#include "cohort/lane_order.hpp"
#include "estimators/lane_risk_table.hpp"

namespace iptwsim {

/// PreparedEndpoint of a cohort a lane. There is no whole curve: its times differ from lane to lane.
template <class V> struct LaneEndpoint {
  LaneOrder<V> order;
  std::vector<LaneRows<V>> until, incidence_until;
  LaneRmstWidths<V> own_widths;
  LaneRmstWidths<V> const* widths = nullptr; ///< present with the RMST estimator
  std::vector<std::size_t> grid;             ///< empty

  void assign(EstimatorOptions const& estimators) {
    until.clear();
    incidence_until.clear();
    if (estimators.survival) {
      for (double const t : estimators.survival->times) until.push_back(LaneRows<V>::until(order, t));
    }
    if (estimators.cumulative_incidence) {
      for (double const t : estimators.cumulative_incidence->times) {
        incidence_until.push_back(LaneRows<V>::until(order, t));
      }
    }
    if (estimators.rmst) {
      own_widths.assign(order, estimators.rmst->tau);
      widths = &own_widths;
    }
  }
};

template <class V> class LaneCohort {
public:
  using Endpoint = LaneEndpoint<V>;

  /// What a cohort is made of, all in cohort order; endpoint e and covariate j from [e * n] and [j * n].
  struct Columns {
    std::size_t patients = 0, covariates = 0, endpoints = 0;
    V const *treated = nullptr, *covariate = nullptr, *time = nullptr, *event = nullptr;
  };

  LaneDesign<V> design;
  std::vector<LaneEndpoint<V>> endpoints;

  /// The columns must stay. Reuses its memory.
  void assign(Columns const& columns, EstimatorOptions const& estimators) {
    columns_ = columns;
    std::size_t const n = columns.patients;
    design.assign(columns.covariate, n, columns.covariates);
    endpoints.resize(columns.endpoints);
    for (std::size_t e = 0; e < columns.endpoints; ++e) {
      endpoints[e].order.assign(columns.time + e * n, columns.event + e * n, columns.treated, n);
      endpoints[e].assign(estimators);
    }
  }

  std::size_t size() const { return columns_.patients; }
  LaneArms<V> arms() const { return {columns_.treated, columns_.patients}; }
  std::size_t covariates() const { return columns_.covariates; }
  V const* covariate(std::size_t j) const { return columns_.covariate + j * columns_.patients; }
  V const* event(std::size_t endpoint) const { return columns_.event + endpoint * columns_.patients; }

  /// Whether some endpoint of the lane's cohort has tied events: then nothing is right in that lane.
  bool is_irregular(std::size_t lane) const {
    for (LaneEndpoint<V> const& endpoint : endpoints) {
      if (endpoint.order.is_irregular(lane)) return true;
    }
    return false;
  }

private:
  Columns columns_;
};

} // namespace iptwsim
