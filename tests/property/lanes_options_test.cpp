// Normalized and truncated weights, median, cumulative incidence and Firth's scores in the lanes of one number type:
// each replicate has the bits that it has alone.

#include <bit>
#include <cmath>

#include <gtest/gtest.h>

#include "support/analysed.hpp"
#include "support/lane4.hpp"
#include "support/late_cohort.hpp"

namespace iptwsim::test {
namespace {

struct Setting {
  PropensityModel model;
  TruncateOptions truncate;
};

std::vector<Setting> settings() {
  std::vector<Setting> out;
  for (PropensityModel const model : {PropensityModel::logistic, PropensityModel::firth}) {
    for (TruncationScope const within : {TruncationScope::pooled, TruncationScope::arm}) {
      out.push_back({model, {.quantiles = {0.05, 0.9}, .within = within, .values = {}}});
    }
    out.push_back({model, {.quantiles = {}, .within = TruncationScope::pooled, .values = {0.5, 2}}});
  }
  return out;
}

/// Copies 0..3 of each patient; lane 2 has no treated patient, lane 3 half of the patients.
std::vector<Lane4> draw(Cohort const& cohort, std::uint64_t index) {
  Stream stream({.seed = 45, .cohort = index, .purpose = Purpose::covariate});
  std::vector<Lane4> counts(cohort.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    for (double& lane : counts[i].lane) lane = std::floor(4 * stream.uniform());
    if (cohort.treated[i] != 0) counts[i].lane[2] = 0;
    if (i % 2 == 0) counts[i].lane[3] = 0;
  }
  return counts;
}

std::uint64_t bits(double x) {
  return std::bit_cast<std::uint64_t>(std::isnan(x) ? std::numeric_limits<double>::quiet_NaN() : x);
}

TEST(LanesOfOptions, GiveEachReplicateTheBitsItHasAlone) {
  EstimatorOptions estimators = all_estimators({3, 6}, 8);
  estimators.median = MedianOptions{};
  estimators.cumulative_incidence = CumulativeIncidenceOptions{{3, 6}};
  for (std::uint64_t index = 0; index < 15; ++index) {
    Cohort cohort = any_cohort(index).cohort;
    for (std::size_t i = 0; i < cohort.size(); i += 3) cohort.endpoints[0].event[i] = 2; // competing
    PreparedCohort const prepared(cohort, estimators);
    ScoreSource const start = replicate_scores(prepared, std::vector<double>(prepared.design.columns(), 0.0));
    auto const counts = draw(cohort, index);
    for (Setting const& setting : settings()) {
      auto options = analysis_options(estimators, every_estimand());
      options.model = setting.model;
      options.weights.normalize = Normalization::arm;
      options.weights.truncate = setting.truncate;
      auto const columns = describe_columns(prepared, options);
      auto const lanes = Analysis<Lane4>(prepared, options, start).run(counts);
      for (int lane = 0; lane < 4; ++lane) {
        std::vector<double> mine;
        for (Lane4 const& each : counts) mine.push_back(get_lane(each, lane));
        auto const alone = Analysis<double>(prepared, options, start).run(mine);
        ASSERT_EQ(columns.size(), alone.values.size());
        for (std::size_t c = 0; c < columns.size(); ++c) {
          ASSERT_EQ(bits(get_lane(lanes.values[c], lane)), bits(alone.values[c]))
              << index << ", " << columns[c].estimand << " " << name(columns[c].quantity) << " of lane " << lane;
          ASSERT_EQ(get_lane(lanes.statuses[c], lane), alone.statuses[c]) << index << " " << name(columns[c].quantity);
        }
      }
    }
  }
}

} // namespace
} // namespace iptwsim::test
