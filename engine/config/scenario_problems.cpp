#include "config/scenario_problems.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "config/scenario_names.hpp"
#include "config/value.hpp"

namespace iptwsim::config {

ScenarioProblems::ScenarioProblems(Sweep const& sweep, Node const& node) : sweep_(sweep) { learn_places(node); }

void ScenarioProblems::learn_places(Node const& node) {
  swept_.emplace(node.source, node.line, node.column);
  for (Node const& key : node.keys) learn_places(key);
  for (Node const& item : node.items) learn_places(item);
}

void ScenarioProblems::add(std::size_t scenario, Report const& report) {
  for (auto const& [source, problem] : report.problems()) {
    auto& scenarios = found_[{{source, problem.line, problem.column}, problem.what, problem.why, problem.advice}];
    if (scenarios.empty() || scenarios.back() != scenario) scenarios.push_back(scenario);
  }
}

/// By the values as they were written: those that could not be read have no others.
std::string ScenarioProblems::name_of(std::size_t scenario) const {
  std::vector<std::string> const labels = short_names(sweep_.paths);
  std::vector<std::size_t> const choices = sweep_.choices_of(scenario);
  std::string name;
  for (std::size_t a = 0; a < choices.size(); ++a) {
    if (sweep_.axes[a].choices.size() == 1) continue; // all scenarios have it
    if (std::string const own = sweep_.axes[a].name_of(choices[a]); !own.empty()) {
      name += (name.empty() ? "" : ", ") + own;
      continue;
    }
    for (auto const& [path, value] : sweep_.axes[a].choices[choices[a]]) {
      name += fmt::format("{}{}={}", name.empty() ? "" : ", ", labels[path], value_text(written_value(*value)));
    }
  }
  return name.empty() ? fmt::format("{}", scenario + 1) : name;
}

/// The value that these scenarios, and not all, have in common; if none explains them, one of the first scenario.
Node const& ScenarioProblems::place_of(std::vector<std::size_t> const& scenarios) const {
  std::vector<std::size_t> const first = sweep_.choices_of(scenarios.front());
  std::size_t chosen = sweep_.axes.size();
  for (std::size_t a = sweep_.axes.size(); a-- > 0;) {
    if (sweep_.axes[a].choices.size() == 1) continue;
    bool const is_shared = std::all_of(scenarios.begin(), scenarios.end(), [&](std::size_t scenario) {
      return sweep_.choices_of(scenario)[a] == first[a];
    });
    if (is_shared || chosen == sweep_.axes.size()) chosen = a;
  }
  return *sweep_.axes[chosen].places[first[chosen]];
}

void ScenarioProblems::tell(Report& report) const {
  for (auto const& [key, scenarios] : found_) {
    auto const& [place, what, why, advice] = key;
    auto const& [source, line, column] = place;
    PlacedProblem problem{source, {.line = line, .column = column, .what = what, .why = why, .advice = advice}};
    if (scenarios.size() < sweep_.size()) {
      std::size_t const others = scenarios.size() - 1;
      problem.found.what = fmt::format("scenario {}{}: {}", name_of(scenarios.front()),
                                       others == 0   ? ""
                                       : others == 1 ? " and 1 other"
                                                     : fmt::format(" and {} others", others),
                                       what);
      if (!swept_.contains(place)) {
        Node const& at = place_of(scenarios);
        problem.source = at.source;
        problem.found.line = at.line;
        problem.found.column = at.column;
      }
    }
    report.add(std::move(problem));
  }
}

} // namespace iptwsim::config
