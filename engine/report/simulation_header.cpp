#include "report/simulation_header.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "report/text_table.hpp"
#include "report/words.hpp"

namespace iptwsim::report {
namespace {

std::string size_words(SimulationFacts const& facts) {
  auto const [fewest, most] = std::minmax_element(facts.cohorts.begin(), facts.cohorts.end());
  std::size_t const scenarios = facts.scenarios.size();
  std::string out = fmt::format("{} {}, ", scenarios, scenarios == 1 ? "scenario" : "scenarios");
  if (facts.cohorts.empty()) return out + "simulated cohorts";
  out += *fewest == *most ? fmt::format("{}", *most) : fmt::format("{} to {}", *fewest, *most);
  out += *most == 1 ? " simulated cohort" : " simulated cohorts";
  return out + (scenarios == 1 ? "" : " of each");
}

} // namespace

std::string simulation_header(SimulationFacts const& facts) {
  std::string out;
  if (!facts.title.empty()) out += facts.title + "\n" + std::string(display_width(facts.title), '=') + "\n";
  out += size_words(facts);
  if (facts.sweeps("bootstrap")) {
    out += ", bootstrap replicates in each cohort as swept";
  } else if (facts.replicates > 0) {
    out += fmt::format(", {} bootstrap replicates in each cohort", facts.replicates);
  }
  out += facts.sweeps("seed") ? ".\n" : fmt::format("; seed {}.\n", facts.seed);
  if (!facts.patients.empty()) out += wrapped("Patients: " + facts.patients + ".", "");
  out += wrapped(
      facts.sweeps("propensity") ? "Propensity score: as swept." : "Propensity score: " + facts.propensity + ".", "");
  out += wrapped(facts.sweeps("weights") ? "Weights: as swept." : "Weights: " + facts.weights + ".", "");
  if (!facts.follow_up.empty()) {
    out += "Follow-up; true values are those of the plan in the whole population:\n";
    for (std::string const& phrase : facts.follow_up) out += wrapped("- " + phrase, "  ", "  ");
  }
  if (facts.stress.empty()) return out;
  out += "Assumptions broken on purpose; true values are those of the whole population all the same:\n";
  for (std::string const& phrase : facts.stress) out += wrapped("- " + phrase, "  ", "  ");
  return out;
}

} // namespace iptwsim::report
