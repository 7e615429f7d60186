// Four replicates in the lanes of one number type give each replicate the bits that it has alone, whatever its
// neighbours are: an ordinary resample, one that separates, one without an arm, one without events.

#include <bit>
#include <numeric>

#include <gtest/gtest.h>

#include "reference/agreement.hpp"
#include "resample/patients.hpp"
#include "support/analysed.hpp"
#include "support/lane4.hpp"
#include "support/late_cohort.hpp"

namespace iptwsim::test {
namespace {

using Counts = std::vector<double>;

Counts resampled(Cohort const& cohort, std::uint64_t replicate) {
  std::vector<std::uint32_t> drawn(cohort.size());
  resample_patients({.seed = 31}, replicate, drawn);
  return {drawn.begin(), drawn.end()};
}

/// The patients for whom keep(i) holds, as often as a resample drew them, once at least.
template <class Keep> Counts only(Cohort const& cohort, Keep keep) {
  Counts counts = resampled(cohort, 99);
  for (std::size_t i = 0; i < counts.size(); ++i) counts[i] = keep(i) ? std::max(counts[i], 1.0) : 0;
  return counts;
}

Counts separated(Cohort const& cohort) {
  double const middle = cohort.covariates.col(0).mean();
  return only(cohort, [&](std::size_t i) {
    return (cohort.covariates(static_cast<Eigen::Index>(i), 0) > middle) == (cohort.treated[i] != 0);
  });
}
Counts without_treated(Cohort const& cohort) {
  return only(cohort, [&](std::size_t i) { return cohort.treated[i] == 0; });
}
Counts without_events(Cohort const& cohort) {
  return only(cohort, [&](std::size_t i) { return cohort.endpoints[0].event[i] == 0; });
}
Counts without_treated_events(Cohort const& cohort) {
  return only(cohort, [&](std::size_t i) { return cohort.endpoints[0].event[i] == 0 || cohort.treated[i] == 0; });
}

std::vector<std::array<Counts, 4>> batches(Cohort const& cohort) {
  auto const draw = [&](std::uint64_t replicate) { return resampled(cohort, replicate); };
  return {{draw(1), draw(2), draw(3), draw(4)},
          {separated(cohort), draw(1), without_treated(cohort), without_events(cohort)},
          {without_treated_events(cohort), without_treated(cohort), draw(2), separated(cohort)},
          {Counts(cohort.size(), 1.0), without_events(cohort), separated(cohort), draw(1)}};
}

/// One NaN for all: its sign and payload are the processor's.
std::uint64_t bits(double x) {
  return std::bit_cast<std::uint64_t>(std::isnan(x) ? std::numeric_limits<double>::quiet_NaN() : x);
}

struct Setting {
  std::string cohort;
  bool stabilized;
  Ties ties;
  bool comes_late = false;
};

class Lanes : public testing::TestWithParam<Setting> {
protected:
  Lanes()
      : options_(analysis_options(estimators(), every_estimand(), GetParam().stabilized)),
        prepared_(cohort(), options_.estimators),
        scores_(replicate_scores(prepared_, std::vector<double>(prepared_.design.columns(), 0.0))) {}

  static Cohort cohort() {
    Cohort cohort = read_reference_cohort(GetParam().cohort);
    if (GetParam().comes_late) come_late(cohort.endpoints[0], 1);
    return cohort;
  }

  /// Survival at the quartiles of follow-up, so that both arms have events before and after.
  static EstimatorOptions estimators() {
    auto times = read_reference_cohort(GetParam().cohort).endpoints[0].time;
    std::sort(times.begin(), times.end());
    std::size_t const n = times.size();
    return all_estimators({times[n / 4], times[n / 2], times[3 * n / 4]}, times[n / 2], GetParam().ties);
  }

  ColumnWriter<double> alone(Counts const& counts) const {
    return Analysis<double>(prepared_, options_, scores_).run(counts);
  }
  ColumnWriter<Lane4> together(std::array<Counts, 4> const& counts) const {
    std::vector<Lane4> lanes(counts[0].size());
    for (std::size_t i = 0; i < lanes.size(); ++i) {
      lanes[i] = {counts[0][i], counts[1][i], counts[2][i], counts[3][i]};
    }
    return Analysis<Lane4>(prepared_, options_, scores_).run(lanes);
  }

  AnalysisOptions options_;
  PreparedCohort prepared_;
  ScoreSource scores_;
};

TEST_P(Lanes, GiveEachReplicateTheBitsItHasAlone) {
  auto const columns = describe_columns(prepared_, options_);
  for (auto const& batch : batches(prepared_.cohort)) {
    auto const lanes = together(batch);
    for (std::size_t lane = 0; lane < 4; ++lane) {
      auto const single = alone(batch[lane]);
      ASSERT_EQ(lanes.values.size(), single.values.size());
      for (std::size_t c = 0; c < single.values.size(); ++c) {
        ASSERT_EQ(bits(lanes.values[c][lane]), bits(single.values[c]))
            << lanes.values[c][lane] << " and " << single.values[c] << ", " << columns[c].estimand << " "
            << name(columns[c].quantity) << " " << name(columns[c].statistic) << " of lane " << lane;
        ASSERT_EQ(bits(lanes.statuses[c][lane]), bits(single.statuses[c]));
      }
    }
  }
}

TEST_P(Lanes, DoNotDependOnTheirNeighbours) {
  Cohort const& cohort = prepared_.cohort;
  Counts const mine = resampled(cohort, 7);
  auto const quiet = together({mine, mine, mine, mine});
  auto const loud = together({separated(cohort), without_treated(cohort), without_events(cohort), mine});
  for (std::size_t c = 0; c < quiet.values.size(); ++c) {
    for (std::size_t lane = 0; lane < 4; ++lane) {
      ASSERT_EQ(bits(quiet.values[c][lane]), bits(loud.values[c][3]));
      ASSERT_EQ(bits(quiet.statuses[c][lane]), bits(loud.statuses[c][3]));
    }
  }
}

TEST_P(Lanes, TheBatchesHoldWhatTheyPromise) {
  Cohort const& cohort = prepared_.cohort;
  auto const status = [&](Counts const& counts, Quantity quantity) {
    auto const columns = describe_columns(prepared_, options_);
    auto const found = std::find_if(columns.begin(), columns.end(), [&](Column const& column) {
      return column.quantity == quantity && column.estimand == "ate";
    });
    return static_cast<Status>(
        static_cast<int>(alone(counts).statuses[static_cast<std::size_t>(found - columns.begin())]));
  };
  EXPECT_EQ(status(separated(cohort), Quantity::log_hazard_ratio), Status::separation);
  EXPECT_EQ(status(without_treated(cohort), Quantity::log_hazard_ratio), Status::empty_arm);
  EXPECT_EQ(status(Counts(cohort.size(), 1.0), Quantity::log_hazard_ratio), Status::ok);
  EXPECT_EQ(status(without_treated_events(cohort), Quantity::log_hazard_ratio), Status::no_events_treated);
}

std::vector<Setting> settings() {
  std::vector<Setting> out;
  for (char const* cohort : {"ovarian", "lung", "mgus2"}) {
    for (bool const stabilized : {false, true}) {
      for (Ties const ties : {Ties::efron, Ties::breslow}) out.push_back({cohort, stabilized, ties});
    }
    out.push_back({cohort, true, Ties::efron, true});
  }
  return out;
}

INSTANTIATE_TEST_SUITE_P(Cohorts, Lanes, testing::ValuesIn(settings()), [](auto const& each) {
  Setting const& s = each.param;
  return s.cohort + (s.stabilized ? "_stabilized_" : "_unstabilized_") + std::string(name_of(s.ties)) +
         (s.comes_late ? "_late" : "");
});

} // namespace
} // namespace iptwsim::test
