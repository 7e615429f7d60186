#pragma once
// How numbers and names are written in tables for people.

#include <string>

namespace iptwsim::report {

std::string percent(double x); ///< "71.9%"; "-" for NaN
std::string figure(double x);  ///< two decimals, fewer for large numbers; "-" for NaN
std::string p_text(double p);  ///< "<0.001", "0.034"; "-" for NaN
std::string count(double x);

/// The unweighted comparison is printed as crude: nothing is adjusted for.
std::string label(std::string const& estimand);

} // namespace iptwsim::report
