#pragma once
// Simulated cohorts: a mechanism and an address in, patients out (scenario/simulate_rows.hpp says which draw is whose).

#include <cstdint>
#include <string>
#include <vector>

#include "cohort/cohort.hpp"
#include "cohort/options.hpp"
#include "cohort/terms_build.hpp"
#include "scenario/mechanism.hpp"
#include "scenario/simulate_rows.hpp"

namespace iptwsim {

/// Patients in a cohort: n, or both arms together.
std::size_t patients_of(SyntheticOptions const& options);

struct SimulatedPatients {
  std::vector<std::string> covariate_names; ///< in the order of the config
  TermSources
      covariates; ///< as the analysis sees them, NaN where missing; a categorical one has all levels, whether or
                  ///< not anybody has them
  std::vector<std::string> hidden_names = {}; ///< causes that the analysis does not see, true values behind others
  TermSources hidden = {};
  std::vector<std::uint8_t> treated;
  std::vector<double> score; ///< the true probability of treatment, e(x)
  std::vector<Endpoint> endpoints;

  std::size_t size() const { return treated.size(); }
};

/// With arm sizes n is their sum; else a cohort of n begins with the cohort of any smaller n.
SimulatedPatients simulate(Mechanism const& mechanism, std::size_t n, CohortAddress const& address);

/// The same from rows that are drawn.
SimulatedPatients patients_from(Mechanism const& mechanism, PatientRows<double> const& rows);

/// A cohort for the analysis with the covariates of a propensity model.
struct MadeCohort {
  Cohort cohort;
  std::vector<SplineKnots> splines;  ///< this cohort's own
  std::vector<TermProblem> problems; ///< a spline without distinct knots in this cohort; then columns are missing
};

/// Terms name covariates (contract). A column that is constant in this cohort stays, and the fit calls it aliased.
/// Patients who lack a value that the terms need are left out, or, with `missing: indicator`, another value stands in.
MadeCohort make_cohort(SimulatedPatients const& patients, std::vector<Term> const& terms,
                       Missing missing = Missing::drop);

/// A header and a row for each patient: the covariates in the order of the config (NA where missing), what the analysis
/// does not see (`unmeasured`, `NAME_true`), `treatment` 0/1, `true_score` (the true probability of treatment), and for
/// each endpoint `NAME_time` and `NAME_event` 0/1. Numbers have 17 significant digits where fewer do not give the same
/// bits.
std::string patients_csv(SimulatedPatients const& patients);

} // namespace iptwsim
