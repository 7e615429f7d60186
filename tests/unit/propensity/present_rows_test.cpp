// Rows of the patients present: each lane's own patients in the cohort's order, with their copies; a fit over them has
// the bits of the fit over the cohort.

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "propensity/logistic.hpp"
#include "random/stream.hpp"
#include "support/lane4.hpp"

namespace iptwsim::test {
namespace {

/// Lane 0 holds patients 1 and 3, lane 1 nobody, lane 2 patient 4 alone, lane 3 patients 0, 2 and 4.
std::vector<Lane4> copies() {
  return {Lane4(0, 0, 0, 2), Lane4(1, 0, 0, 0), Lane4(0, 0, 0, 1), Lane4(3, 0, 0, 0), Lane4(0, 0, 2, 4)};
}

struct Five {
  Cohort cohort;
  Five() {
    cohort.covariate_names = {"x", "y"};
    cohort.treated = {0, 1, 0, 1, 1};
    cohort.covariates.resize(5, 2);
    cohort.covariates << 1, 10, 2, 8, 3, 9, 4, 7, 5, 3;
  }
};

TEST(PresentRows, AreEachLanesOwnPatientsInOrder) {
  Five const five;
  Design const design(five.cohort);
  FirstPass const pass(design, five.cohort.treated, std::vector<double>{0.5, -1, 2});
  detail::PresentRows<Lane4> present;
  auto const drawn = copies();
  present.find(&pass, drawn);
  ASSERT_TRUE(present.used());
  std::vector<Lane4> gradient(3), information(9);
  present.first_pass(pass, {gradient, information});
  auto const rows = present.rows();
  ASSERT_EQ(rows.count, 3u);
  std::vector<std::vector<std::size_t>> const who{{1, 3}, {}, {4}, {0, 2, 4}};
  for (std::size_t lane = 0; lane < 4; ++lane) {
    for (std::size_t r = 0; r < 3; ++r) {
      if (r >= who[lane].size()) {
        EXPECT_EQ(rows.copies[r].lane[lane], 0);
        continue;
      }
      std::size_t const i = who[lane][r];
      EXPECT_EQ(rows.copies[r].lane[lane], drawn[i].lane[lane]);
      for (std::size_t j = 1; j < 3; ++j) EXPECT_EQ(rows.covariates.row(r)[j - 1].lane[lane], design.row(i)[j]);
      EXPECT_EQ(rows.sign[r * rows.step].lane[lane], five.cohort.treated[i] ? 1 : -1);
      EXPECT_EQ(rows.linear_predictor[r * rows.step].lane[lane], pass.linear_predictor[i]);
    }
  }
}

TEST(PresentRows, AreNotMadeWhereNearlyAllArePresentOrNothingIsKnown) {
  Five const five;
  Design const design(five.cohort);
  FirstPass const pass(design, five.cohort.treated, std::vector<double>{0, 0, 0});
  detail::PresentRows<Lane4> present;
  std::vector<Lane4> drawn = copies();
  present.find(nullptr, drawn);
  EXPECT_FALSE(present.used());
  for (Lane4& each : drawn) each.lane[2] = 1;
  present.find(&pass, drawn);
  EXPECT_FALSE(present.used());
  drawn = copies();
  present.find(&pass, drawn); // once more after it was not
  EXPECT_TRUE(present.used());
}

/// A residual of 0 has no sign to tell the arm by.
TEST(PresentRows, AreNotMadeWhereAProbabilityHasRoundedToOne) {
  Five const five;
  Design const design(five.cohort);
  FirstPass const pass(design, five.cohort.treated, std::vector<double>{1000, 0, 0});
  EXPECT_EQ(pass.residual[1], 0);
  detail::PresentRows<Lane4> present;
  present.find(&pass, copies());
  EXPECT_FALSE(present.used());
}

/// 1 to 15 covariates: records of one and of two squares of lanes, sums cut into groups and not.
TEST(PresentRows, AFitOverThemHasTheBitsOfTheFitOverTheCohort) {
  for (std::size_t p = 1; p <= 15; ++p) {
    Cohort cohort;
    Stream stream({.seed = 12, .cohort = p, .purpose = Purpose::covariate});
    std::size_t const n = 150;
    cohort.covariates.resize(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(p));
    std::vector<Lane4> drawn;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < p; ++j)
        cohort.covariates(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = stream.uniform();
      cohort.treated.push_back(stream.uniform() < 0.5);
      auto const copied = [&] { return std::floor(2.5 * stream.uniform()); };
      double const a = copied(), b = copied(), c = copied(), d = copied();
      drawn.emplace_back(a, b, c, d);
    }
    Design const design(cohort);
    std::vector<double> const start(p + 1, 0.125);
    std::vector<Lane4> const lanes_start(start.begin(), start.end());
    FirstPass const pass(design, cohort.treated, start);
    LogisticFit<Lane4> over_present, over_cohort;
    fit_logistic<Lane4>(design, cohort.treated, drawn, lanes_start, over_present, {}, &pass);
    fit_logistic<Lane4>(design, cohort.treated, drawn, lanes_start, over_cohort);
    ASSERT_TRUE(over_present.present.used() && !over_cohort.present.used());
    for (std::size_t j = 0; j <= p; ++j)
      ASSERT_EQ(over_present.coefficients[j].lane, over_cohort.coefficients[j].lane) << p << " " << j;
    for (std::size_t i = 0; i < n; ++i) ASSERT_EQ(over_present.score[i].lane, over_cohort.score[i].lane);
    ASSERT_EQ(over_present.status.lane, over_cohort.status.lane);
  }
}

} // namespace
} // namespace iptwsim::test
