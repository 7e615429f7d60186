#include "plan/memory.hpp"

#include <algorithm>

#include "estimators/risk_table.hpp"
#include "scenario/simulate.hpp"

namespace iptwsim {
namespace {

double number(std::size_t count) { return static_cast<double>(count); }

/// columns: vectors of the cohort besides three for each covariate.
double bytes_a_patient(std::size_t covariates, double columns) { return 8 * (3 * number(covariates) + columns); }

double first_pass_bytes(std::size_t patients, std::size_t covariates) {
  return number(patients * (24 + 4 * ((covariates + 3 + 7) / 8 * 8)));
}

} // namespace

double replicate_bytes(AnalysisSize const& size, std::size_t units, int lanes) {
  double const n = number(size.patients), p = number(size.covariates);
  double const single = lanes < 4 ? 1 : 0.5;
  bool const in_blocks =
      !size.whole_table && is_large_risk_table(size.event_times, 8 * static_cast<std::size_t>(lanes));
  double const a_patient = 8.5 + single * (p + 2) + (in_blocks ? 2 : 0), an_event_time = in_blocks ? 9 : 25;
  double const batch = a_patient * n + an_event_time * number(size.event_times) + 2 * number(size.columns) + 700;
  return 8 * lanes * batch + 9 * number(units) * number(size.columns);
}

double bytes_per_thread(Experiment const& experiment, int lanes) {
  auto const& cohort = experiment.prepared().cohort;
  AnalysisSize size{.patients = cohort.size(),
                    .covariates = static_cast<std::size_t>(cohort.covariates.cols()),
                    .columns = experiment.replicate_columns().size(),
                    .whole_table = experiment.layout().replicate.fractional ||
                                   experiment.layout().replicate.estimators.cumulative_incidence.has_value()};
  for (PreparedEndpoint const& endpoint : experiment.prepared().endpoints) {
    size.event_times = std::max(size.event_times, endpoint.order.event_times());
  }
  return replicate_bytes(size, Experiment::units_per_block, lanes);
}

double bytes_per_thread(Study const& study, std::size_t columns, int lanes) {
  std::size_t const n = patients_of(*study.cohort.synthetic);
  double const cohort = number(n) * bytes_a_patient(study.propensity.terms.size(), 30);
  bool const is_bayesian = study.bootstrap && study.bootstrap->resample == ResampleScheme::bayesian;
  AnalysisSize const size{.patients = n,
                          .covariates = study.propensity.terms.size(),
                          .event_times = n,
                          .columns = columns,
                          .whole_table = study.estimators.cumulative_incidence || is_bayesian};
  std::size_t const replicates = study.bootstrap ? static_cast<std::size_t>(study.bootstrap->replicates) : 0;
  if (replicates == 0) { // a cohort a lane
    double const a_patient = 3 * number(size.covariates) + 47;
    double const drawn = 2 * number(size.covariates) + 10, tile = number(std::min(n, std::size_t{96}));
    return cohort + 8 * lanes * (number(n) * a_patient + tile * drawn + 2 * number(columns));
  }
  return cohort + first_pass_bytes(size.patients, size.covariates) + replicate_bytes(size, 2 * replicates, lanes);
}

double cohort_bytes(Experiment const& experiment) {
  auto const& cohort = experiment.prepared().cohort;
  auto const covariates = static_cast<std::size_t>(cohort.covariates.cols());
  return number(cohort.size()) * bytes_a_patient(covariates, 6) + first_pass_bytes(cohort.size(), covariates);
}

} // namespace iptwsim
