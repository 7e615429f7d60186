#pragma once
// What a study needs computed, as blocks.

#include <vector>

#include "config/study.hpp"
#include "plan/slab.hpp"

namespace iptwsim {

/// Whether a study needs the cohort without each patient (jackknife variance, BCa by jackknife), or influence values
/// (stacked variance, BCa by influence).
bool needs_jackknife(Study const& study);
bool needs_influence(Study const& study);

/// The cohort itself, replicates, and one unit a patient where those are needed; units_per_block units a block.
std::vector<Block> make_blocks(Study const& study, std::size_t patients, std::uint32_t units_per_block);

} // namespace iptwsim
