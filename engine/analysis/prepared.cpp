#include "analysis/prepared.hpp"

namespace iptwsim {

PreparedCohort::PreparedCohort(Cohort cohort_, EstimatorOptions const& estimators_)
    : cohort(std::move(cohort_)), design(cohort), estimators(estimators_) {
  for (Endpoint const& endpoint : cohort.endpoints) {
    PreparedEndpoint prepared{endpoint.name, TimeOrder(endpoint, cohort.treated), {}, {}};
    if (estimators.survival) {
      for (double const t : estimators.survival->times) prepared.until.push_back(prepared.order.event_times_until(t));
    }
    if (estimators.rmst) prepared.widths = RmstWidths(prepared.order, estimators.rmst->tau);
    endpoints.push_back(std::move(prepared));
  }
}

} // namespace iptwsim
