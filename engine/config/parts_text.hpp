#pragma once
// Which scenarios share what is computed once: equal texts mean equal parts.

#include <string>

#include "config/study.hpp"

namespace iptwsim {

/// Everything that the generating mechanism of a simulated study follows from: cohort.synthetic without its size. Arm
/// totals stay, as their share is what the intercept is solved for.
std::string generating_text(Study const& study);

/// Everything that true values follow from: the same without what is seen of patients, and what is estimated, for
/// whom, under which weights, how precisely.
std::string truth_text(Study const& study);

} // namespace iptwsim
