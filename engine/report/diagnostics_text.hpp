#pragma once
// The part of the report that says how far to trust the rest: balance, effective patients, what failed.

#include <span>
#include <string>

#include "results/arrange.hpp"

namespace iptwsim::report {

std::string balance_text(std::span<results::TextRow const> rows);
std::string weights_text(std::span<results::TextRow const> rows);

/// Replicates that did not give a plain estimate, by reason. shown: the bootstrap interval that the tables print.
std::string failures_text(results::Document const& document, std::span<results::TextRow const> rows,
                          std::string const& shown);

} // namespace iptwsim::report
