#pragma once
// Some of the rows of simulated patients, and copies of rows.

#include <cstdint>
#include <vector>

#include "cohort/terms.hpp"
#include "scenario/simulate.hpp"

namespace iptwsim {

/// counts[i] copies of patient i in a row, 0 leaving the patient out.
SimulatedPatients copied(SimulatedPatients const& patients, std::vector<std::uint32_t> const& counts);

/// 1 for patients with nothing missing in the columns that the terms need, else 0.
std::vector<std::uint32_t> complete_cases(SimulatedPatients const& patients, std::vector<Term> const& terms);

/// The columns that terms are made of.
std::vector<std::string> columns_of(std::vector<Term> const& terms);

} // namespace iptwsim
