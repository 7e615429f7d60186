#pragma once
// What the words of a result mean, for the attributes of its arrays.

#include <string>

#include "analysis/column.hpp"

namespace iptwsim::results {

std::string definition(Quantity quantity);
std::string definition(Statistic statistic);
std::string unit(Quantity quantity);

/// Of a statistic of the quantity: shares, ratios and test statistics have none, "1".
std::string unit(Quantity quantity, Statistic statistic);

/// The axis along which `arm` of a column lies: arm, term or covariate.
std::string arm_axis(Quantity quantity);

} // namespace iptwsim::results
