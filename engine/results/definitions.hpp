#pragma once
// What the words of a result mean, for the attributes of its arrays.

#include <string>

#include "analysis/column.hpp"

namespace iptwsim::results {

std::string definition(Quantity quantity);
std::string definition(Statistic statistic);
std::string unit(Quantity quantity);

/// The axis along which `arm` of a column lies: arm, term or covariate.
std::string arm_axis(Quantity quantity);

} // namespace iptwsim::results
