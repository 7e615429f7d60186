#pragma once
// A result as tables that a clinician can read: effect, interval, crude effect beside it, balance, effective patients,
// what failed.

#include <string>

#include "results/document.hpp"

namespace iptwsim::report {

std::string text_report(results::Document const& document);

} // namespace iptwsim::report
