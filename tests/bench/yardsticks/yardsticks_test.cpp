// The yardsticks of the benchmark compute what the engine computes, replicate by replicate: else their speed would be
// no measure of its speed.

#include <gtest/gtest.h>

#include "bench/unit.hpp"
#include "plan/experiment.hpp"
#include "resample/patients.hpp"
#include "support/near.hpp"

namespace iptwsim::bench {
namespace {

class Yardsticks : public testing::TestWithParam<std::pair<char const*, int>> {
protected:
  Yardsticks()
      : study_(unit_study(GetParam().second)), cohort_(read_cohort(GetParam().first, study_)),
        experiment_(study_, cohort_), slab_(experiment_.evaluate(experiment_.blocks().at(1))) {}

  double value(std::size_t unit, Quantity quantity, std::string const& arm, Method method, Statistic statistic) const {
    auto const& columns = experiment_.replicate_columns();
    for (std::size_t c = 0; c < columns.size(); ++c) {
      Column const& column = columns[c];
      if (column.quantity == quantity && column.arm == arm && column.method == method &&
          column.statistic == statistic) {
        auto const status = static_cast<Status>(slab_.statuses[c * slab_.block.count + unit]);
        EXPECT_TRUE(status == Status::ok || status == Status::beyond_follow_up); // then the last value is carried on
        return slab_.values[c * slab_.block.count + unit];
      }
    }
    throw std::runtime_error("no such column");
  }

  UnitResult engine(std::size_t unit) const {
    auto const at = [&](Quantity quantity, std::string const& arm, Method method = Method::none,
                        Statistic statistic = Statistic::estimate) {
      return value(unit, quantity, arm, method, statistic);
    };
    return {.survival = {at(Quantity::survival, "control"), at(Quantity::survival, "treated")},
            .rmst = {at(Quantity::rmst, "control"), at(Quantity::rmst, "treated")},
            .log_hazard_ratio = at(Quantity::log_hazard_ratio, ""),
            .robust_se = at(Quantity::log_hazard_ratio, "", Method::robust, Statistic::std_error),
            .robust_z = at(Quantity::log_rank, "", Method::robust, Statistic::z),
            .xie_liu_z = at(Quantity::log_rank, "", Method::xie_liu, Statistic::z)};
  }

  std::vector<std::uint32_t> counts(std::size_t unit) const {
    std::vector<std::uint32_t> drawn(cohort_.size());
    resample_patients({.seed = 1}, slab_.block.first + unit, drawn);
    return drawn;
  }

  static void expect_same(UnitResult const& a, UnitResult const& b) {
    constexpr double tolerance = 1e-10;
    for (std::size_t arm = 0; arm < 2; ++arm) {
      EXPECT_TRUE(test::same(a.survival[arm], b.survival[arm], tolerance));
      EXPECT_TRUE(test::same(a.rmst[arm], b.rmst[arm], tolerance));
    }
    EXPECT_TRUE(test::same(a.log_hazard_ratio, b.log_hazard_ratio, tolerance));
    EXPECT_TRUE(test::same(a.robust_se, b.robust_se, tolerance));
    EXPECT_TRUE(test::same(a.robust_z, b.robust_z, tolerance));
    EXPECT_TRUE(test::same(a.xie_liu_z, b.xie_liu_z, tolerance));
  }

  Study study_;
  Cohort cohort_;
  Experiment experiment_;
  Slab slab_;
};

TEST_P(Yardsticks, CleanLoopGivesTheEnginesReplicates) {
  CleanLoop loop(patients_of(cohort_), unit_times);
  for (std::size_t unit = 0; unit < slab_.block.count; ++unit) expect_same(loop.analyse(counts(unit)), engine(unit));
}

TEST_P(Yardsticks, OrdinaryGivesTheEnginesReplicates) {
  Ordinary const ordinary(patients_of(cohort_), unit_times);
  for (std::size_t unit = 0; unit < slab_.block.count; ++unit) {
    std::vector<std::size_t> rows;
    auto const copies = counts(unit);
    for (std::size_t i = 0; i < copies.size(); ++i) rows.insert(rows.end(), copies[i], i);
    expect_same(ordinary.analyse(rows), engine(unit));
  }
}

/// Their own draws are of the same distribution: the means of many replicates agree within 4.5 standard errors.
TEST_P(Yardsticks, OwnDrawsHaveTheMeanOfTheEngines) {
  std::size_t const count = slab_.block.count;
  CleanLoop loop(patients_of(cohort_), unit_times);
  Ordinary ordinary(patients_of(cohort_), unit_times);
  double sum = 0, squares = 0, loop_sum = 0, ordinary_sum = 0;
  for (std::size_t unit = 0; unit < count; ++unit) {
    double const b = engine(unit).log_hazard_ratio;
    sum += b;
    squares += b * b;
    loop_sum += loop.replicate().log_hazard_ratio;
    ordinary_sum += ordinary.replicate().log_hazard_ratio;
  }
  auto const r = static_cast<double>(count);
  double const error = std::sqrt(2 * (squares / r - sum / r * (sum / r)) / r);
  EXPECT_LT(std::fabs(loop_sum - sum) / r, 4.5 * error);
  EXPECT_LT(std::fabs(ordinary_sum - sum) / r, 4.5 * error);
}

INSTANTIATE_TEST_SUITE_P(Cohorts, Yardsticks,
                         testing::Values(std::pair{"bench_n85_p5.csv", 5}, std::pair{"bench_n3000_p8.csv", 8}),
                         [](auto const& each) { return "p" + std::to_string(each.param.second); });

/// Without an effect the square of z has mean 1; with one, of 200 patients, z is near (sum of deaths)^1/2 log(0.7) / 2.
TEST(BareTrial, FindsItsEffect) {
  BareTrial trial(200);
  double sum = 0;
  constexpr int trials = 400;
  for (int i = 0; i < trials; ++i) sum += trial.trial();
  double deaths = 0; // expected: integral over uniform follow-up in (5, 8) of 1 - exp(-h t)
  for (double const h : {0.1, 0.07}) deaths += 100 * (1 - (std::exp(-5 * h) - std::exp(-8 * h)) / (3 * h));
  // Schoenfeld's mean is good to a few percent here; the Monte Carlo error is 1/20.
  EXPECT_NEAR(sum / trials, std::sqrt(deaths) * std::log(0.7) / 2, 4.5 / std::sqrt(trials) + 0.05);
}

} // namespace
} // namespace iptwsim::bench
