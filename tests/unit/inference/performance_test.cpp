// Performance measures and their Monte Carlo errors on a stored table of sixteen cohorts. The numbers are numpy's, from
// Morris, White and Crowther (2019), table 6, as printed there; q is the truth, V = s^2:
//   bias  m - q, sqrt(((t - m)**2).sum() / (n (n - 1)));  empse  t.std(ddof=1), empse / sqrt(2 (n - 1))
//   mse   d = (t - q)**2: d.mean(), sqrt(((d - d.mean())**2).sum() / (n (n - 1)))
//   modse sqrt(V.mean()), sqrt(V.var(ddof=1) / (4 n modse**2))
//   error modse / empse - 1, modse / empse sqrt(V.var(ddof=1) / (4 n modse**4) + 1 / (2 (n - 1)))
// Quantiles: the formulas of the header with order statistics of sorted(t), interpolated by hand.

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "cohorts.hpp"
#include "inference/performance.hpp"

namespace iptwsim::test {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Truth const truth{-0.5, 0.001, Status::ok};

Measure find(std::vector<Measure> const& measures, Statistic statistic) {
  auto const found =
      std::find_if(measures.begin(), measures.end(), [&](auto const& m) { return m.statistic == statistic; });
  if (found == measures.end()) throw std::runtime_error("no measure " + std::string(name(statistic)));
  return *found;
}

void expect(Measure const& ours, double value, double mcse, std::size_t cohorts, Status status = Status::ok) {
  auto const near = [&](double x, double reference) {
    if (std::isfinite(reference))
      EXPECT_NEAR(x, reference, 4e-15) << name(ours.statistic);
    else
      EXPECT_TRUE(std::isnan(reference) ? std::isnan(x) : x == reference) << name(ours.statistic) << ' ' << x;
  };
  near(ours.value, value);
  near(ours.mcse, mcse);
  EXPECT_EQ(ours.cohorts, cohorts) << name(ours.statistic);
  EXPECT_EQ(name(ours.status), name(status)) << name(ours.statistic);
}

/// Estimate measures of cohorts in one block.
std::vector<Measure> measures_of(std::vector<double> const& estimates, double q) {
  return estimate_measures(sum_estimates(estimates, q), {q, 0, Status::ok}, estimates);
}

TEST(Performance, OfEstimates) {
  CohortTable const table = sixteen_cohorts();
  auto const measures = measures_of(table.estimates, -0.5);
  expect(find(measures, Statistic::mean), -0.520625, 0.07110127020665664, 16);
  expect(find(measures, Statistic::bias), -0.020625000000000004, 0.07110127020665664, 16);
  expect(find(measures, Statistic::relative_bias), 0.04125000000000001, 0.1422025404133133, 16);
  expect(find(measures, Statistic::median_bias), -0.020000000000000018, 0.08510213456924655, 16);
  expect(find(measures, Statistic::empirical_se), 0.2844050808266266, 0.05192502607927446, 16);
  expect(find(measures, Statistic::robust_empirical_se), 0.2372127501853225, 0.10205374106447442, 16);
  expect(find(measures, Statistic::mse), 0.07625625, 0.02572474808550125, 16);
}

TEST(Performance, OfStandardErrors) {
  CohortTable const table = sixteen_cohorts();
  BlockOf const all{table, 0, 16};
  auto const measures = standard_error_measures(all.standard_errors(), all.estimates(nan));
  expect(find(measures, Statistic::model_se), 0.22681214694103136, 0.009216765064344773, 16);
  expect(find(measures, Statistic::model_se_error), -0.20250318214499086, 0.14916522417923986, 16);
}

TEST(Performance, ModelAndEmpiricalStandardErrorsHaveTheirOwnNumbersOfCohorts) {
  // V = 1, 1, 4: mean 2, variance 3, of 3 cohorts; the variance of the estimates is 2.5, of 5 cohorts.
  std::vector<double> const estimates{1, 2, 3, 4, 5}, errors{1, 1, 2, nan, nan};
  auto const measures = standard_error_measures(sum_standard_errors(errors, estimates), sum_estimates(estimates, nan));
  expect(find(measures, Statistic::model_se), std::sqrt(2), std::sqrt(3 / (4 * 3 * 2.0)), 3);
  expect(find(measures, Statistic::model_se_error), std::sqrt(2 / 2.5) - 1,
         std::sqrt(2 / 2.5 * (3 / (4 * 3 * 4.0) + 1 / 8.0)), 3);
}

TEST(Performance, OfLimits) {
  CohortTable const table = sixteen_cohorts();
  BlockOf const all{table, 0, 16};
  auto const measures = limit_measures(all.limits(-0.5), truth, all.estimates(-0.5), table.limits());
  // By hand: -0.18 -+ 0.3, -0.55 -+ 0.04, -0.93 -+ 0.4, 0.08 -+ 0.36, -0.26 -+ 0.12 leave out -0.5; the second is the
  // one that has the mean -0.520625.
  expect(find(measures, Statistic::coverage), 11 / 16.0, std::sqrt(11 * 5 / 4096.0), 16);
  expect(find(measures, Statistic::coverage_defined), 11 / 16.0, std::sqrt(11 * 5 / 4096.0), 16);
  expect(find(measures, Statistic::bias_eliminated_coverage), 12 / 16.0, std::sqrt(12 * 4 / 4096.0), 16);
  expect(find(measures, Statistic::bias_eliminated_coverage_defined), 12 / 16.0, std::sqrt(12 * 4 / 4096.0), 16);
  expect(find(measures, Statistic::mean_width), 0.7575, 0.06840748009781776, 16);
}

TEST(Performance, OfTests) {
  CohortTable const table = sixteen_cohorts();
  BlockOf const all{table, 0, 16};
  expect(find(test_measures(all.tests(0.95)), Statistic::power), 10 / 16.0, std::sqrt(10 * 6 / 4096.0), 16);
  expect(find(test_measures(all.tests(0.9)), Statistic::power_defined), 13 / 16.0, std::sqrt(13 * 3 / 4096.0), 16);
}

TEST(Performance, BothDenominatorsWhereCohortsHaveNoIntervalAndNoTest) {
  CohortTable table = sixteen_cohorts();
  for (std::size_t const i : {0u, 2u, 10u, 15u}) { // 0, 10 and 15 covered; 10 and 15 rejected
    table.estimates[i] = table.lower[i] = table.upper[i] = table.p[i] = nan;
    table.statuses[i] = static_cast<std::uint8_t>(Status::separation);
  }
  BlockOf const all{table, 0, 16};
  auto const coverage = limit_measures(all.limits(-0.5), truth, all.estimates(-0.5), table.limits());
  expect(find(coverage, Statistic::coverage), 8 / 16.0, std::sqrt(8 * 8 / 4096.0), 16);
  expect(find(coverage, Statistic::coverage_defined), 8 / 12.0, std::sqrt(8 * 4 / 1728.0), 12);
  // The mean is now -6.23 / 12; -0.55 -+ 0.04 has it and not -0.5.
  expect(find(coverage, Statistic::bias_eliminated_coverage), 9 / 16.0, std::sqrt(9 * 7 / 4096.0), 16);
  expect(find(coverage, Statistic::bias_eliminated_coverage_defined), 9 / 12.0, std::sqrt(9 * 3 / 1728.0), 12);
  auto const power = test_measures(all.tests(0.95));
  expect(find(power, Statistic::power), 8 / 16.0, std::sqrt(8 * 8 / 4096.0), 16);
  expect(find(power, Statistic::power_defined), 8 / 12.0, std::sqrt(8 * 4 / 1728.0), 12);
}

TEST(Performance, InfiniteEstimatesHaveTheirRankAndAreInNoMean) {
  std::vector<double> estimates{1, 2, 3, 4, 5, 6, 7, inf, nan, -inf};
  auto const measures = measures_of(estimates, 3);
  expect(find(measures, Statistic::bias), 1, std::sqrt(28 / 6.0 / 7), 7);
  expect(find(measures, Statistic::empirical_se), std::sqrt(28 / 6.0), std::sqrt(28 / 6.0 / 12), 7);
  // Ranks 5 -+ 1.5 z = 2.0600540, 7.9399460 of -Inf 1 2 3 4 5 6 7 Inf: 1.0600540 and 6.9399460.
  expect(find(measures, Statistic::median_bias), 1, 1.5, 9);
  expect(find(measures, Statistic::robust_empirical_se), 4 / 1.349, nan, 9, Status::too_few_cohorts);
}

TEST(Performance, AnInfiniteOrderStatisticLeavesNoError) {
  CohortTable table = sixteen_cohorts();
  table.estimates[13] = -inf; // was the smallest; the interval of the lower quartile begins between ranks 1 and 2
  auto const measures = measures_of(table.estimates, -0.5);
  expect(find(measures, Statistic::median_bias), -0.020000000000000018, 0.08510213456924655, 16);
  expect(find(measures, Statistic::robust_empirical_se), 0.2372127501853225, nan, 16, Status::non_finite_estimates);
}

TEST(Performance, MostlyInfiniteEstimates) {
  auto const measures = measures_of({-1, -inf, -inf, -inf, -inf, -inf, -inf, -1}, 3);
  expect(find(measures, Statistic::bias), -4, 0, 2);
  expect(find(measures, Statistic::median_bias), -inf, nan, 8, Status::non_finite_estimates);
  expect(find(measures, Statistic::robust_empirical_se), nan, nan, 8, Status::non_finite_estimates);
  auto const both = measures_of({-inf, inf}, 3);
  expect(find(both, Statistic::median_bias), nan, nan, 2, Status::non_finite_estimates);
  expect(find(both, Statistic::mse), nan, nan, 0, Status::too_few_cohorts);
}

TEST(Performance, RanksOfTheOrderStatisticIntervalNeedSixAndFourteenCohorts) {
  std::vector<double> estimates{1, 2, 3, 4, 5};
  expect(find(measures_of(estimates, 1), Statistic::median_bias), 2, nan, 5, Status::too_few_cohorts);
  estimates.push_back(6);
  // 3.5 -+ z sqrt(6)/2: the ranks are the values
  expect(find(measures_of(estimates, 1), Statistic::median_bias), 2.5, std::sqrt(6) / 2, 6);
  for (double x = 7; x < 14; ++x) estimates.push_back(x);
  expect(find(measures_of(estimates, 1), Statistic::robust_empirical_se), 6 / 1.349, nan, 13, Status::too_few_cohorts);
  estimates.push_back(14); // e = sqrt(14 * 3/16) at both quartiles, and sqrt(2 - 2/3) of it
  expect(find(measures_of(estimates, 1), Statistic::robust_empirical_se), 6.5 / 1.349,
         std::sqrt(14 * 3 / 16.0 * 4 / 3) / 1.349, 14);
}

TEST(Performance, WithoutTruth) {
  CohortTable const table = sixteen_cohorts();
  BlockOf const all{table, 0, 16};
  auto const measures = estimate_measures(all.estimates(nan), {}, table.estimates);
  expect(find(measures, Statistic::truth), nan, nan, 0, Status::not_requested);
  for (auto const statistic : {Statistic::bias, Statistic::relative_bias, Statistic::median_bias, Statistic::mse}) {
    expect(find(measures, statistic), nan, nan, 0, Status::no_truth);
  }
  expect(find(measures, Statistic::mean), -0.520625, 0.07110127020665664, 16);
  expect(find(measures, Statistic::empirical_se), 0.2844050808266266, 0.05192502607927446, 16);
  expect(find(measures, Statistic::robust_empirical_se), 0.2372127501853225, 0.10205374106447442, 16);
  auto const limits = limit_measures(all.limits(nan), {}, all.estimates(nan), table.limits());
  expect(find(limits, Statistic::coverage), nan, nan, 0, Status::no_truth);
  expect(find(limits, Statistic::coverage_defined), nan, nan, 0, Status::no_truth);
  expect(find(limits, Statistic::bias_eliminated_coverage), 0.75, std::sqrt(12 * 4 / 4096.0), 16);
}

TEST(Performance, WithAnInfiniteTruthHasCoverageAlone) {
  std::vector<double> const estimates{1, 2}, lower{-inf, 0}, upper{3, 3};
  Truth const infinite{-inf, 0, Status::no_events_treated};
  auto const measures = estimate_measures(sum_estimates(estimates, -inf), infinite, estimates);
  expect(find(measures, Statistic::truth), -inf, 0, 0, Status::no_events_treated);
  expect(find(measures, Statistic::bias), nan, nan, 0, Status::no_truth);
  expect(find(measures, Statistic::median_bias), nan, nan, 0, Status::no_truth);
  auto const limits = limit_measures(sum_limits({lower, upper}, -inf), infinite, sum_estimates(estimates, -inf));
  expect(find(limits, Statistic::coverage), 0.5, std::sqrt(0.125), 2);
}

TEST(Performance, RelativeBiasOfATruthOfZeroOrBelow) {
  expect(find(measures_of({1, 3}, 0), Statistic::relative_bias), nan, nan, 2, Status::zero_denominator);
  expect(find(measures_of({1, 3}, 0), Statistic::bias), 2, 1, 2);
  expect(find(measures_of({1, 3}, -4), Statistic::relative_bias), -1.5, 0.25, 2);
}

TEST(Performance, OfNoCohorts) {
  auto const expect_nothing = [](std::vector<Measure> const& measures) {
    for (Measure const& m : measures) {
      if (m.statistic != Statistic::truth) expect(m, nan, nan, 0, Status::too_few_cohorts);
    }
  };
  expect_nothing(measures_of({}, 1));
  expect_nothing(standard_error_measures({}, {}));
  expect_nothing(limit_measures({}, truth, {}, LimitValues{}));
  expect_nothing(test_measures({}));
}

TEST(Performance, OfOneCohortHasValuesWithoutErrors) {
  std::vector<double> const estimate{2}, error{0.5}, lower{1}, upper{4};
  EstimateSums const sums = sum_estimates(estimate, 1);
  auto const measures = measures_of(estimate, 1);
  for (auto const statistic : {Statistic::bias, Statistic::relative_bias, Statistic::median_bias, Statistic::mse}) {
    expect(find(measures, statistic), 1, nan, 1, Status::too_few_cohorts);
  }
  expect(find(measures, Statistic::empirical_se), nan, nan, 1, Status::too_few_cohorts);
  expect(find(measures, Statistic::robust_empirical_se), nan, nan, 1, Status::too_few_cohorts);
  auto const model = standard_error_measures(sum_standard_errors(error, estimate), sums);
  expect(find(model, Statistic::model_se), 0.5, nan, 1, Status::too_few_cohorts);
  expect(find(model, Statistic::model_se_error), nan, nan, 1, Status::too_few_cohorts);
  auto const limits =
      limit_measures(sum_limits({lower, upper}, 1), {1, 0, Status::ok}, sums, LimitValues{lower, upper});
  expect(find(limits, Statistic::coverage), 1, 0, 1);
  expect(find(limits, Statistic::mean_width), 3, nan, 1, Status::too_few_cohorts);
}

TEST(Performance, OfEqualEstimatesAndOfStandardErrorsOfZero) {
  std::vector<double> const estimates(5, 0.1), zeros(5, 0), errors(5, 0.2);
  EstimateSums const sums = sum_estimates(estimates, 0.3);
  expect(find(measures_of(estimates, 0.3), Statistic::empirical_se), 0, 0, 5);
  auto const model = standard_error_measures(sum_standard_errors(errors, estimates), sums);
  expect(find(model, Statistic::model_se), 0.2, 0, 5);
  expect(find(model, Statistic::model_se_error), nan, nan, 5, Status::zero_denominator);
  std::vector<double> const spread{1, 2, 3, 4, 5};
  auto const none = standard_error_measures(sum_standard_errors(zeros, spread), sum_estimates(spread, 3));
  expect(find(none, Statistic::model_se), 0, nan, 5, Status::zero_denominator);
  expect(find(none, Statistic::model_se_error), -1, nan, 5, Status::zero_denominator);
}

/// All measures of the table from sums of blocks of `size`; with the cohorts, or without.
std::vector<Measure> all_measures(CohortTable const& table, std::size_t size, bool with_cohorts) {
  auto const blocks = [&](auto sum) {
    return sum_in_blocks(table.size(), size, [&](std::size_t first, std::size_t n) {
      return sum(BlockOf{table, first, n});
    });
  };
  EstimateSums const estimates = blocks([](BlockOf const& block) { return block.estimates(-0.5); });
  std::optional<std::span<double const>> values;
  std::optional<LimitValues> limits;
  if (with_cohorts) {
    values = table.estimates;
    limits = table.limits();
  }
  std::vector<Measure> all = estimate_measures(estimates, truth, values);
  auto const add = [&](std::vector<Measure> const& more) { all.insert(all.end(), more.begin(), more.end()); };
  add(standard_error_measures(blocks([](BlockOf const& block) { return block.standard_errors(); }), estimates));
  add(limit_measures(blocks([](BlockOf const& block) { return block.limits(-0.5); }), truth, estimates, limits));
  add(test_measures(blocks([](BlockOf const& block) { return block.tests(0.95); })));
  return all;
}

TEST(Performance, FromSumsAloneHasTheSameBitsOrNeedsCohorts) {
  CohortTable table = sixteen_cohorts();
  table.estimates[3] = nan;
  table.lower[4] = -inf;
  table.p[5] = nan;
  auto const kept = all_measures(table, 5, true), summed = all_measures(table, 5, false);
  ASSERT_EQ(kept.size(), summed.size());
  std::vector<Statistic> needy;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    EXPECT_EQ(kept[i].statistic, summed[i].statistic);
    EXPECT_EQ(kept[i].status, Status::ok) << name(kept[i].statistic);
    if (summed[i].status == Status::needs_cohorts) {
      EXPECT_TRUE(std::isnan(summed[i].value) && std::isnan(summed[i].mcse));
      needy.push_back(summed[i].statistic);
      continue;
    }
    EXPECT_EQ(std::bit_cast<std::uint64_t>(kept[i].value), std::bit_cast<std::uint64_t>(summed[i].value));
    EXPECT_EQ(std::bit_cast<std::uint64_t>(kept[i].mcse), std::bit_cast<std::uint64_t>(summed[i].mcse));
    EXPECT_EQ(kept[i].cohorts, summed[i].cohorts);
  }
  EXPECT_EQ(needy, (std::vector{Statistic::median_bias, Statistic::robust_empirical_se,
                                Statistic::bias_eliminated_coverage, Statistic::bias_eliminated_coverage_defined}));
}

TEST(Performance, DoesNotDependOnBlocksButForRounding) {
  CohortTable const table = sixteen_cohorts();
  auto const whole = all_measures(table, 16, true);
  for (std::size_t const size : {1u, 2u, 7u, 15u}) {
    auto const parts = all_measures(table, size, true);
    for (std::size_t i = 0; i < whole.size(); ++i) {
      EXPECT_NEAR(parts[i].value, whole[i].value, 1e-14) << name(whole[i].statistic);
      EXPECT_NEAR(parts[i].mcse, whole[i].mcse, 1e-14) << name(whole[i].statistic);
    }
  }
}

} // namespace
} // namespace iptwsim::test
