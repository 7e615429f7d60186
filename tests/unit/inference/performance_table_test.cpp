// Which performance measures the numbers of a cohort's answer have, and that sums of blocks and kept cohorts agree. The
// formulas are held in performance_test.cpp.

#include <algorithm>
#include <bit>
#include <cmath>

#include <gtest/gtest.h>

#include "cohorts.hpp"
#include "inference/performance_table.hpp"

namespace iptwsim::test {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
using Names = std::vector<std::string>;

Column column(Quantity quantity, Statistic statistic, Method method = Method::none) {
  bool const of_endpoint = quantity != Quantity::n;
  return {.endpoint = of_endpoint ? "os" : "",
          .estimand = of_endpoint ? "ate" : "",
          .quantity = quantity,
          .arm = of_endpoint ? "" : "control",
          .statistic = statistic,
          .method = method};
}

/// A log hazard ratio with everything, a log-rank test, a number of patients.
std::vector<RowKey> keys() {
  using Q = Quantity;
  using S = Statistic;
  return {{column(Q::log_hazard_ratio, S::estimate)},
          {column(Q::log_hazard_ratio, S::std_error, Method::robust)},
          {column(Q::log_hazard_ratio, S::z, Method::robust)},
          {column(Q::log_hazard_ratio, S::p_value, Method::robust)},
          {column(Q::log_hazard_ratio, S::ci_lower, Method::wald_robust), 0.95},
          {column(Q::log_hazard_ratio, S::ci_upper, Method::wald_robust), 0.95},
          {column(Q::log_rank, S::estimate, Method::robust)},
          {column(Q::log_rank, S::std_error, Method::robust)},
          {column(Q::log_rank, S::z, Method::robust)},
          {column(Q::log_rank, S::p_value, Method::robust)},
          {column(Q::n, S::estimate)}};
}

constexpr std::size_t cohorts_in_all = 16;

/// All keys of the sixteen cohorts; two of them have no estimate.
struct Answers {
  std::vector<double> values;
  std::vector<std::uint8_t> statuses;

  Answers() {
    CohortTable table = sixteen_cohorts();
    table.estimates[3] = table.lower[3] = table.upper[3] = table.p[3] = nan;
    table.estimates[9] = table.lower[9] = table.upper[9] = table.p[9] = nan;
    std::vector<double> score(cohorts_in_all, 1.5), patients;
    for (std::size_t i = 0; i < cohorts_in_all; ++i) patients.push_back(50 + static_cast<double>(i));
    for (auto const* column : {&table.estimates, &table.standard_errors, &score, &table.p, &table.lower, &table.upper,
                               &score, &score, &score, &table.p, &patients}) {
      values.insert(values.end(), column->begin(), column->end());
    }
    statuses.resize(values.size());
    for (std::size_t k = 0; k < 6; ++k) {
      statuses[k * cohorts_in_all + 3] = static_cast<std::uint8_t>(Status::separation);
      statuses[k * cohorts_in_all + 9] = static_cast<std::uint8_t>(Status::separation);
    }
  }

  /// Cohorts first .. first + count - 1, as a block gives them.
  Answers part(std::size_t first, std::size_t count) const {
    Answers out(0);
    for (std::size_t k = 0; k < keys().size(); ++k) {
      for (std::size_t c = 0; c < count; ++c) {
        out.values.push_back(values[k * cohorts_in_all + first + c]);
        out.statuses.push_back(statuses[k * cohorts_in_all + first + c]);
      }
    }
    return out;
  }
  iptwsim::CohortTable table() const { return {values, statuses, values.size() / keys().size()}; }

private:
  explicit Answers(int) {}
};

std::vector<CountKey> const counted{{column(Quantity::log_hazard_ratio, Statistic::count), 0}};

PerformanceTable table_of(std::vector<double> levels = {0.8, 0.95}) { return {keys(), counted, std::move(levels)}; }

Truths known_truth() {
  Truths truths(keys().size());
  truths[0] = Truth{-0.5, 0.001, Status::ok};
  return truths;
}

/// Replicates by status: so many ok, so many of a resample without events.
std::vector<double> replicates(double ok, double no_events) {
  std::vector<double> counts(status_names.size());
  counts[static_cast<std::size_t>(Status::ok)] = ok;
  counts[static_cast<std::size_t>(Status::no_events)] = no_events;
  return counts;
}

std::vector<double> sums_in_blocks(PerformanceTable const& table, Truths const& truths, std::size_t size) {
  Answers const all;
  std::vector<double> sums;
  for (std::size_t first = 0; first < cohorts_in_all; first += size) {
    std::size_t const count = std::min(size, cohorts_in_all - first);
    Answers const part = all.part(first, count);
    auto const own = table.sum(part.table(), replicates(19.0 * static_cast<double>(count), 2), truths);
    EXPECT_EQ(own.size(), table.size());
    if (first == 0)
      sums = own;
    else
      table.merge(sums, own);
  }
  return sums;
}

std::string text(PerformanceRow const& row) {
  std::string out = std::string(name(row.column.quantity)) + ' ' + std::string(name(row.column.statistic));
  if (row.column.method != Method::none) out += ' ' + std::string(name(row.column.method));
  if (!std::isnan(row.level)) out += row.level == 0.95 ? " 95" : row.level == 0.8 ? " 80" : " ?";
  if (row.counted != Status::ok) out += ' ' + std::string(name(row.counted));
  return out;
}

Names names_of(std::vector<PerformanceRow> const& rows) {
  Names names;
  for (PerformanceRow const& row : rows) names.push_back(text(row));
  return names;
}

PerformanceRow find(std::vector<PerformanceRow> const& rows, std::string const& wanted) {
  auto const found = std::find_if(rows.begin(), rows.end(), [&](auto const& row) { return text(row) == wanted; });
  if (found == rows.end()) throw std::runtime_error("no " + wanted);
  return *found;
}

TEST(PerformanceTable, HasTheMeasuresOfEveryKindOfNumber) {
  auto const table = table_of();
  auto const rows = table.rows(sums_in_blocks(table, known_truth(), 16), known_truth(), Answers().table());
  std::string const hr = "log_hazard_ratio ";
  EXPECT_EQ(
      names_of(rows),
      (Names{hr + "truth", hr + "mean", hr + "bias", hr + "relative_bias", hr + "median_bias", hr + "empirical_se",
             hr + "robust_empirical_se", hr + "mse", hr + "count", hr + "count separation", hr + "model_se robust",
             hr + "model_se_error robust", hr + "power robust 80", hr + "power_defined robust 80",
             hr + "power robust 95", hr + "power_defined robust 95", hr + "coverage wald_robust 95",
             hr + "coverage_defined wald_robust 95", hr + "bias_eliminated_coverage wald_robust 95",
             hr + "bias_eliminated_coverage_defined wald_robust 95", hr + "mean_width wald_robust 95",
             // Scores are no estimates: of a log-rank test there is its power alone.
             "log_rank power robust 80", "log_rank power_defined robust 80", "log_rank power robust 95",
             "log_rank power_defined robust 95",
             // Patients have no true value.
             "n mean", "n empirical_se", "n robust_empirical_se", "n count", hr + "replicate_count",
             hr + "replicate_count no_events"}));
}

TEST(PerformanceTable, GivesEveryMeasureOfItsOwnNumbers) {
  auto const table = table_of();
  Answers const all;
  auto const rows = table.rows(sums_in_blocks(table, known_truth(), 16), known_truth(), all.table());
  std::span<double const> const estimates(all.values.data(), 16);
  auto const sums = sum_estimates(estimates, -0.5);
  auto const expected = estimate_measures(sums, *known_truth()[0], estimates);
  for (std::size_t k = 0; k < expected.size(); ++k) {
    EXPECT_EQ(rows[k].column.statistic, expected[k].statistic);
    EXPECT_EQ(std::bit_cast<std::uint64_t>(rows[k].value), std::bit_cast<std::uint64_t>(expected[k].value));
    EXPECT_EQ(std::bit_cast<std::uint64_t>(rows[k].mcse), std::bit_cast<std::uint64_t>(expected[k].mcse));
    EXPECT_EQ(rows[k].status, expected[k].status);
  }
  EXPECT_EQ(find(rows, "log_hazard_ratio count").value, 14);
  EXPECT_EQ(find(rows, "log_hazard_ratio count separation").value, 2);
  EXPECT_EQ(find(rows, "log_hazard_ratio replicate_count").value, 16 * 19);
  EXPECT_EQ(find(rows, "log_hazard_ratio replicate_count no_events").value, 2);
  EXPECT_DOUBLE_EQ(find(rows, "n mean").value, 57.5);
  // By hand, p of the sixteen without 0.05 and 0.19: 9 are at most 0.05, 13 at most 0.2 (all but 0.34, 0.66).
  EXPECT_DOUBLE_EQ(find(rows, "log_hazard_ratio power robust 95").value, 9 / 16.0);
  EXPECT_DOUBLE_EQ(find(rows, "log_hazard_ratio power_defined robust 95").value, 9 / 14.0);
  EXPECT_DOUBLE_EQ(find(rows, "log_rank power robust 80").value, 12 / 16.0);
  // -0.18 -+ 0.3, -0.93 -+ 0.4 and 0.08 -+ 0.36 leave out -0.5.
  EXPECT_DOUBLE_EQ(find(rows, "log_hazard_ratio coverage wald_robust 95").value, 11 / 16.0);
  EXPECT_DOUBLE_EQ(find(rows, "log_hazard_ratio coverage_defined wald_robust 95").value, 11 / 14.0);
}

TEST(PerformanceTable, SumsOfBlocksMergeToThoseOfAll) {
  auto const table = table_of();
  auto const whole = table.rows(sums_in_blocks(table, known_truth(), 16), known_truth(), Answers().table());
  for (std::size_t const size : {1u, 5u, 15u}) {
    auto const parts = table.rows(sums_in_blocks(table, known_truth(), size), known_truth(), Answers().table());
    ASSERT_EQ(names_of(parts), names_of(whole));
    for (std::size_t k = 0; k < whole.size(); ++k) {
      if (text(whole[k]).ends_with("replicate_count no_events")) continue; // 2 a block
      if (std::isnan(whole[k].value))
        EXPECT_TRUE(std::isnan(parts[k].value)) << text(whole[k]);
      else
        EXPECT_NEAR(parts[k].value, whole[k].value, 1e-13) << text(whole[k]);
    }
  }
}

TEST(PerformanceTable, WithoutKeptCohortsTheSameBitsOrNothing) {
  auto const table = table_of();
  auto const sums = sums_in_blocks(table, known_truth(), 5);
  auto const kept = table.rows(sums, known_truth(), Answers().table());
  auto const summed = table.rows(sums, known_truth(), {});
  ASSERT_EQ(names_of(kept), names_of(summed));
  Names needy;
  for (std::size_t k = 0; k < kept.size(); ++k) {
    if (summed[k].status == Status::needs_cohorts) {
      EXPECT_TRUE(std::isnan(summed[k].value) && std::isnan(summed[k].mcse));
      EXPECT_FALSE(std::isnan(kept[k].value));
      needy.push_back(text(kept[k]));
      continue;
    }
    EXPECT_EQ(std::bit_cast<std::uint64_t>(kept[k].value), std::bit_cast<std::uint64_t>(summed[k].value));
    EXPECT_EQ(std::bit_cast<std::uint64_t>(kept[k].mcse), std::bit_cast<std::uint64_t>(summed[k].mcse));
    EXPECT_EQ(kept[k].status, summed[k].status);
  }
  EXPECT_EQ(needy.size(), 5U); // three of the log hazard ratio with its two coverages, one of the patients
}

TEST(PerformanceTable, ATruthThatIsUnknownIsSaid) {
  auto const table = table_of();
  Truths unknown(keys().size());
  unknown[0] = Truth{};
  auto const rows = table.rows(sums_in_blocks(table, unknown, 16), unknown, Answers().table());
  for (char const* measure : {"bias", "relative_bias", "median_bias", "mse"}) {
    EXPECT_EQ(find(rows, std::string("log_hazard_ratio ") + measure).status, Status::no_truth) << measure;
  }
  EXPECT_EQ(find(rows, "log_hazard_ratio coverage wald_robust 95").status, Status::no_truth);
  EXPECT_EQ(find(rows, "log_hazard_ratio power robust 95").status, Status::ok);
}

TEST(PerformanceTable, EveryLevelHasItsPower) {
  auto const table = table_of({0.8});
  auto const rows = table.rows(sums_in_blocks(table, known_truth(), 16), known_truth(), Answers().table());
  EXPECT_NO_THROW(find(rows, "log_rank power robust 80"));
  EXPECT_THROW(find(rows, "log_rank power robust 95"), std::runtime_error);
}

} // namespace
} // namespace iptwsim::test
