#include "scenario/simulate.hpp"

#include <algorithm>

#include "cohort/missing.hpp"
#include "math/constants.hpp"
#include "scenario/copied_patients.hpp"
#include "scenario/observation.hpp"

namespace iptwsim {

std::size_t patients_of(SyntheticOptions const& options) {
  return static_cast<std::size_t>(options.arms ? options.arms->control + options.arms->treated : options.n.value_or(0));
}

namespace {

std::vector<double> part(std::vector<double> const& columns, std::size_t j, std::size_t n) {
  auto const begin = columns.begin() + static_cast<std::ptrdiff_t>(j * n);
  return std::vector<double>(begin, begin + static_cast<std::ptrdiff_t>(n));
}

/// The covariates as they are, and what of them is seen otherwise.
void add_covariates(Mechanism const& mechanism, PatientRows<double> const& rows, SimulatedPatients& patients) {
  std::size_t const n = rows.patients;
  auto const hide = [&](std::string const& name, TermSource source) {
    patients.hidden_names.push_back(name);
    patients.hidden.emplace(name, std::move(source));
  };
  for (std::size_t j = 0; j < mechanism.covariates(); ++j) {
    std::string const& name = mechanism.covariate_name(j);
    TermSource truth{part(rows.covariates, j, n), mechanism.covariate(j).levels()};
    if (mechanism.is_unmeasured(j)) {
      hide(name, std::move(truth));
      continue;
    }
    patients.covariate_names.push_back(name);
    patients.covariates.emplace(name, truth);
  }
  for (std::size_t m = 0; m < mechanism.mismeasured().size(); ++m) {
    std::string const& name = mechanism.covariate_name(mechanism.mismeasured()[m].covariate());
    TermSource& seen = patients.covariates.at(name);
    hide(true_value_name(name), seen);
    seen.values = part(rows.measured, m, n);
  }
  for (std::size_t m = 0; m < mechanism.incomplete().size(); ++m) {
    std::string const& name = mechanism.covariate_name(mechanism.incomplete()[m].covariate());
    TermSource& seen = patients.covariates.at(name);
    if (!patients.hidden.contains(true_value_name(name))) hide(true_value_name(name), seen);
    std::vector<double> const missing = part(rows.missing, m, n);
    seen.missing.assign(missing.begin(), missing.end());
    for (std::size_t i = 0; i < n; ++i) {
      if (seen.missing[i] != 0) seen.values[i] = math::not_a_number;
    }
  }
}

} // namespace

SimulatedPatients simulate(Mechanism const& mechanism, std::size_t n, CohortAddress const& address) {
  PatientRows<double> rows;
  simulate_rows<double>(mechanism, n, {address}, rows);
  return patients_from(mechanism, rows);
}

SimulatedPatients patients_from(Mechanism const& mechanism, PatientRows<double> const& rows) {
  std::size_t const n = rows.patients;
  SimulatedPatients patients;
  add_covariates(mechanism, rows, patients);
  patients.treated.assign(rows.treated.begin(), rows.treated.end());
  patients.score = rows.score;
  for (std::size_t k = 0; k < mechanism.endpoints(); ++k) {
    std::vector<double> const events = part(rows.event, k, n);
    patients.endpoints.push_back(
        {mechanism.endpoint_name(k), part(rows.time, k, n), std::vector<std::uint8_t>(events.begin(), events.end())});
  }
  if (!mechanism.late_entry() && !mechanism.treatment_start()) return patients;
  return observed(std::move(patients), mechanism.late_entry(), mechanism.treatment_start(),
                  {.late_entry = rows.late_entry, .treatment_start = rows.treatment_start});
}

MadeCohort make_cohort(SimulatedPatients const& patients, std::vector<Term> const& terms, Missing missing) {
  std::vector<std::string> const columns = columns_of(terms);
  bool const is_complete = std::all_of(columns.begin(), columns.end(), [&](std::string const& name) {
    return patients.covariates.at(name).missing.empty();
  });
  MadeCohort made;
  BuiltTerms built;
  if (is_complete || missing == Missing::indicator) {
    TermSources filled;
    for (std::string const& name : columns) {
      if (!is_complete) fill_missing(filled.emplace(name, patients.covariates.at(name)).first->second);
    }
    built = build_terms(terms, is_complete ? patients.covariates : filled);
    made.cohort.treated = patients.treated;
    made.cohort.endpoints = patients.endpoints;
  } else {
    SimulatedPatients complete = copied(patients, complete_cases(patients, terms));
    if (complete.size() > 0) built = build_terms(terms, complete.covariates);
    made.cohort.treated = std::move(complete.treated);
    made.cohort.endpoints = std::move(complete.endpoints);
  }
  if (made.cohort.size() == 0) {
    made.problems.push_back({.column = columns.empty() ? "" : columns.front(),
                             .rows = {},
                             .what = "no patient is left",
                             .why = "each of them lacks a value, or is gone before being seen",
                             .advice = "make fewer values missing, or let patients be seen earlier"});
    return made;
  }
  if (built.names.empty()) built.values.resize(static_cast<Eigen::Index>(made.cohort.size()), 0);
  made.cohort.covariate_names = std::move(built.names);
  made.cohort.covariates = std::move(built.values);
  made.splines = std::move(built.splines);
  made.problems = std::move(built.problems);
  return made;
}

} // namespace iptwsim
