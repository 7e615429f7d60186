#include "report/words.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace iptwsim::report {
namespace {

/// "-0.00" is not a number that anybody wants to read.
std::string without_negative_zero(std::string text) {
  if (text.starts_with('-') && text.find_first_of("123456789") == std::string::npos) text.erase(0, 1);
  return text;
}

struct Explanation {
  std::string sentence;
  bool left_out = false; ///< a replicate with it has no value
};

std::map<std::string, Explanation> const explanations{
    {"beyond_follow_up", {"beyond the last follow-up of an arm; its curve is carried forward"}},
    {"no_events_control", {"no event in control: the hazard ratio is infinite"}},
    {"no_events_treated", {"no event in treated: the hazard ratio is 0"}},
    {"no_events", {"no event in either arm", true}},
    {"empty_arm", {"no patient in one arm", true}},
    {"separation", {"the propensity model separates the arms and has no finite estimate", true}},
    {"not_converged", {"an iteration did not reach its tolerance", true}},
    {"monotone_likelihood", {"the arms with events are never at risk together: the hazard ratio is 0 or infinite"}},
    {"zero_denominator", {"a denominator is zero", true}},
    {"aliased", {"a term of the propensity model said nothing new and was left out"}},
    {"not_reached", {"survival stays above 1/2: no median", true}},
    {"not_differentiable", {"a median has no influence values, and the jackknife fails for it", true}},
    {"no_spline", {"a spline of the propensity model has too few distinct values for its knots", true}},
    {"bca_undefined", {"the bias correction or acceleration is not finite"}},
    {"not_defined_for_bayesian", {"not defined for fractional frequencies", true}},
    {"no_truth", {"there is no finite true value to measure from"}},
    {"too_few_cohorts", {"too few cohorts gave a value"}},
    {"needs_cohorts", {"needs every cohort's numbers; only sums were kept"}},
    {"non_finite_estimates", {"too many estimates are infinite"}},
};

} // namespace

std::string fixed(double x, int decimals) { return without_negative_zero(fmt::format("{:.{}f}", x, decimals)); }

std::string percent(double x) { return std::isnan(x) ? "-" : without_negative_zero(fmt::format("{:.1f}%", 100 * x)); }

std::string figure(double x) {
  if (std::isnan(x)) return "-";
  if (std::isinf(x)) return x > 0 ? "Inf" : "-Inf";
  double const size = std::fabs(x);
  int const decimals = size >= 1000 ? 0 : size >= 100 ? 1 : 2;
  return without_negative_zero(fmt::format("{:.{}f}", x, decimals));
}

std::string hazard(double log_hazard_ratio) {
  if (std::isnan(log_hazard_ratio)) return "-";
  if (std::isinf(log_hazard_ratio)) return log_hazard_ratio > 0 ? "Inf" : "0";
  double const ratio = std::exp(log_hazard_ratio);
  return ratio < 0.1 ? fmt::format("{:.2g}", ratio) : figure(ratio);
}

std::string p_text(double p) {
  if (std::isnan(p)) return "-";
  return p < 0.001 ? "<0.001" : fmt::format("{:.3f}", p);
}

std::string count(double x) { return std::isnan(x) ? "-" : fmt::format("{:.0f}", x); }

std::string label(std::string const& estimand) { return estimand == "unweighted" ? "crude" : estimand; }

std::string status_sentence(std::string const& status) {
  auto const found = explanations.find(status);
  return found == explanations.end() ? status : found->second.sentence;
}

bool is_left_out(std::string const& status) {
  auto const found = explanations.find(status);
  return found != explanations.end() && found->second.left_out;
}

std::string joined(std::vector<std::string> const& names) { return fmt::format("{}", fmt::join(names, ", ")); }

void add_once(std::vector<std::string>& names, std::string const& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

std::size_t display_width(std::string const& text) {
  auto const continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };
  return text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), continues));
}

} // namespace iptwsim::report
