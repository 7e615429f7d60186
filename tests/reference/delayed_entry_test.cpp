// Late entry in every estimator against R's Surv(entry, time, event): two cohorts, one with many ties, and
// resampled rows.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "reference/comparison.hpp"

namespace iptwsim::test {
namespace {

using nlohmann::json;

class DelayedEntry : public testing::TestWithParam<std::string> {};

TEST_P(DelayedEntry, AgreesWithR) {
  Agreement agreement;
  json const reference = read_json("delayed_entry.json").at(GetParam());
  ReferenceCohort const whole = prepare(GetParam(), reference);
  Cohort cohort = whole.cohort;
  cohort.endpoints[0].entry = reference.at("entry").get<std::vector<double>>();
  ReferenceCohort const prepared(std::move(cohort), whole.estimators);
  std::vector<double> const ones(prepared.cohort.size(), 1.0);
  std::vector<double> counts(prepared.cohort.size(), 0.0);
  for (auto const& row : reference.at("rows_1based")) counts[row.get<std::size_t>() - 1] += 1;
  std::vector<std::pair<std::string, Setting>> const settings{
      {"unweighted", {.estimand = Estimand::unweighted}},
      {"ATE", {.estimand = Estimand::ate, .weights = {.stabilized = true}}},
      {"ATO", {.estimand = Estimand::overlap, .weights = {.stabilized = false}}}};
  for (auto const& [label, setting] : settings) {
    json const& theirs = reference.at("results").at(label);
    std::string const where = fmt::format("late entry {} {}", GetParam(), label);
    compare_everything(agreement, where, prepared, ones, setting, theirs.at("cohort"));
    compare_everything(agreement, where + " replicate", prepared, counts, setting, theirs.at("replicate"));
  }
}

TEST_P(DelayedEntry, NumbersAtRiskAreThoseOfSurvfit) {
  json const reference = read_json("delayed_entry.json").at(GetParam());
  Cohort cohort = prepare(GetParam(), reference).cohort;
  cohort.endpoints[0].entry = reference.at("entry").get<std::vector<double>>();
  TimeOrder const order(cohort.endpoints[0], cohort.treated);
  std::vector<double> const ones(cohort.size(), 1.0);
  RiskTable<double> table;
  fill_risk_table<double>(order, ones, ones, table);
  for (std::size_t arm = 0; arm < 2; ++arm) {
    json const& theirs = reference.at("at_risk").at(arm);
    ASSERT_EQ(theirs.at("times").size(), 40U);
    for (std::size_t j = 0; j < 40; ++j) {
      double const t = theirs.at("times").at(j).get<double>();
      std::size_t const k = order.event_times_until(t) - 1;
      ASSERT_EQ(order.event_time(k), t);
      EXPECT_EQ(table.records[k].at_risk[arm], theirs.at("n").at(j).get<double>()) << t;
      EXPECT_EQ(table.records[k].deaths[arm], theirs.at("events").at(j).get<double>()) << t;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Cohorts, DelayedEntry, testing::Values("mgus2", "pbc"),
                         [](auto const& each) { return each.param; });

} // namespace
} // namespace iptwsim::test
