// Whether one covariate separates the arms can be seen by eye: one arm ends where the other begins. The status must say
// the same for every resample, from the cohort's own coefficients as from zero.

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "random/stream.hpp"
#include "support/logistic_fit.hpp"
#include "support/near.hpp"

namespace iptwsim::test {
namespace {

/// A covariate in steps of 1/2, so that arms that overlap do so by more than a hair; strong confounding, few patients.
TreatmentData strong_cohort(Stream& stream) {
  auto const n = static_cast<std::size_t>(8 + std::floor(30 * stream.uniform()));
  double const effect = 0.5 + 4 * stream.uniform();
  TreatmentData data{{}, {{}}};
  for (std::size_t i = 0; i < n; ++i) {
    double const x = std::floor(10 * (stream.uniform() + stream.uniform() - 1)) / 2;
    data.columns[0].push_back(x);
    data.treated.push_back(stream.uniform() < 1 / (1 + std::exp(-effect * x)) ? 1 : 0);
  }
  return data;
}

enum class Seen { empty_arm, separated, overlapping };

Seen look(TreatmentData const& data) {
  double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9};
  for (std::size_t i = 0; i < data.treated.size(); ++i) {
    if (data.counts[i] == 0) continue;
    auto const arm = data.treated[i];
    low[arm] = std::min(low[arm], data.columns[0][i]);
    high[arm] = std::max(high[arm], data.columns[0][i]);
  }
  if (low[0] > high[0] || low[1] > high[1]) return Seen::empty_arm;
  if (low[0] == high[1] && low[1] == high[0]) return Seen::overlapping; // one value: the column is aliased
  return high[0] <= low[1] || high[1] <= low[0] ? Seen::separated : Seen::overlapping;
}

TEST(Propensity, StatusAndScoresOfResamplesAreWhatTheEyeSees) {
  std::size_t separated = 0, overlapping = 0;
  for (std::uint64_t index = 0; index < 800; ++index) {
    Stream stream({.seed = 20262, .cohort = index, .purpose = Purpose::covariate});
    TreatmentData data = strong_cohort(stream);
    auto const n = static_cast<double>(data.treated.size());
    TreatmentModel const cohort(data);
    for (int resample = 0; resample < 3; ++resample) {
      data.counts.assign(data.treated.size(), 0);
      for (std::size_t i = 0; i < data.treated.size(); ++i) {
        ++data.counts[static_cast<std::size_t>(stream.uniform() * n)];
      }
      Seen const seen = look(data);
      if (seen == Seen::empty_arm) continue;
      TreatmentModel const from_zero(data);
      TreatmentModel const model(data, cohort.status() == Status::ok ? cohort.fit.coefficients : std::vector<double>{});
      Status const expected = seen == Seen::separated ? Status::separation : Status::ok;
      ASSERT_EQ(name(model.status()), name(expected)) << "cohort " << index << ", resample " << resample;
      ASSERT_EQ(name(from_zero.status()), name(expected)) << "cohort " << index << ", resample " << resample;
      ++(seen == Seen::separated ? separated : overlapping);
      for (std::size_t i = 0; seen == Seen::overlapping && i < data.treated.size(); ++i) {
        if (data.counts[i] == 0) continue;
        ASSERT_TRUE(same(model.fit.score[i], from_zero.fit.score[i], 1e-12)) << "cohort " << index;
      }
    }
  }
  EXPECT_GT(separated, 200U);
  EXPECT_GT(overlapping, 200U);
}

} // namespace
} // namespace iptwsim::test
