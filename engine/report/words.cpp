#include "report/words.hpp"

#include <cmath>

#include <fmt/format.h>

namespace iptwsim::report {

std::string percent(double x) { return std::isnan(x) ? "-" : fmt::format("{:.1f}%", 100 * x); }

std::string figure(double x) {
  if (std::isnan(x)) return "-";
  if (std::isinf(x)) return x > 0 ? "Inf" : "-Inf";
  double const size = std::fabs(x);
  return size >= 1000 ? fmt::format("{:.0f}", x) : size >= 100 ? fmt::format("{:.1f}", x) : fmt::format("{:.2f}", x);
}

std::string p_text(double p) {
  if (std::isnan(p)) return "-";
  return p < 0.001 ? "<0.001" : fmt::format("{:.3f}", p);
}

std::string count(double x) { return fmt::format("{:.0f}", x); }

std::string label(std::string const& estimand) { return estimand == "unweighted" ? "crude" : estimand; }

} // namespace iptwsim::report
