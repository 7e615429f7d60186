#include "scenario/copied_patients.hpp"

#include <algorithm>

namespace iptwsim {
namespace {

using Counts = std::vector<std::uint32_t>;

template <class T> std::vector<T> copied(std::vector<T> const& values, Counts const& counts) {
  std::vector<T> result;
  for (std::size_t i = 0; i < values.size(); ++i) result.insert(result.end(), counts[i], values[i]);
  return result;
}

TermSources copied(TermSources const& sources, Counts const& counts) {
  TermSources out;
  for (auto const& [name, source] : sources) {
    out.emplace(name, TermSource{copied(source.values, counts), source.levels, copied(source.missing, counts)});
  }
  return out;
}

} // namespace

SimulatedPatients copied(SimulatedPatients const& patients, Counts const& counts) {
  SimulatedPatients out{.covariate_names = patients.covariate_names,
                        .covariates = copied(patients.covariates, counts),
                        .hidden_names = patients.hidden_names,
                        .hidden = copied(patients.hidden, counts),
                        .treated = copied(patients.treated, counts),
                        .score = copied(patients.score, counts),
                        .endpoints = {}};
  for (auto const& [name, time, event, entry] : patients.endpoints) {
    out.endpoints.push_back({name, copied(time, counts), copied(event, counts), copied(entry, counts)});
  }
  return out;
}

std::vector<std::string> columns_of(std::vector<Term> const& terms) {
  std::vector<std::string> names;
  for (Term const& term : terms) {
    for (Factor const& factor : term.factors) {
      if (std::find(names.begin(), names.end(), factor.column) == names.end()) names.push_back(factor.column);
    }
  }
  return names;
}

Counts complete_cases(SimulatedPatients const& patients, std::vector<Term> const& terms) {
  Counts complete(patients.size(), 1);
  for (std::string const& name : columns_of(terms)) {
    std::vector<std::uint8_t> const& missing = patients.covariates.at(name).missing;
    for (std::size_t i = 0; i < missing.size(); ++i) complete[i] = complete[i] != 0 && missing[i] == 0 ? 1 : 0;
  }
  return complete;
}

} // namespace iptwsim
