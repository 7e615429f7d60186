// A risk table in blocks has the records of the whole one, to the last bit, however often it is visited; so have the
// sweeps that go over it.

#include <gtest/gtest.h>

#include "estimators/cox_score.hpp"
#include "estimators/kaplan_meier.hpp"
#include "estimators/log_rank.hpp"
#include "random/stream.hpp"

namespace iptwsim::test {
namespace {

struct Sample {
  Endpoint endpoint{"os", {}, {}};
  std::vector<std::uint8_t> treated;
  std::vector<double> counts, weights;
};

/// Times on a grid of `steps`, a third censored, a sixth competing, a quarter of the patients not drawn.
Sample sample(std::size_t n, double steps, bool comes_late) {
  Stream stream({.seed = 12, .cohort = n, .purpose = Purpose::covariate});
  Sample out;
  for (std::size_t i = 0; i < n; ++i) {
    out.endpoint.time.push_back((1 + std::floor(steps * stream.uniform())) / steps);
    out.endpoint.event.push_back(std::array<std::uint8_t, 6>{1, 1, 1, 0, 0, 2}[i % 6]);
    if (comes_late) out.endpoint.entry.push_back(out.endpoint.time[i] * stream.uniform());
    out.treated.push_back(stream.uniform() < 0.4);
    out.counts.push_back(std::floor(4 * stream.uniform()));
    out.weights.push_back(out.counts[i] > 0 ? 0.1 + stream.uniform() : 0);
  }
  return out;
}

void expect_equal(RiskRecord<double> const& a, RiskRecord<double> const& b) {
  EXPECT_EQ(a.at_risk, b.at_risk);
  EXPECT_EQ(a.deaths, b.deaths);
  EXPECT_EQ(a.competing, b.competing);
  EXPECT_EQ(a.squares_at_risk, b.squares_at_risk);
  EXPECT_EQ(a.squares_deaths, b.squares_deaths);
  EXPECT_EQ(a.squares_leavers, b.squares_leavers);
  EXPECT_EQ(a.raw_at_risk, b.raw_at_risk);
  EXPECT_EQ(a.raw_deaths, b.raw_deaths);
}

void expect_equal(CoxScore<double> const& a, CoxScore<double> const& b) {
  EXPECT_EQ(a.score, b.score);
  EXPECT_EQ(a.information, b.information);
  EXPECT_EQ(a.meat, b.meat);
}

void expect_same_in_blocks(Sample const& sample) {
  TimeOrder const order(sample.endpoint, sample.treated);
  RiskTable<double> whole, blocks;
  detail::RiskInputs<double> const inputs{&order, Copies<double>::of(sample.counts), sample.weights};
  whole.fill(inputs);
  blocks.fill_in_blocks(inputs);
  ASSERT_EQ(blocks.event_times(), order.event_times());
  EXPECT_LE(blocks.records.size(), 64u);
  EXPECT_EQ(blocks.raw_events, whole.raw_events);
  EXPECT_EQ(blocks.informative, whole.informative);
  EXPECT_EQ(blocks.stay_squares, whole.stay_squares);

  for (int visit = 0; visit < 2; ++visit) {
    std::size_t next = 0;
    XieLiuSums<double> sums;
    double survival = 1;
    std::vector<double> curve(order.event_times()), curve_of_whole;
    blocks.visit([&](std::size_t first, std::span<RiskRecord<double> const> records) {
      ASSERT_EQ(first, next);
      for (RiskRecord<double> const& record : records) expect_equal(record, whole.records[next++]);
      sums.add(records);
      kaplan_meier(records, 1, survival, curve.data() + first);
    });
    EXPECT_EQ(next, order.event_times());
    kaplan_meier(whole, 1, curve_of_whole);
    EXPECT_EQ(curve, curve_of_whole);
    XieLiuSums<double> sums_of_whole;
    sums_of_whole.add(whole.records);
    EXPECT_EQ(sums.score, sums_of_whole.score);
    EXPECT_EQ(sums.variance, sums_of_whole.variance);
  }
  for (Ties const ties : {Ties::efron, Ties::breslow}) {
    CoxSweep<double> sweep;
    sweep.read(blocks, ties);
    expect_equal(sweep.at_null(), cox_score(whole, 0.0, ties));
    expect_equal(sweep.score_and_meat(0.3), cox_score(whole, 0.3, ties));
    EXPECT_EQ(sweep.score(0.3).score, cox_score(whole, 0.3, ties).score);
  }
}

TEST(RiskTableInBlocks, IsTheWholeTable) {
  for (double const steps : {1e9, 400.0}) {
    for (bool const comes_late : {false, true}) {
      for (std::size_t const n : {6u, 60u, 600u, 1500u}) expect_same_in_blocks(sample(n, steps, comes_late));
    }
  }
  expect_same_in_blocks(sample(96, 1e9, false)); // 64 event times: one block
  expect_same_in_blocks(sample(98, 1e9, false)); // 65 or more
}

TEST(RiskTableInBlocks, WithoutAnEventHasNoRecord) {
  Sample none = sample(6, 1e9, false);
  for (std::uint8_t& event : none.endpoint.event) event = 0;
  TimeOrder const order(none.endpoint, none.treated);
  RiskTable<double> table;
  table.fill_in_blocks({&order, Copies<double>::of(none.counts), none.weights});
  EXPECT_EQ(table.event_times(), 0u);
  table.visit([](std::size_t, std::span<RiskRecord<double> const> records) { EXPECT_TRUE(records.empty()); });
}

/// A table that was in blocks and is whole now, and the other way round.
TEST(RiskTableInBlocks, LeavesNoTrace) {
  Sample const some = sample(600, 1e9, false);
  TimeOrder const order(some.endpoint, some.treated);
  detail::RiskInputs<double> const inputs{&order, Copies<double>::of(some.counts), some.weights};
  RiskTable<double> whole, reused;
  whole.fill(inputs);
  reused.fill_in_blocks(inputs);
  reused.fill(inputs);
  ASSERT_EQ(reused.records.size(), whole.records.size());
  for (std::size_t k = 0; k < whole.records.size(); ++k) expect_equal(reused.records[k], whole.records[k]);
  EXPECT_EQ(cox_score(reused, 0.1, Ties::efron).meat, cox_score(whole, 0.1, Ties::efron).meat);
}

} // namespace
} // namespace iptwsim::test
