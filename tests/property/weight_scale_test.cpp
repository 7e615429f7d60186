// A common factor of all weights changes no effect and no robust test of it.

#include <gtest/gtest.h>

#include "support/estimates.hpp"
#include "support/late_cohort.hpp"
#include "support/near.hpp"

namespace iptwsim::test {
namespace {

TEST(WeightScale, CurvesHazardRatiosRobustErrorsAndTestsKeepTheirValue) {
  for (std::uint64_t index = 0; index < random_cohorts; ++index) {
    auto const [cohort, weights, counts] = any_cohort(index);
    for (double const factor : {1e-6, 0.3, 41.7}) {
      std::vector<double> scaled;
      for (double const weight : weights) scaled.push_back(factor * weight);
      auto const a = estimate(cohort, counts, weights, random_horizon);
      auto const b = estimate(cohort, counts, scaled, random_horizon);
      for (std::size_t arm = 0; arm < 2; ++arm) {
        for (std::size_t k = 0; k < a.curve[arm].size(); ++k) {
          ASSERT_TRUE(same(a.curve[arm][k], b.curve[arm][k])) << index;
        }
        ASSERT_TRUE(same(a.rmst[arm], b.rmst[arm])) << index;
      }
      for (std::size_t ties = 0; ties < 2; ++ties) {
        ASSERT_TRUE(same(a.cox[ties].log_hazard_ratio, b.cox[ties].log_hazard_ratio)) << index;
        ASSERT_TRUE(same(a.cox[ties].robust_se, b.cox[ties].robust_se)) << index;
        ASSERT_TRUE(same(a.cox[ties].naive_se, b.cox[ties].naive_se * std::sqrt(factor))) << index;
        ASSERT_EQ(a.cox[ties].status, b.cox[ties].status) << index;
        ASSERT_TRUE(same(factor * a.robust[ties].score, b.robust[ties].score)) << index;
        ASSERT_TRUE(same(a.robust[ties].z, b.robust[ties].z)) << index;
      }
      ASSERT_TRUE(same(a.xie_liu.z, b.xie_liu.z)) << index;
    }
  }
}

TEST(WeightScale, AFactorOfOneArmChangesItsCurveNot) {
  for (std::uint64_t index = 0; index < random_cohorts; ++index) {
    auto const [cohort, weights, counts] = any_cohort(index);
    std::vector<double> scaled = weights;
    for (std::size_t i = 0; i < scaled.size(); ++i) scaled[i] *= cohort.treated[i] ? 7 : 0.1;
    auto const a = estimate(cohort, counts, weights, random_horizon);
    auto const b = estimate(cohort, counts, scaled, random_horizon);
    for (std::size_t arm = 0; arm < 2; ++arm) ASSERT_TRUE(same(a.rmst[arm], b.rmst[arm])) << index;
  }
}

} // namespace
} // namespace iptwsim::test
