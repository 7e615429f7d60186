// A bootstrap replicate means copied rows; counts are only how it is computed. So counts give what a file with the rows
// copied gives, for everything the analysis says.

#include <gtest/gtest.h>

#include "support/analysed.hpp"
#include "support/estimates.hpp"
#include "support/late_cohort.hpp"
#include "support/near.hpp"

namespace iptwsim::test {
namespace {

std::vector<std::size_t> copied_rows(std::vector<double> const& counts) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    for (int copy = 0; copy < counts[i]; ++copy) rows.push_back(i);
  }
  return rows;
}

TEST(CopiedRows, GiveTheSameAnalysisAsCounts) {
  std::size_t usable = 0, withheld = 0;
  for (Ties const ties : {Ties::efron, Ties::breslow}) {
    for (bool const stabilized : {false, true}) {
      auto const options =
          analysis_options(all_estimators({2, 5, 9}, random_horizon, ties), every_estimand(), stabilized);
      for (std::uint64_t index = 0; index < random_cohorts; ++index) {
        auto const [cohort, weights, counts] = any_cohort(index);
        auto const a = analyse(cohort, options, counts);
        auto const b = analyse(with_rows(cohort, copied_rows(counts)), options);
        for (std::size_t c = 0; c < a.values.size(); ++c) {
          ASSERT_TRUE(same(a.values[c], b.values[c]))
              << "cohort " << index << ", " << a.columns[c].estimand << " " << name(a.columns[c].quantity) << " "
              << name(a.columns[c].method) << " " << name(a.columns[c].statistic);
          ASSERT_EQ(a.statuses[c], b.statuses[c]) << "cohort " << index << " " << name(a.columns[c].quantity);
          ++(a.statuses[c] == Status::ok ? usable : withheld);
        }
      }
    }
  }
  EXPECT_GT(usable, 2 * withheld); // the property is about numbers, not about NaN
  EXPECT_GT(withheld, 0U);
}

TEST(CopiedRows, GiveTheSameEstimatesAsCountsUnderAnyWeights) {
  for (std::uint64_t index = 0; index < random_cohorts; ++index) {
    auto const [cohort, any, counts] = any_cohort(index);
    std::vector<double> weights = any, copied;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] == 0) weights[i] = 0;
    }
    auto const rows = copied_rows(counts);
    for (std::size_t const row : rows) copied.push_back(any[row]);
    auto const a = estimate(cohort, counts, weights, random_horizon);
    auto const b = estimate(with_rows(cohort, rows), std::vector<double>(rows.size(), 1.0), copied, random_horizon);
    for (std::size_t arm = 0; arm < 2; ++arm) ASSERT_TRUE(same(a.rmst[arm], b.rmst[arm])) << index;
    for (std::size_t ties = 0; ties < 2; ++ties) {
      ASSERT_TRUE(same(a.cox[ties].log_hazard_ratio, b.cox[ties].log_hazard_ratio)) << index;
      ASSERT_TRUE(same(a.cox[ties].naive_se, b.cox[ties].naive_se)) << index;
      ASSERT_TRUE(same(a.cox[ties].robust_se, b.cox[ties].robust_se)) << index;
      ASSERT_EQ(a.cox[ties].status, b.cox[ties].status) << index;
      ASSERT_TRUE(same(a.robust[ties].z, b.robust[ties].z)) << index;
    }
    ASSERT_TRUE(same(a.xie_liu.z, b.xie_liu.z)) << index;
  }
}

} // namespace
} // namespace iptwsim::test
