#include <cmath>

#include <fmt/format.h>

#include "report/simulation_tables.hpp"
#include "report/text_table.hpp"

namespace iptwsim::report {

std::string solved_effects_table(SimulationView const& view) {
  SolvedEffects const& solved = view.facts().effects;
  std::size_t const endpoints = solved.endpoints.size();
  if (endpoints == 0) return "";
  auto const cell = [](double value) { return std::isnan(value) ? std::string("-") : fmt::format("{:.4f}", value); };
  TextTable table("scenario");
  for (std::string const& name : solved.endpoints) {
    table.add_column(name, "effect");
    table.add_column("", "shift");
  }
  for (std::size_t s = 0; s < view.scenarios().size(); ++s) {
    std::vector<std::string> cells;
    for (std::size_t k = 0; k < endpoints; ++k) {
      cells.push_back(cell(solved.effects[s * endpoints + k]));
      cells.push_back(cell(solved.shifts[s * endpoints + k]));
    }
    table.add_row(view.name(s), std::move(cells));
  }
  std::string wishes;
  for (std::size_t k = 0; k < endpoints; ++k)
    wishes += fmt::format("  {}: {}\n", solved.endpoints[k], solved.wishes[k]);
  return "\nSolved for, so that the whole population has what is wanted of it\n" + wishes +
         "  effect: log hazard ratio (or log time ratio) of treatment of a patient; shift: what is added to every "
         "patient's\n  log hazard (or taken from every log time)\n" +
         table.text();
}

} // namespace iptwsim::report
