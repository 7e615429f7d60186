#pragma once
// Rows of simulated patients as the analysis sees them, in place, where it sees all of them: what
// scenario/simulate.hpp and scenario/observation.hpp make of one cohort, for lanes.
//
//   covariates   measured values for true ones; for missing ones what stands in for them (cohort/missing.hpp), and
//                behind the covariates whether each is missing, one column for each of incomplete()
//   treated      under the naive analysis, those whose treatment started before the first of their endpoints' times

#include <cstddef>

#include "math/constants.hpp"
#include "scenario/simulate_rows.hpp"

namespace iptwsim {
namespace detail {

/// missing: 0 or 1. Stands in: the mean of the values that are there, or the reference level of categories.
template <class V> void fill_in(V* values, V const* missing, std::size_t n, bool is_categorical) {
  using namespace math;
  V total(0.0), count(0.0);
  for (std::size_t i = 0; i < n && !is_categorical; ++i) {
    auto const is_there = missing[i] < V(0.5);
    total = select(is_there, total + values[i], total);
    count = select(is_there, count + V(1.0), count);
  }
  V const someone = maximum(count, V(1.0)), stand_in = total / someone;
  for (std::size_t i = 0; i < n; ++i) values[i] = select(missing[i] < V(0.5), values[i], stand_in);
}

template <class V>
void label_by_start(TreatmentStartOptions const& start, std::size_t endpoints, PatientRows<V>& rows) {
  using namespace math;
  std::size_t const n = rows.patients;
  for (std::size_t i = 0; i < n; ++i) {
    V end(infinity);
    for (std::size_t k = 0; k < endpoints; ++k) end = minimum(end, rows.time[k * n + i]);
    V const begins = V(start.earliest) + V(start.latest - start.earliest) * rows.treatment_start[i];
    rows.treated[i] = select((rows.treated[i] > V(0.5)) & (begins < end), V(1.0), V(0.0));
  }
}

} // namespace detail

/// For mechanisms whose every patient is seen.
template <class V> void show_as_seen(Mechanism const& mechanism, PatientRows<V>& rows) {
  std::size_t const n = rows.patients;
  for (std::size_t m = 0; m < mechanism.mismeasured().size(); ++m) {
    std::size_t const j = mechanism.mismeasured()[m].covariate();
    for (std::size_t i = 0; i < n; ++i) rows.covariates[j * n + i] = rows.measured[m * n + i];
  }
  for (std::size_t m = 0; m < mechanism.incomplete().size(); ++m) {
    std::size_t const j = mechanism.incomplete()[m].covariate();
    bool const is_categorical = !mechanism.covariate(j).levels().empty();
    detail::fill_in(rows.covariates.data() + j * n, rows.missing.data() + m * n, n, is_categorical);
  }
  rows.covariates.resize(mechanism.covariates() * n);
  rows.covariates.insert(rows.covariates.end(), rows.missing.begin(), rows.missing.end());
  auto const& start = mechanism.treatment_start();
  if (start && start->analysis == StartAnalysis::naive) detail::label_by_start(*start, mechanism.endpoints(), rows);
}

} // namespace iptwsim
