// Numbers of many scenarios over the union of their keys.

#include <cmath>

#include <gtest/gtest.h>

#include "results/table.hpp"

namespace iptwsim::results {
namespace {

CellKey key(Quantity quantity, Statistic statistic = Statistic::mean) {
  return {{.endpoint = "os", .quantity = quantity, .statistic = statistic}};
}

std::shared_ptr<std::vector<CellKey> const> list(std::vector<CellKey> keys) {
  return std::make_shared<std::vector<CellKey> const>(std::move(keys));
}

std::vector<Quantity> quantities(Table const& table) {
  std::vector<Quantity> out;
  for (CellKey const& key : table.keys) out.push_back(key.column.quantity);
  return out;
}

constexpr auto absent = static_cast<std::uint8_t>(Status::not_requested);

/// NaN as -1, which no number here is.
std::vector<double> shown(std::vector<double> values) {
  for (double& value : values) value = std::isnan(value) ? -1 : value;
  return values;
}

TEST(CellKey, TextsAreEqualWhenKeysAre) {
  std::vector<CellKey> keys{key(Quantity::rmst), key(Quantity::survival), key(Quantity::rmst, Statistic::bias)};
  for (int k = 0; k < 8; ++k) keys.push_back(key(Quantity::rmst));
  keys[3].column.arm = "control";
  keys[4].column.time = 5;
  keys[5].column.time = 5 + 1e-12;
  keys[6].column.method = Method::robust;
  keys[7].level = 0.95;
  keys[8].counted = Status::separation;
  keys[9].column.estimand = "ate";
  keys[10].column.endpoint = "pfs";
  for (std::size_t a = 0; a < keys.size(); ++a) {
    for (std::size_t b = 0; b < keys.size(); ++b) EXPECT_EQ(keys[a].text() == keys[b].text(), a == b) << a << ' ' << b;
  }
}

TEST(Unite, KeepsKeysInOrderOfFirstAppearanceAndSaysWhatIsNotThere) {
  std::vector<ScenarioNumbers> scenarios{
      {"a", list({key(Quantity::survival), key(Quantity::rmst)}), {1, 2}, {0, 3}, {0.1, 0.2}},
      {"b", list({key(Quantity::n), key(Quantity::survival)}), {3, 4}, {0, 0}, {0.3, 0.4}}};
  Table const table = unite(std::move(scenarios));
  EXPECT_EQ(table.scenarios, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(quantities(table), (std::vector{Quantity::survival, Quantity::rmst, Quantity::n}));
  EXPECT_EQ(shown(table.values), (std::vector<double>{1, 2, -1, 4, -1, 3}));
  EXPECT_EQ(shown(table.mcse), (std::vector<double>{0.1, 0.2, -1, 0.4, -1, 0.3}));
  EXPECT_EQ(table.statuses, (std::vector<std::uint8_t>{0, 3, absent, 0, absent, 0}));
}

TEST(Unite, ScenariosThatShareTheirKeysMayDifferInTheirNumbers) {
  auto const keys = list({key(Quantity::survival), key(Quantity::rmst)});
  std::vector<ScenarioNumbers> scenarios{{"a", keys, {1, 2}, {0, 0}}, {"b", keys, {3, 4}, {0, 0}}};
  Table const table = unite(std::move(scenarios));
  EXPECT_EQ(table.values, (std::vector<double>{1, 2, 3, 4}));
  EXPECT_TRUE(table.mcse.empty());
}

TEST(Unite, FewerCohortsThanTheMostEndInNumbersThatAreNotThere) {
  std::vector<ScenarioNumbers> scenarios{
      {"few", list({key(Quantity::survival), key(Quantity::rmst)}), {1, 2, 10, 20}, {0, 0, 0, 0}},
      {"many", list({key(Quantity::rmst)}), {30, 40, 50}, {0, 4, 0}}};
  Table const table = unite(std::move(scenarios), 3);
  EXPECT_EQ(table.depth, 3U);
  EXPECT_EQ(shown(table.values), (std::vector<double>{1, 2, -1, 10, 20, -1, -1, -1, -1, 30, 40, 50}));
  EXPECT_EQ(table.statuses, (std::vector<std::uint8_t>{0, 0, absent, 0, 0, absent, absent, absent, absent, 0, 4, 0}));
}

TEST(Unite, AMonteCarloErrorOfOneScenarioIsNaNInTheOthers) {
  std::vector<ScenarioNumbers> scenarios{{"a", list({key(Quantity::rmst)}), {1}, {0}},
                                         {"b", list({key(Quantity::rmst)}), {2}, {0}, {0.5}}};
  EXPECT_EQ(shown(unite(std::move(scenarios)).mcse), (std::vector<double>{-1, 0.5}));
}

TEST(Unite, OfNothingIsEmpty) {
  Table const table = unite({});
  EXPECT_TRUE(table.keys.empty() && table.values.empty() && table.scenarios.empty());
}

} // namespace
} // namespace iptwsim::results
