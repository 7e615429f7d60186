#pragma once
// The patients of a simulated cohort as columns, a template on the number type: one lane is one cohort.

#include <vector>

#include "scenario/mechanism.hpp"

namespace iptwsim {

/// n patients of each lane's cohort. Reused between cohorts: nothing is allocated after the first.
template <class V> struct PatientRows {
  std::size_t patients = 0;
  std::vector<V> covariates;  ///< covariate j of patient i at [j * n + i]
  std::vector<V> treated;     ///< 0 or 1
  std::vector<V> score;       ///< e(x)
  std::vector<V> time, event; ///< endpoint k of patient i at [k * n + i]; event 1 where it was seen, 2 where a
                              ///< competing one was, else 0
  std::vector<V> measured;    ///< of mismeasured()[m] at [m * n + i]
  std::vector<V> late_entry, treatment_start; ///< u of each patient, where they are asked for
  std::vector<V> missing; ///< 1 where the value of incomplete()[m] is missing, else 0, at [m * n + i]

  void resize(std::size_t n, std::size_t number_of_covariates, std::size_t endpoints) {
    patients = n;
    covariates.resize(number_of_covariates * n);
    for (auto* const column : {&treated, &score}) column->resize(n);
    for (auto* const columns : {&time, &event}) columns->resize(endpoints * n);
  }

  void resize(Mechanism const& mechanism, std::size_t n) {
    resize(n, mechanism.covariates(), mechanism.endpoints());
    measured.resize(mechanism.mismeasured().size() * n);
    missing.resize(mechanism.incomplete().size() * n);
    late_entry.resize(mechanism.late_entry() ? n : 0);
    treatment_start.resize(mechanism.treatment_start() ? n : 0);
  }
};

} // namespace iptwsim
