// Rows of a cohort by hand: which there are, in which order, and what stands in them.

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "inference/cohort_summary.hpp"
#include "math/normal.hpp"

namespace iptwsim::test {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Column column(Quantity quantity, Statistic statistic = Statistic::estimate, Method method = Method::none) {
  bool const of_model = quantity == Quantity::propensity_aliased;
  return {.endpoint = of_model ? "" : "os",
          .estimand = of_model ? "" : "ate",
          .quantity = quantity,
          .arm = "",
          .time = {},
          .statistic = statistic,
          .method = method};
}

/// A log hazard ratio with a robust standard error, a log-rank test and a median difference.
ColumnSets columns() {
  std::vector<Column> const analysed{column(Quantity::propensity_aliased), column(Quantity::log_hazard_ratio),
                                     column(Quantity::log_hazard_ratio, Statistic::std_error, Method::robust),
                                     column(Quantity::log_rank, Statistic::z, Method::xie_liu),
                                     column(Quantity::median_survival_difference)};
  ColumnSets sets{analysed, analysed, analysed};
  sets.full.push_back({.quantity = Quantity::n, .arm = "control"});
  return sets;
}

struct Answer {
  std::vector<RowKey> keys;
  std::vector<CountKey> counted;
  std::vector<double> values;
  std::vector<std::uint8_t> statuses;
  std::vector<std::uint32_t> counts;

  std::size_t index(Quantity quantity, Statistic statistic, Method method, double level = nan) const {
    for (std::size_t r = 0; r < keys.size(); ++r) {
      Column const& c = keys[r].column;
      bool const same_level = keys[r].level == level || (std::isnan(keys[r].level) && std::isnan(level));
      if (c.quantity == quantity && c.statistic == statistic && c.method == method && same_level) return r;
    }
    ADD_FAILURE() << "no such row";
    return 0;
  }
  template <class... Key> double value(Key... key) const { return values[index(key...)]; }
  template <class... Key> Status status(Key... key) const { return static_cast<Status>(statuses[index(key...)]); }
};

using Values = std::vector<double>;
using Codes = std::vector<std::uint8_t>;

struct Units {
  Values values = {};
  Codes statuses = {};
  std::size_t units = 0;

  UnitBlock block() const { return {values, statuses, units}; }
};

struct Given {
  Values values;
  Codes statuses;
  std::vector<Units> replicates = {}, jackknife = {}, influence = {};
  Codes treated = {0, 0, 1, 1};
};

std::vector<UnitBlock> blocks(std::vector<Units> const& units) {
  std::vector<UnitBlock> out;
  for (Units const& each : units) out.push_back(each.block());
  return out;
}

Answer answer(InferenceOptions const& options, Given const& given) {
  CohortSummary const summary(options, columns());
  Answer out{summary.keys(), summary.counted(), {}, {}, {}};
  out.values.resize(out.keys.size());
  out.statuses.resize(out.keys.size());
  out.counts.assign(out.counted.size() * status_names.size(), 999); // must be overwritten
  auto const replicates = blocks(given.replicates), jackknife = blocks(given.jackknife),
             influence = blocks(given.influence);
  SummaryWorkspace workspace;
  for (int again = 0; again < 2; ++again) { // what the workspace remembers must not matter
    summary.evaluate({.values = given.values,
                      .statuses = given.statuses,
                      .replicates = replicates,
                      .jackknife = jackknife,
                      .influence = influence,
                      .treated = given.treated},
                     {out.values, out.statuses, out.counts}, workspace);
  }
  return out;
}

constexpr auto lhr = Quantity::log_hazard_ratio;
constexpr auto median = Quantity::median_survival_difference;
Given const plain{{0, -0.5, 0.25, 1.5, 3, 40}, {0, 0, 0, 0, 0, 0}};

TEST(CohortSummary, WaldByHand) {
  auto const ours = answer({.variance = {VarianceMethod::robust}, .level = {0.95, 0.9}}, plain);
  // The six columns; z, p and two intervals of the hazard ratio; p of the log-rank test.
  ASSERT_EQ(ours.keys.size(), 6U + 6U + 1U);
  EXPECT_TRUE(ours.counted.empty());
  EXPECT_EQ(ours.value(lhr, Statistic::estimate, Method::none), -0.5);
  EXPECT_EQ(ours.value(lhr, Statistic::z, Method::robust), -2);
  EXPECT_DOUBLE_EQ(ours.value(lhr, Statistic::p_value, Method::robust), 2 * math::normal_cdf(-2.0));
  EXPECT_NEAR(ours.value(lhr, Statistic::ci_lower, Method::wald_robust, 0.95), -0.5 - 1.959963984540054 / 4, 1e-15);
  EXPECT_NEAR(ours.value(lhr, Statistic::ci_upper, Method::wald_robust, 0.9), -0.5 + 1.6448536269514722 / 4, 1e-15);
  EXPECT_DOUBLE_EQ(ours.value(Quantity::log_rank, Statistic::p_value, Method::xie_liu), 2 * math::normal_cdf(-1.5));
  EXPECT_EQ(ours.value(Quantity::n, Statistic::estimate, Method::none), 40);
}

TEST(CohortSummary, TestsAgainstTheNullAndTheAlternative) {
  InferenceOptions options{.variance = {VarianceMethod::robust}, .level = {0.95}};
  options.null.every = 0.25;
  options.alternative.log_hazard_ratio = Alternative::less;
  auto const ours = answer(options, plain);
  EXPECT_EQ(ours.value(lhr, Statistic::z, Method::robust), -3);
  EXPECT_DOUBLE_EQ(ours.value(lhr, Statistic::p_value, Method::robust), math::normal_cdf(-3.0));
  EXPECT_DOUBLE_EQ(ours.value(Quantity::log_rank, Statistic::p_value, Method::xie_liu), 2 * math::normal_cdf(-1.5));
}

TEST(CohortSummary, KeysDoNotDependOnTheData) {
  auto const no_events = static_cast<std::uint8_t>(Status::no_events);
  InferenceOptions const options{.variance = {VarianceMethod::robust}, .level = {0.95}};
  auto const ours = answer(options, {{nan, nan, nan, nan, nan, 40}, Codes(6, no_events)});
  ASSERT_EQ(ours.keys.size(), answer(options, plain).keys.size());
  for (std::size_t r = 0; r < ours.keys.size(); ++r) {
    bool const known = ours.keys[r].column.quantity == Quantity::n;
    EXPECT_EQ(std::isnan(ours.values[r]), !known);
    EXPECT_EQ(ours.statuses[r], no_events);
  }
}

/// Of the five columns; aliased, -, se and z play no part.
Units replicates_of(Values const& hazard, Codes const& statuses, Values const& medians) {
  std::size_t const n = hazard.size();
  Units out{Values(n, 0), Codes(n, 0), n};
  auto const append = [&](Values const& values, Codes const& codes) {
    out.values.insert(out.values.end(), values.begin(), values.end());
    out.statuses.insert(out.statuses.end(), codes.begin(), codes.end());
  };
  append(hazard, statuses);
  append(Values(n, 1), Codes(n, 0));
  append(Values(n, 1), Codes(n, 0));
  append(medians, Codes(n, 0));
  return out;
}

TEST(CohortSummary, ReplicatesInBlocksAreThoseInOne) {
  auto const lost = static_cast<std::uint8_t>(Status::separation);
  InferenceOptions const options{
      .variance = {VarianceMethod::robust},
      .bootstrap = BootstrapOptions{.replicates = 4, .intervals = {IntervalMethod::normal, IntervalMethod::percentile}},
      .level = {0.5}};
  Given one = plain, two = plain;
  one.replicates = {replicates_of({-1, 0, nan, -0.2}, {0, 0, lost, 0}, {1, 2, 3, 6})};
  two.replicates = {replicates_of({-1}, {0}, {1}), replicates_of({0, nan, -0.2}, {0, lost, 0}, {2, 3, 6})};
  auto const a = answer(options, one), b = answer(options, two);
  EXPECT_EQ(a.statuses, b.statuses);
  EXPECT_EQ(a.counts, b.counts);
  for (std::size_t r = 0; r < a.values.size(); ++r) EXPECT_EQ(a.values[r], b.values[r]);

  // Mean -0.4, deviations -0.6, 0.4, 0.2: sqrt(0.56/2).
  double const se = std::sqrt(0.28);
  EXPECT_DOUBLE_EQ(a.value(lhr, Statistic::std_error, Method::bootstrap), se);
  EXPECT_DOUBLE_EQ(a.value(lhr, Statistic::z, Method::bootstrap), -0.5 / se);
  // Three replicates are left: ranks (3 + 1)/4 and (3 + 1) 3/4, the smallest and the largest.
  EXPECT_EQ(a.value(lhr, Statistic::ci_lower, Method::percentile, 0.5), -1);
  EXPECT_EQ(a.value(lhr, Statistic::ci_upper, Method::percentile, 0.5), 0);
  EXPECT_NEAR(a.value(lhr, Statistic::ci_upper, Method::normal, 0.5), -0.6 + 0.6744897501960817 * se, 1e-15);
  EXPECT_DOUBLE_EQ(a.value(median, Statistic::std_error, Method::bootstrap), std::sqrt(14.0 / 3)); // 1 2 3 6 about 3
}

TEST(CohortSummary, CountsReplicatesByStatus) {
  auto const lost = static_cast<std::uint8_t>(Status::separation);
  InferenceOptions const options{
      .variance = {VarianceMethod::robust}, .bootstrap = BootstrapOptions{.replicates = 4}, .level = {0.5}};
  Given given = plain;
  given.replicates = {replicates_of({-1}, {lost}, {1}), replicates_of({0, nan, -0.2}, {0, lost, 0}, {2, 3, 6})};
  auto const ours = answer(options, given);
  ASSERT_EQ(ours.counted.size(), 3U); // aliased columns, hazard ratio, median difference
  EXPECT_EQ(ours.counted[0].column.quantity, Quantity::propensity_aliased);
  EXPECT_EQ(ours.counted[1].column.quantity, lhr);
  EXPECT_EQ(ours.counted[2].column.quantity, median);
  auto const at = [&](std::size_t k, Status status) {
    return ours.counts[k * status_names.size() + static_cast<std::size_t>(status)];
  };
  EXPECT_EQ(at(0, Status::ok), 4U);
  EXPECT_EQ(at(1, Status::ok), 2U);
  EXPECT_EQ(at(1, Status::separation), 2U);
  EXPECT_EQ(at(2, Status::ok), 4U);
  std::uint32_t total = 0;
  for (std::uint32_t const count : ours.counts) total += count;
  EXPECT_EQ(total, 12U);
  // In a table the counts of the aliased columns come before what replicates say, those of an estimate after it.
  std::size_t const first = ours.index(lhr, Statistic::std_error, Method::bootstrap);
  EXPECT_EQ(ours.counted[0].rows_before, first);
  EXPECT_GT(ours.counted[1].rows_before, first);
  EXPECT_EQ(ours.counted[2].rows_before, ours.keys.size());
}

TEST(CohortSummary, JackknifeAndStackedByHand) {
  Given given = plain;
  given.jackknife = {replicates_of({1, 3, 3, 5}, {0, 0, 0, 0}, {1, 2, 3, 6})};
  given.influence = {replicates_of({1, -2, 4, -2}, {0, 0, 0, 0}, {1, 2, 3, 6})};
  auto const ours = answer({.variance = {VarianceMethod::stacked, VarianceMethod::jackknife}, .level = {0.95}}, given);
  EXPECT_DOUBLE_EQ(ours.value(lhr, Statistic::std_error, Method::jackknife), std::sqrt(6.0));
  EXPECT_DOUBLE_EQ(ours.value(lhr, Statistic::std_error, Method::stacked), 5);
  EXPECT_DOUBLE_EQ(ours.value(lhr, Statistic::z, Method::stacked), -0.1);
  EXPECT_NEAR(ours.value(lhr, Statistic::ci_lower, Method::wald_stacked, 0.95), -0.5 - 5 * 1.959963984540054, 1e-14);
  EXPECT_EQ(ours.status(median, Statistic::std_error, Method::jackknife), Status::not_differentiable);
  EXPECT_EQ(ours.status(median, Statistic::std_error, Method::stacked), Status::not_differentiable);
}

} // namespace
} // namespace iptwsim::test
