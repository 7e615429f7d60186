#include "analysis/prepared.hpp"

#include <algorithm>

namespace iptwsim {

PreparedCohort::PreparedCohort(Cohort cohort_, EstimatorOptions const& estimators)
    : cohort(std::move(cohort_)), design(cohort) {
  for (iptwsim::Endpoint const& endpoint : cohort.endpoints) {
    PreparedEndpoint prepared{endpoint.name, TimeOrder(endpoint, cohort.treated), {}, {}, {}, {}};
    if (estimators.survival) {
      for (double const t : estimators.survival->times) prepared.until.push_back(prepared.order.event_times_until(t));
    }
    if (estimators.cumulative_incidence) {
      for (double const t : estimators.cumulative_incidence->times) {
        prepared.incidence_until.push_back(prepared.order.event_times_until(t));
      }
    }
    std::size_t const all = prepared.order.event_times(), some = std::min(all, most_grid_times);
    for (std::size_t g = 0; g < some; ++g) prepared.grid.push_back((g + 1) * all / some - 1);
    if (estimators.rmst) prepared.widths = RmstWidths(prepared.order, estimators.rmst->tau);
    endpoints.push_back(std::move(prepared));
  }
}

} // namespace iptwsim
