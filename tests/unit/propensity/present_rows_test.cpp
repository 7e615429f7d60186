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
  detail::PresentRows<Single4> present;
  auto const drawn = copies();
  present.find<Lane4>(pass, drawn);
  std::vector<Single4> residual(3), curvature(3);
  present.copy(pass, 0, 2, residual.data(), curvature.data());
  present.copy(pass, 2, 1, residual.data() + 2, curvature.data() + 2);
  auto const rows = present.rows();
  ASSERT_EQ(rows.count, 3u);
  std::vector<std::vector<std::size_t>> const who{{1, 3}, {}, {4}, {0, 2, 4}};
  for (std::size_t lane = 0; lane < 4; ++lane) {
    for (std::size_t r = 0; r < 3; ++r) {
      if (r >= who[lane].size()) {
        EXPECT_EQ(rows.copies[r].lane[lane], 0);
        EXPECT_EQ(residual[r].lane[lane], 0);
        EXPECT_EQ(curvature[r].lane[lane], 0);
        continue;
      }
      std::size_t const i = who[lane][r];
      auto const copied = static_cast<float>(drawn[i].lane[lane]);
      EXPECT_EQ(rows.copies[r].lane[lane], copied);
      for (std::size_t j = 1; j < 3; ++j)
        EXPECT_EQ(rows.covariates.row(r)[j - 1].lane[lane], static_cast<float>(design.row(i)[j]));
      EXPECT_EQ(rows.sign_of(r).lane[lane], five.cohort.treated[i] ? 1 : -1);
      EXPECT_EQ(residual[r].lane[lane], copied * static_cast<float>(pass.residual[i]));
      EXPECT_EQ(curvature[r].lane[lane], copied * static_cast<float>(pass.curvature[i]));
    }
  }
}

/// Room is kept from data set to data set: fewer patients after more, and nobody.
TEST(PresentRows, ForgetTheDataSetBefore) {
  Five const five;
  Design const design(five.cohort);
  FirstPass const pass(design, five.cohort.treated, std::vector<double>{0, 0, 0});
  detail::PresentRows<Single4> present;
  present.find<Lane4>(pass, std::vector<Lane4>(5, Lane4(2.0)));
  EXPECT_EQ(present.rows().count, 5u);
  present.find<Lane4>(pass, copies());
  EXPECT_EQ(present.rows().count, 3u);
  EXPECT_EQ(present.rows().copies[2].lane, (std::array<float, 4>{0, 0, 0, 4}));
  present.find<Lane4>(pass, std::vector<Lane4>(5, Lane4(0.0)));
  EXPECT_EQ(present.rows().count, 0u);
}

/// 1 to 15 covariates: records of one and of two squares of lanes, sums cut into groups and not.
TEST(PresentRows, AFitOverThemHasTheBitsOfEachLaneAlone) {
  for (std::size_t p = 1; p <= 15; ++p) {
    Cohort cohort;
    Stream stream({.seed = 12, .cohort = p, .purpose = Purpose::covariate});
    std::size_t const n = p % 3 == 0 ? 700 : 150; // several blocks of single precision, and one
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
    LogisticFit<Lane4> over_present;
    fit_logistic<Lane4>(design, cohort.treated, drawn, lanes_start, over_present, {}, &pass);
    for (int lane = 0; lane < 4; ++lane) {
      std::vector<double> mine;
      for (Lane4 const& each : drawn) mine.push_back(get_lane(each, lane));
      LogisticFit<double> alone;
      fit_logistic<double>(design, cohort.treated, mine, start, alone, {}, &pass);
      for (std::size_t j = 0; j <= p; ++j)
        ASSERT_EQ(get_lane(over_present.coefficients[j], lane), alone.coefficients[j]) << p << " " << j;
      for (std::size_t i = 0; i < n; ++i) ASSERT_EQ(get_lane(over_present.score[i], lane), alone.score[i]);
      ASSERT_EQ(get_lane(over_present.status, lane), alone.status);
    }
  }
}

} // namespace
} // namespace iptwsim::test
