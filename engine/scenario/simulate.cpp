#include "scenario/simulate.hpp"

namespace iptwsim {

std::size_t patients_of(SyntheticOptions const& options) {
  return static_cast<std::size_t>(options.arms ? options.arms->control + options.arms->treated : options.n.value_or(0));
}

SimulatedPatients simulate(Mechanism const& mechanism, std::size_t n, CohortAddress const& address) {
  PatientRows<double> rows;
  simulate_rows<double>(mechanism, n, {address}, rows);
  auto const part = [n](std::vector<double> const& columns, std::size_t j) {
    auto const begin = columns.begin() + static_cast<std::ptrdiff_t>(j * n);
    return std::vector<double>(begin, begin + static_cast<std::ptrdiff_t>(n));
  };
  SimulatedPatients patients;
  for (std::size_t j = 0; j < mechanism.covariates(); ++j) {
    std::string const& name = mechanism.covariate_name(j);
    patients.covariate_names.push_back(name);
    patients.covariates.emplace(name, TermSource{part(rows.covariates, j), mechanism.covariate(j).levels()});
  }
  patients.treated.assign(rows.treated.begin(), rows.treated.end());
  patients.score = std::move(rows.score);
  for (std::size_t k = 0; k < mechanism.endpoints(); ++k) {
    std::vector<double> const events = part(rows.event, k);
    patients.endpoints.push_back(
        {mechanism.endpoint_name(k), part(rows.time, k), std::vector<std::uint8_t>(events.begin(), events.end())});
  }
  return patients;
}

MadeCohort make_cohort(SimulatedPatients const& patients, std::vector<Term> const& terms) {
  BuiltTerms built = build_terms(terms, patients.covariates);
  if (built.names.empty()) built.values.resize(static_cast<Eigen::Index>(patients.size()), 0);
  MadeCohort made;
  made.cohort.treated = patients.treated;
  made.cohort.endpoints = patients.endpoints;
  made.cohort.covariate_names = std::move(built.names);
  made.cohort.covariates = std::move(built.values);
  made.splines = std::move(built.splines);
  made.problems = std::move(built.problems);
  return made;
}

} // namespace iptwsim
