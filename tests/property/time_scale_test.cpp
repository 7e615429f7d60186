// Days or years: only a restricted mean has the unit of time. And without events there is nothing to compare.

#include <gtest/gtest.h>

#include "support/analysed.hpp"
#include "support/late_cohort.hpp"
#include "support/near.hpp"

namespace iptwsim::test {
namespace {

bool in_units_of_time(Column const& column) {
  return column.quantity == Quantity::rmst || column.quantity == Quantity::rmst_difference;
}

TEST(TimeScale, OnlyRestrictedMeansHaveAUnit) {
  for (double const factor : {4.0, 1 / 365.25}) {
    for (std::uint64_t index = 0; index < random_cohorts; ++index) {
      auto const [cohort, weights, counts] = any_cohort(index);
      Cohort scaled = cohort;
      for (double& t : scaled.endpoints[0].time) t *= factor;
      for (double& t : scaled.endpoints[0].entry) t *= factor;
      auto const estimands = std::vector{Estimand::ate, Estimand::unweighted};
      auto const a = analyse(cohort, analysis_options(all_estimators({2, 5, 9}, 6), estimands), counts);
      auto const b =
          analyse(scaled, analysis_options(all_estimators({2 * factor, 5 * factor, 9 * factor}, 6 * factor), estimands),
                  counts);
      for (std::size_t c = 0; c < a.values.size(); ++c) {
        double const expected = in_units_of_time(a.columns[c]) ? factor * a.values[c] : a.values[c];
        ASSERT_TRUE(same(expected, b.values[c], 1e-12)) << "cohort " << index << " " << name(a.columns[c].quantity);
        ASSERT_EQ(a.statuses[c], b.statuses[c]) << "cohort " << index << " " << name(a.columns[c].quantity);
      }
    }
  }
}

TEST(NoEvents, SurvivalIsOneAndEveryComparisonOfHazardsSaysNoEvents) {
  for (std::uint64_t index = 0; index < random_cohorts; ++index) {
    auto [cohort, weights, counts] = any_cohort(index);
    cohort.endpoints[0].event.assign(cohort.size(), 0);
    auto const ours = analyse(cohort, analysis_options(all_estimators({5}, 6), {Estimand::unweighted}), counts);
    for (std::size_t c = 0; c < ours.values.size(); ++c) {
      Quantity const quantity = ours.columns[c].quantity;
      if (quantity == Quantity::survival || quantity == Quantity::survival_ratio) {
        ASSERT_EQ(ours.values[c], 1);
      }
      if (quantity == Quantity::log_hazard_ratio || quantity == Quantity::log_rank) {
        ASSERT_TRUE(std::isnan(ours.values[c]));
        ASSERT_EQ(ours.statuses[c], Status::no_events);
      }
    }
  }
}

} // namespace
} // namespace iptwsim::test
