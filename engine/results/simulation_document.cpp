#include "results/simulation_document.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <span>

#include <fmt/format.h>

#include "math/constants.hpp"
#include "results/arrange.hpp"
#include "results/solved_effects.hpp"

namespace iptwsim::results {
namespace {

/// The answers of all cohorts of a scenario: key k of cohort c is values[k * cohorts + c].
struct Kept {
  std::vector<double> values;
  std::vector<std::uint8_t> statuses;
};

std::size_t cohorts_in(std::span<Slab const> slabs) {
  std::size_t cohorts = 0;
  for (Slab const& slab : slabs) cohorts += slab.block.count;
  return cohorts;
}

/// place(slab) is the position of its first cohort among `cohorts`; the other positions have no cohort.
template <class Place> Kept join(std::span<Slab const> slabs, std::size_t keys, std::size_t cohorts, Place place) {
  Kept kept{std::vector<double>(keys * cohorts, std::numeric_limits<double>::quiet_NaN()),
            std::vector<std::uint8_t>(keys * cohorts, static_cast<std::uint8_t>(Status::not_requested))};
  for (Slab const& slab : slabs) {
    std::size_t const first = place(slab);
    for (std::size_t k = 0; k < keys; ++k) {
      auto const from = static_cast<std::ptrdiff_t>(k * slab.block.count), size = std::ptrdiff_t{slab.block.count};
      auto const to = static_cast<std::ptrdiff_t>(k * cohorts + first);
      std::copy_n(slab.values.begin() + from, size, kept.values.begin() + to);
      std::copy_n(slab.statuses.begin() + from, size, kept.statuses.begin() + to);
    }
  }
  return kept;
}

/// Those that are there, one after the other.
Kept join_held(std::span<Slab const> slabs, std::size_t keys) {
  std::size_t next = 0;
  return join(slabs, keys, cohorts_in(slabs), [&](Slab const& slab) {
    std::size_t const first = next;
    next += slab.block.count;
    return first;
  });
}

/// Keys that many scenarios share are kept once.
class SharedKeys {
public:
  std::shared_ptr<std::vector<CellKey> const> share(std::vector<CellKey> keys) {
    std::string text;
    for (CellKey const& key : keys) text += key.text() + '\v';
    auto& known = known_[text];
    if (!known) known = std::make_shared<std::vector<CellKey> const>(std::move(keys));
    return known;
  }

private:
  std::map<std::string, std::shared_ptr<std::vector<CellKey> const>> known_;
};

struct Numbers {
  std::vector<ScenarioNumbers> performance, cohorts;
  std::vector<std::uint32_t> scenarios;   ///< those that have cohorts
  std::vector<std::int64_t> cohort_count; ///< of each of them
};

ScenarioNumbers performance_numbers(std::string const& name, std::vector<PerformanceRow> const& rows,
                                    SharedKeys& shared) {
  std::vector<CellKey> keys;
  ScenarioNumbers numbers{.scenario = name, .keys = nullptr, .values = {}, .statuses = {}, .mcse = {}};
  for (PerformanceRow const& row : rows) {
    keys.push_back({row.column, row.level, row.counted});
    numbers.values.push_back(row.value);
    numbers.statuses.push_back(static_cast<std::uint8_t>(row.status));
    numbers.mcse.push_back(row.mcse);
  }
  numbers.keys = shared.share(std::move(keys));
  return numbers;
}

Numbers collect(Simulation const& simulation, SlabSource& cohorts) {
  Numbers numbers;
  SharedKeys shared_rows, shared_keys;
  for (std::uint32_t s = 0; s < simulation.scenarios().size(); ++s) {
    Scenario const& scenario = simulation.scenarios()[s];
    auto const [first, last] = simulation.blocks_of(s);
    std::vector<Slab> const slabs = cohorts.read(first, last);
    if (slabs.empty()) continue;
    SimulatedScenario const prepared = simulation.prepare(s);
    std::vector<double> sums = slabs.front().sums;
    for (Slab const& slab : std::span(slabs).subspan(1)) prepared.performance().merge(sums, slab.sums);
    std::size_t const held = cohorts_in(slabs), size = static_cast<std::size_t>(scenario.study.simulation->cohorts);
    numbers.scenarios.push_back(s);
    numbers.cohort_count.push_back(static_cast<std::int64_t>(held));
    bool const keeps = scenario.study.simulation->keep == Keep::cohorts;
    Kept kept;
    std::optional<CohortTable> table;
    if (keeps) {
      kept = join_held(slabs, prepared.keys().size());
      table = CohortTable{kept.values, kept.statuses, held};
    }
    auto rows = prepared.performance().rows(sums, prepared.truths(), table);
    for (auto const& [column, truth] : prepared.further_truths()) {
      rows.push_back({.column = column, .value = truth.value, .mcse = truth.error, .status = truth.status});
    }
    numbers.performance.push_back(performance_numbers(scenario.name, rows, shared_rows));
    if (!keeps) continue;
    if (held < size) { // a cohort has its place whether others are there or not
      kept = join(slabs, prepared.keys().size(), size, [](Slab const& slab) { return slab.block.first - 1; });
    }
    std::vector<CellKey> keys;
    for (RowKey const& key : prepared.keys()) keys.push_back({key.column, key.level});
    numbers.cohorts.push_back({.scenario = scenario.name,
                               .keys = shared_keys.share(std::move(keys)),
                               .values = std::move(kept.values),
                               .statuses = std::move(kept.statuses)});
  }
  return numbers;
}

/// Components that were solved for: a row of every scenario, NaN where it has none of this name and arm.
void add_solved_survivals(Simulation const& simulation, std::vector<std::uint32_t> const& scenarios, Group& group) {
  auto const name_of = [](SolvedSurvival const& one) {
    return fmt::format("{}, {}", one.component, one.is_treated ? "treated" : "control");
  };
  std::vector<std::string> names;
  for (std::uint32_t const s : scenarios) {
    for (SolvedSurvival const& one : simulation.solved(s).survivals) {
      if (std::find(names.begin(), names.end(), name_of(one)) == names.end()) names.push_back(name_of(one));
    }
  }
  if (names.empty()) return;
  std::vector<double> times(scenarios.size() * names.size(), math::not_a_number), values = times, errors = times;
  for (std::size_t row = 0; row < scenarios.size(); ++row) {
    for (SolvedSurvival const& one : simulation.solved(scenarios[row]).survivals) {
      auto const found = std::find(names.begin(), names.end(), name_of(one));
      std::size_t const at = row * names.size() + static_cast<std::size_t>(found - names.begin());
      times[at] = one.at;
      values[at] = one.survival;
      errors[at] = one.error;
    }
  }
  group.axes.push_back({"component", names});
  auto const add = [&](std::string const& name, std::vector<double> const& numbers, std::string const& meaning) {
    group.arrays.push_back({name, {"scenario", "component"}, numbers, {{"long_name", meaning}}});
  };
  add("component_time", times, "time at which a component was solved for the survival of an endpoint");
  add("component_survival", values, "survival of the component at that time, solved for");
  add("component_survival_error", errors, "error of its quadrature");
}

/// The real cohorts that patients are drawn from, if they are.
void add_real_cohorts(Simulation const& simulation, std::vector<std::uint32_t> const& scenarios, Group& group) {
  std::vector<std::int64_t> patients, dropped;
  for (std::uint32_t const s : scenarios) {
    auto const& plasmode = simulation.plasmode(s);
    if (!plasmode) return;
    patients.push_back(static_cast<std::int64_t>(plasmode->rows()));
    dropped.push_back(static_cast<std::int64_t>(plasmode->rows_dropped()));
  }
  auto const add = [&](std::string const& name, std::vector<std::int64_t> const& counts, std::string const& meaning) {
    group.arrays.push_back({name, {"scenario"}, counts, {{"long_name", meaning}}});
  };
  add("real_patients", patients, "patients of the real cohort that are drawn from");
  add("real_patients_dropped", dropped, "rows of its file that were dropped for missing values");
}

/// What is particular to each scenario: its swept values, its size, what was solved for it.
Group scenario_group(Simulation const& simulation, Numbers const& numbers) {
  auto const& scenarios = simulation.scenarios();
  Group group{.path = "/scenarios"};
  std::vector<std::string> names;
  std::vector<double> intercepts, errors;
  std::vector<std::int64_t> patients, groups;
  for (std::uint32_t const s : numbers.scenarios) {
    names.push_back(scenarios[s].name);
    intercepts.push_back(simulation.solved(s).intercept.value);
    errors.push_back(simulation.solved(s).intercept.error);
    patients.push_back(static_cast<std::int64_t>(patients_of(*scenarios[s].study.cohort.synthetic)));
    groups.push_back(static_cast<std::int64_t>(scenarios[s].group));
  }
  group.axes.push_back({"scenario", names});
  std::vector<std::string> const axes{"scenario"};
  auto const add = [&](std::string const& name, auto const& values, std::string const& meaning) {
    group.arrays.push_back({name, axes, values, {{"long_name", meaning}}});
  };
  add("n", patients, "patients in a cohort");
  add("cohorts", numbers.cohort_count, "simulated cohorts");
  add("stream_group", groups, "group of the addresses of draws; 0: common random numbers");
  add("treatment_intercept", intercepts, "log odds of treatment of a patient whose terms are all 0; solved if need be");
  add("treatment_intercept_error", errors, "standard error of solving it; 0 where nothing was integrated");
  add_real_cohorts(simulation, numbers.scenarios, group);
  add_solved_survivals(simulation, numbers.scenarios, group);
  add_solved_effects(simulation, numbers.scenarios, group);
  for (std::size_t v = 0; v < scenarios.front().swept.size(); ++v) {
    std::vector<std::string> values;
    for (std::uint32_t const s : numbers.scenarios) values.push_back(scenarios[s].swept.at(v).second);
    add("swept." + scenarios.front().swept[v].first, values, "value of this key");
  }
  return group;
}

} // namespace

Document assemble_simulation(Simulation const& simulation, SlabSource& cohorts, Identity const& identity,
                             Provenance const& provenance) {
  Study const& study = simulation.scenarios().front().study;
  Document document;
  Group root = root_group(identity, study);
  root.attributes["scenarios"] = static_cast<std::int64_t>(simulation.scenarios().size());
  document.groups.push_back(std::move(root));
  Numbers numbers = collect(simulation, cohorts);
  document.groups.push_back(scenario_group(simulation, numbers));
  auto const add = [&](std::vector<Group> groups) {
    for (Group& group : groups) document.groups.push_back(std::move(group));
  };
  add(arrange(
      unite(std::move(numbers.performance)),
      {.folder = "/performance", .where = ", over simulated cohorts", .counted = "simulated cohorts by status"}));
  if (!numbers.cohorts.empty()) {
    std::int64_t most = 0;
    for (Scenario const& scenario : simulation.scenarios()) most = std::max(most, scenario.study.simulation->cohorts);
    add(arrange(unite(std::move(numbers.cohorts), static_cast<std::size_t>(most)),
                {.folder = "/cohorts", .where = ", in every simulated cohort", .depth_axis = "cohort"}));
  }
  document.groups.push_back(provenance_group(provenance));
  sort_groups(document);
  return document;
}

} // namespace iptwsim::results
