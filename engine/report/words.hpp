#pragma once
// How numbers, names and statuses are written for people.

#include <string>
#include <vector>

namespace iptwsim::report {

std::string fixed(double x, int decimals);   ///< never "-0.00"
std::string percent(double x);               ///< "71.9%"; "-" for NaN
std::string figure(double x);                ///< two decimals, fewer for large numbers; "-" for NaN
std::string hazard(double log_hazard_ratio); ///< the ratio, three significant digits below 1; "-" for NaN
std::string p_text(double p);                ///< "<0.001", "0.034"; "-" for NaN
std::string count(double x);

/// The unweighted comparison is printed as crude: nothing is adjusted for.
std::string label(std::string const& estimand);

/// What a status says, as a sentence without its full stop; the status itself when it is unknown.
std::string status_sentence(std::string const& status);

/// Whether a replicate with this status has no value and is in no interval.
bool is_left_out(std::string const& status);

/// "a, b, c"
std::string joined(std::vector<std::string> const& names);

/// At the end, unless it is there.
void add_once(std::vector<std::string>& names, std::string const& name);

/// Characters of a UTF-8 text.
std::size_t display_width(std::string const& text);

} // namespace iptwsim::report
