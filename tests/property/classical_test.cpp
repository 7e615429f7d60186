// With every weight 1 the weighted estimators are the classical ones, written here as the textbooks do: patient by
// patient, time by time, without the engine's sweeps.

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "support/estimates.hpp"
#include "support/near.hpp"
#include "support/random_cohort.hpp"

namespace iptwsim::test {
namespace {

/// At risk and dying at t, by arm.
struct AtTime {
  double n[2] = {0, 0}, d[2] = {0, 0};

  AtTime(Cohort const& cohort, double t) {
    Endpoint const& follow_up = cohort.endpoints[0];
    for (std::size_t i = 0; i < cohort.size(); ++i) {
      n[cohort.treated[i]] += follow_up.time[i] >= t;
      d[cohort.treated[i]] += follow_up.time[i] == t && follow_up.event[i];
    }
  }
};

std::set<double> event_times(Cohort const& cohort) {
  std::set<double> times;
  for (std::size_t i = 0; i < cohort.size(); ++i) {
    if (cohort.endpoints[0].event[i]) times.insert(cohort.endpoints[0].time[i]);
  }
  return times;
}

std::vector<double> ones(Cohort const& cohort) { return std::vector<double>(cohort.size(), 1.0); }

TEST(UnitWeights, GiveTheProductLimitAndItsArea) {
  for (std::uint64_t index = 0; index < random_cohorts; ++index) {
    Cohort const cohort = random_cohort(index).cohort;
    auto const ours = estimate(cohort, ones(cohort), ones(cohort), random_horizon);
    for (std::size_t arm = 0; arm < 2; ++arm) {
      double survival = 1, area = 0, since = 0;
      std::size_t k = 0;
      for (double const t : event_times(cohort)) {
        area += survival * (std::min(t, random_horizon) - since);
        since = std::min(t, random_horizon);
        AtTime const at(cohort, t);
        if (at.n[arm] > 0) survival *= (at.n[arm] - at.d[arm]) / at.n[arm];
        ASSERT_TRUE(same(ours.curve[arm][k++], survival, 1e-14)) << index;
      }
      area += survival * (random_horizon - since);
      ASSERT_TRUE(same(ours.rmst[arm], area, 1e-14)) << index;
    }
  }
}

TEST(UnitWeights, GiveTheOrdinaryLogRankTest) {
  for (std::uint64_t index = 0; index < random_cohorts; ++index) {
    Cohort const cohort = random_cohort(index).cohort;
    auto const ours = estimate(cohort, ones(cohort), ones(cohort), random_horizon);
    double score = 0, variance = 0; // Mantel 1966: hypergeometric mean and variance
    for (double const t : event_times(cohort)) {
      AtTime const at(cohort, t);
      double const n = at.n[0] + at.n[1], d = at.d[0] + at.d[1];
      score += at.d[1] - d * at.n[1] / n;
      if (n > 1) variance += d * (n - d) / (n - 1) * at.n[0] * at.n[1] / (n * n);
    }
    if (event_times(cohort).empty()) continue;
    ASSERT_TRUE(same(ours.xie_liu.score, score, 1e-13)) << index;
    ASSERT_TRUE(same(ours.robust[1].score, score, 1e-13)) << index; // Breslow's score at b = 0 is the same U
    if (variance > 0) {
      ASSERT_TRUE(same(ours.xie_liu.z, score / std::sqrt(variance), 1e-13)) << index;
    }
  }
}

/// log partial likelihood at b.
double log_likelihood(Cohort const& cohort, double b, Ties ties) {
  double sum = 0;
  for (double const t : event_times(cohort)) {
    AtTime const at(cohort, t);
    double const at_risk = at.n[0] + at.n[1] * std::exp(b), dying = at.d[0] + at.d[1] * std::exp(b);
    double const d = at.d[0] + at.d[1];
    sum += at.d[1] * b;
    for (int l = 0; l < d; ++l) sum -= std::log(at_risk - (ties == Ties::efron ? l / d * dying : 0));
  }
  return sum;
}

TEST(UnitWeights, GiveTheMaximumOfThePartialLikelihood) {
  for (std::uint64_t index = 0; index < random_cohorts; ++index) {
    Cohort const cohort = random_cohort(index).cohort;
    auto const ours = estimate(cohort, ones(cohort), ones(cohort), random_horizon);
    for (Ties const ties : {Ties::efron, Ties::breslow}) {
      auto const& fit = ours.cox[ties == Ties::efron ? 0 : 1];
      if (fit.status != 0) continue;
      double const b = fit.log_hazard_ratio, h = 1e-4;
      double const below = log_likelihood(cohort, b - h, ties), top = log_likelihood(cohort, b, ties),
                   above = log_likelihood(cohort, b + h, ties);
      ASSERT_NEAR((above - below) / (2 * h), 0, 1e-7) << index; // central differences: h^2 = 1e-8
      double const information = -(above - 2 * top + below) / (h * h);
      ASSERT_NEAR(1 / (fit.naive_se * fit.naive_se), information, 1e-4 * (1 + information)) << index;
    }
  }
}

} // namespace
} // namespace iptwsim::test
