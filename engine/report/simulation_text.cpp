#include "report/simulation_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "report/simulation_header.hpp"
#include "report/simulation_notes.hpp"
#include "report/simulation_tables.hpp"
#include "report/words.hpp"

namespace iptwsim::report {

bool is_simulation(results::Document const& document) {
  return std::any_of(document.groups.begin(), document.groups.end(),
                     [](results::Group const& group) { return group.path.starts_with("/performance/"); });
}

std::string simulation_report(results::Document const& document) {
  SimulationView const view(document);
  std::string out = simulation_header(view.facts()) + view.legend() + solved_table(view) + solved_effects_table(view) +
                    averages_table(view);
  for (auto const& [endpoint, estimand] : view.index().comparisons()) {
    out += fmt::format("\nEndpoint {}, estimand {}\n", endpoint, label(estimand));
    out += power_table(view, endpoint, estimand);
    for (Compared const& what : view.compared(endpoint, estimand)) {
      out += estimate_table(view, endpoint, estimand, what);
    }
    out += meanings_table(view, endpoint, estimand);
  }
  out += reading_notes(view) + cohort_notes(view) + replicate_notes(view);
  std::size_t const printed = view.scenarios().size(), all = view.facts().scenarios.size();
  if (printed < all) {
    out += fmt::format("\nThe first {} of {} scenarios are printed; show --format csv has all.\n", printed, all);
  }
  return out;
}

} // namespace iptwsim::report
