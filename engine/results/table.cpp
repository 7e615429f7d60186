#include "results/table.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

namespace iptwsim::results {

std::string CellKey::text() const {
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", column.endpoint, column.estimand, column.arm,
                     column.time ? fmt::format("{}", *column.time) : "", static_cast<int>(column.quantity),
                     static_cast<int>(column.statistic), static_cast<int>(column.method), level,
                     static_cast<int>(counted));
}

Table unite(std::vector<ScenarioNumbers> scenarios, std::size_t depth) {
  Table table{.scenarios = {}, .keys = {}, .depth = depth, .values = {}, .statuses = {}, .mcse = {}};
  std::unordered_map<std::string, std::size_t> place;
  std::unordered_map<std::vector<CellKey> const*, std::vector<std::size_t>> places; // of each distinct list of keys
  bool has_mcse = false;
  for (ScenarioNumbers const& one : scenarios) {
    has_mcse = has_mcse || !one.mcse.empty();
    auto const [list, is_new] = places.try_emplace(one.keys.get());
    if (!is_new) continue;
    for (CellKey const& key : *one.keys) {
      auto const [found, is_new_key] = place.emplace(key.text(), table.keys.size());
      if (is_new_key) table.keys.push_back(key);
      list->second.push_back(found->second);
    }
  }
  std::size_t const size = scenarios.size() * table.keys.size() * depth;
  table.values.assign(size, std::numeric_limits<double>::quiet_NaN());
  table.statuses.assign(size, static_cast<std::uint8_t>(Status::not_requested));
  if (has_mcse) table.mcse.assign(size, std::numeric_limits<double>::quiet_NaN());
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    ScenarioNumbers one = std::move(scenarios[s]);
    auto const& where = places.at(one.keys.get());
    std::size_t const own = where.empty() ? 0 : one.values.size() / where.size(); // numbers a key
    for (std::size_t k = 0; k < where.size(); ++k) {
      auto const copy = [&, to = (s * table.keys.size() + where[k]) * depth](auto const& from, auto& into) {
        auto const begin = from.begin() + static_cast<std::ptrdiff_t>(k * own);
        std::copy(begin, begin + static_cast<std::ptrdiff_t>(own), into.begin() + static_cast<std::ptrdiff_t>(to));
      };
      copy(one.values, table.values);
      copy(one.statuses, table.statuses);
      if (!one.mcse.empty()) copy(one.mcse, table.mcse);
    }
    table.scenarios.push_back(std::move(one.scenario));
  }
  return table;
}

ScenarioNumbers numbers_of(std::string scenario, std::vector<Row> const& rows) {
  ScenarioNumbers numbers{.scenario = std::move(scenario), .keys = nullptr, .values = {}, .statuses = {}};
  auto keys = std::make_shared<std::vector<CellKey>>();
  for (Row const& row : rows) {
    keys->push_back({row.column, row.level, row.column.statistic == Statistic::count ? row.status : Status::ok});
    numbers.values.push_back(row.value);
    numbers.statuses.push_back(static_cast<std::uint8_t>(row.status));
  }
  numbers.keys = std::move(keys);
  return numbers;
}

} // namespace iptwsim::results
