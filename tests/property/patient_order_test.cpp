// The order of rows in a file means nothing.

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

#include "support/analysed.hpp"
#include "support/late_cohort.hpp"
#include "support/near.hpp"

namespace iptwsim::test {
namespace {

TEST(PatientOrder, ChangesNoNumberAndNoStatus) {
  for (bool const stabilized : {false, true}) {
    auto const options = analysis_options(all_estimators({2, 5, 9}, random_horizon), every_estimand(), stabilized);
    for (std::uint64_t index = 0; index < random_cohorts; ++index) {
      auto const [cohort, weights, counts] = any_cohort(index);
      std::vector<std::size_t> rows(cohort.size());
      std::iota(rows.begin(), rows.end(), 0U);
      Stream stream({.seed = 20261, .cohort = index, .purpose = Purpose::covariate});
      for (std::size_t i = rows.size(); i-- > 1;) {
        std::swap(rows[i], rows[static_cast<std::size_t>(stream.uniform() * static_cast<double>(i + 1))]);
      }
      std::vector<double> shuffled;
      for (std::size_t const row : rows) shuffled.push_back(counts[row]);
      auto const a = analyse(cohort, options, counts), b = analyse(with_rows(cohort, rows), options, shuffled);
      for (std::size_t c = 0; c < a.values.size(); ++c) {
        ASSERT_TRUE(same(a.values[c], b.values[c]))
            << "cohort " << index << ", " << a.columns[c].estimand << " " << name(a.columns[c].quantity);
        ASSERT_EQ(a.statuses[c], b.statuses[c]) << "cohort " << index << " " << name(a.columns[c].quantity);
      }
    }
  }
}

} // namespace
} // namespace iptwsim::test
