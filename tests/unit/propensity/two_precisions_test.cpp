// Fits of replicates and simulated cohorts, whose first steps are of single precision, against fits in double
// precision that go on to 1e-10.

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "propensity/logistic.hpp"
#include "random/stream.hpp"
#include "support/lane4.hpp"

namespace iptwsim::test {
namespace {

struct Drawn {
  Cohort cohort;
  std::vector<double> counts;
};

/// p covariates, the first of which treatment depends on; copies 0, 1 or 2.
Drawn drawn(std::uint64_t index, std::size_t n, std::size_t p, double effect) {
  Drawn out;
  Stream stream({.seed = 7, .cohort = index, .purpose = Purpose::covariate});
  out.cohort.covariates.resize(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(p));
  for (std::size_t i = 0; i < n; ++i) {
    auto const row = static_cast<Eigen::Index>(i);
    for (std::size_t j = 0; j < p; ++j) out.cohort.covariates(row, static_cast<Eigen::Index>(j)) = stream.uniform();
    out.cohort.treated.push_back(stream.uniform() < 0.5 + effect * (out.cohort.covariates(row, 0) - 0.5));
    out.counts.push_back(std::floor(3 * stream.uniform()));
  }
  return out;
}

std::vector<double> zeros(Design const& design) { return std::vector<double>(design.columns(), 0.0); }

TEST(TwoPrecisions, EndWithin1e12OfTheMaximum) {
  double worst = 0;
  for (std::uint64_t index = 0; index < 60; ++index) {
    auto const [cohort, counts] = drawn(index, index % 2 ? 60 : 700, 1 + index % 9, 0.8);
    Design const design(cohort);
    FirstPass const first(design, cohort.treated, zeros(design));
    LogisticFit<double> fit, exact;
    fit_logistic<double>(design, cohort.treated, counts, zeros(design), fit, {}, &first);
    fit_logistic<double>(design, cohort.treated, counts, zeros(design), exact, {.tolerance = 1e-10});
    ASSERT_EQ(fit.status, exact.status);
    ASSERT_EQ(fit.status, 0);
    for (std::size_t j = 0; j < design.columns(); ++j) {
      worst = std::max(worst, std::fabs(fit.coefficients[j] - exact.coefficients[j]) * design.reach[j]);
    }
    for (std::size_t i = 0; i < cohort.size(); ++i) {
      ASSERT_NEAR(fit.score[i] / exact.score[i], 1, 5e-12);
      ASSERT_NEAR(fit.complement[i] / exact.complement[i], 1, 5e-12);
    }
  }
  EXPECT_LT(worst, 1e-12);
}

/// Single precision left early: lanes take several passes in double precision, each as many as it takes alone.
TEST(TwoPrecisions, GiveEachLaneTheBitsThatItHasAloneHoweverManyLastPassesItTakes) {
  detail::TwoPrecisionsOptions const early{.near = 0.6, .double_steps = 8};
  for (std::uint64_t index = 0; index < 20; ++index) {
    auto const [cohort, unused] = drawn(index, 90, 3, 0.9);
    Design const design(cohort);
    FirstPass const first(design, cohort.treated, zeros(design));
    std::vector<Lane4> counts(cohort.size());
    for (int lane = 0; lane < 4; ++lane) {
      auto const mine = drawn(100 + 4 * index + static_cast<std::uint64_t>(lane), 90, 3, 0.9).counts;
      for (std::size_t i = 0; i < counts.size(); ++i) set_lane(counts[i], lane, mine[i]);
    }
    std::vector<Lane4> const start(design.columns(), Lane4(0.0));
    LogisticFit<Lane4> together;
    prepare_fit<Lane4>(design, start, together);
    set_signs<Design>(cohort.treated, together);
    auto const done = detail::newton_in_two_precisions<Lane4>(design, counts, first, together, {}, early);
    for (int lane = 0; lane < 4; ++lane) {
      std::vector<double> mine;
      for (Lane4 const& each : counts) mine.push_back(get_lane(each, lane));
      LogisticFit<double> alone, exact;
      prepare_fit<double>(design, zeros(design), alone);
      set_signs<Design>(cohort.treated, alone);
      ASSERT_TRUE(detail::newton_in_two_precisions<double>(design, mine, first, alone, {}, early));
      ASSERT_TRUE(done.lane[static_cast<std::size_t>(lane)]);
      fit_logistic<double>(design, cohort.treated, mine, zeros(design), exact, {.tolerance = 1e-10});
      for (std::size_t j = 0; j < design.columns(); ++j) {
        ASSERT_EQ(get_lane(together.coefficients[j], lane), alone.coefficients[j]);
        ASSERT_NEAR(alone.coefficients[j], exact.coefficients[j], 1e-12);
      }
      for (std::size_t i = 0; i < cohort.size(); ++i) {
        ASSERT_EQ(get_lane(together.score[i], lane), alone.score[i]);
        ASSERT_EQ(get_lane(together.complement[i], lane), alone.complement[i]);
        ASSERT_NEAR(alone.score[i] / exact.score[i], 1, 5e-12);
      }
    }
  }
}

/// From zero, a cohort and a cohort a lane: the lanes have the bits of each alone.
TEST(TwoPrecisions, OfCohortsEndWithin1e12OfTheMaximum) {
  LogisticOptions const two{.two_precisions = true};
  double worst = 0;
  bool moved = false;
  for (std::uint64_t index = 0; index < 40; ++index) {
    std::size_t const n = index % 2 ? 85 : 600, p = 1 + index % 9;
    std::vector<Lane4> columns(n * p), treated(n);
    std::vector<LogisticFit<double>> alone(4);
    for (int lane = 0; lane < 4; ++lane) {
      auto const cohort = drawn(1000 + 4 * index + static_cast<std::uint64_t>(lane), n, p, 0.8).cohort;
      Design const design(cohort);
      std::vector<double> const once(n, 1.0);
      LogisticFit<double> exact, in_double;
      auto& fit = alone[static_cast<std::size_t>(lane)];
      fit_logistic<double>(design, cohort.treated, once, zeros(design), fit, two);
      fit_logistic<double>(design, cohort.treated, once, zeros(design), in_double);
      fit_logistic<double>(design, cohort.treated, once, zeros(design), exact, {.tolerance = 1e-10});
      ASSERT_EQ(fit.status, 0);
      moved = moved || fit.coefficients != in_double.coefficients;
      for (std::size_t j = 0; j < design.columns(); ++j) {
        worst = std::max(worst, std::fabs(fit.coefficients[j] - exact.coefficients[j]) * design.reach[j]);
      }
      for (std::size_t i = 0; i < n; ++i) {
        ASSERT_NEAR(fit.score[i] / exact.score[i], 1, 5e-12);
        ASSERT_NEAR(fit.complement[i] / exact.complement[i], 1, 5e-12);
        set_lane(treated[i], lane, cohort.treated[i]);
        for (std::size_t j = 0; j < p; ++j) set_lane(columns[j * n + i], lane, cohort.covariates.data()[j * n + i]);
      }
    }
    LaneDesign<Lane4> design;
    design.assign(columns.data(), n, p);
    std::vector<Lane4> const once(n, Lane4(1.0)), start(p + 1, Lane4(0.0));
    LogisticFit<Lane4> together;
    fit_logistic<Lane4>(design, LaneArms<Lane4>{treated.data(), n}, once, start, together, two);
    for (int lane = 0; lane < 4; ++lane) {
      auto const& fit = alone[static_cast<std::size_t>(lane)];
      for (std::size_t j = 0; j <= p; ++j) ASSERT_EQ(get_lane(together.coefficients[j], lane), fit.coefficients[j]);
      for (std::size_t e = 0; e < fit.information.size(); ++e) {
        ASSERT_EQ(get_lane(together.information[e], lane), fit.information[e]);
      }
      for (std::size_t i = 0; i < n; ++i) {
        ASSERT_EQ(get_lane(together.score[i], lane), fit.score[i]);
        ASSERT_EQ(get_lane(together.complement[i], lane), fit.complement[i]);
      }
    }
  }
  EXPECT_LT(worst, 1e-12);
  EXPECT_TRUE(moved);
}

/// What is not an ordinary fit is fitted as it would be without single precision: the same bits.
TEST(TwoPrecisions, LeaveSeparationAndAliasingToDoublePrecision) {
  Cohort cohort;
  cohort.treated = {0, 0, 0, 1, 0, 1, 1, 1, 1, 0};
  cohort.covariates.resize(10, 2);
  for (Eigen::Index i = 0; i < 10; ++i) {
    cohort.covariates(i, 0) = static_cast<double>(i);
    cohort.covariates(i, 1) = i < 8 ? 3.0 : static_cast<double>(i);
  }
  Design const design(cohort);
  std::vector<double> const separated{1, 2, 1, 0, 0, 1, 2, 1, 1, 0}, aliased{2, 1, 0, 1, 1, 1, 1, 1, 0, 0};
  FirstPass const first(design, cohort.treated, zeros(design));
  for (auto const& counts : {separated, aliased}) {
    LogisticFit<double> fit, exact;
    fit_logistic<double>(design, cohort.treated, counts, zeros(design), fit, {}, &first);
    fit_logistic<double>(design, cohort.treated, counts, zeros(design), exact);
    EXPECT_EQ(fit.status, exact.status);
    EXPECT_EQ(fit.aliased, exact.aliased);
    EXPECT_TRUE(fit.status > 0 || fit.aliased > 0);
    EXPECT_EQ(fit.coefficients, exact.coefficients);
    EXPECT_EQ(fit.score, exact.score);
    LogisticFit<double> from_zero;
    fit_logistic<double>(design, cohort.treated, counts, zeros(design), from_zero, {.two_precisions = true});
    EXPECT_EQ(from_zero.status, exact.status);
    EXPECT_EQ(from_zero.aliased, exact.aliased);
    EXPECT_EQ(from_zero.coefficients, exact.coefficients);
    EXPECT_EQ(from_zero.score, exact.score);
  }
}

} // namespace
} // namespace iptwsim::test
