#pragma once
// Many units of one cohort (bootstrap replicates, the cohort without a patient), as many side by side as a register has
// lanes. Every unit gets the bits that it would get alone, from every instruction set.

#include <cstdint>
#include <vector>

#include "analysis/analyse.hpp"
#include "inference/options.hpp"
#include "kernels/isa.hpp"
#include "resample/patients.hpp"

namespace iptwsim {

/// Units first .. first + count - 1 of a cohort.
struct UnitRange {
  PreparedCohort const& prepared;
  AnalysisOptions const& options;
  ScoreSource const& scores;
  std::uint64_t first = 0;
  std::size_t count = 0;
};

/// values[c * units + u]: column c of the u-th unit, and its Status code. NaNs are the one positive quiet NaN.
struct UnitValues {
  std::vector<double> values;
  std::vector<std::uint8_t> statuses;
};

/// Bootstrap replicates, counted from 1. Reuses the memory of `out`.
void bootstrap_units(UnitRange const& range, CohortAddress const& address, ResampleScheme scheme, UnitValues& out,
                     Isa isa = chosen_isa());

/// The cohort without patient i, counted from 0.
void jackknife_units(UnitRange const& range, UnitValues& out, Isa isa = chosen_isa());

} // namespace iptwsim
