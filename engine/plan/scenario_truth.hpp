#pragma once
// True values of a scenario's columns, from as many random shifts of the integration points as its truth asks for.

#include <cstdint>
#include <span>
#include <vector>

#include "config/study.hpp"
#include "inference/performance_table.hpp"
#include "plan/plasmode.hpp"
#include "plan/slab.hpp"
#include "scenario/solved.hpp"
#include "truth/truth.hpp"

namespace iptwsim {

/// The true value of one column of an analysis.
struct ColumnTruth {
  Column column;
  Truth truth;
};
using TrueValues = std::vector<ColumnTruth>;

/// How many random shifts the true values of a study take; 0 without truth.
std::int64_t shifts_of(Study const& study);
/// One shift: values of every column.
Slab integrate_truth(Study const& study, Solved const& solved, Plasmode const* plasmode, Block const& block);
/// Their mean and spread; slabs of all shifts, in order.
TrueValues combine_truth(Study const& study, std::span<Slab const> shifts);

} // namespace iptwsim
