// The order of a cohort a lane: by time, events first at one time, then by number; ties of events are found.

#include <algorithm>
#include <limits>
#include <tuple>

#include <gtest/gtest.h>

#include "cohort/lane_order.hpp"
#include "random/stream.hpp"
#include "support/lane4.hpp"

namespace iptwsim::test {
namespace {

struct Patients {
  std::vector<double> time, event;
};

std::vector<std::uint32_t> sorted(Patients const& patients) {
  std::vector<std::uint32_t> rows(patients.time.size());
  for (std::uint32_t i = 0; i < rows.size(); ++i) rows[i] = i;
  auto const position = [&](std::uint32_t i) { return std::tuple(patients.time[i], patients.event[i] == 0, i); };
  std::sort(rows.begin(), rows.end(), [&](auto a, auto b) { return position(a) < position(b); });
  return rows;
}

/// Four lanes: uniform times, times to a high power (most of them near 0), few different times, times without an end.
std::array<Patients, 4> four_lanes(std::size_t n, std::uint64_t cohort) {
  Stream stream({.seed = 3, .cohort = cohort, .purpose = Purpose::resample});
  std::array<Patients, 4> out;
  for (std::size_t i = 0; i < n; ++i) {
    double const u = stream.uniform_open(), u2 = u * u, u8 = u2 * u2 * u2 * u2;
    double const kind = static_cast<double>(static_cast<int>(3 * stream.uniform()));
    out[0].time.push_back(10 * u);
    out[1].time.push_back(u8 * u8 * u8);
    out[2].time.push_back(static_cast<double>(static_cast<int>(5 * u)));
    out[3].time.push_back(u < 0.2 ? std::numeric_limits<double>::infinity() : u);
    for (Patients& lane : out) lane.event.push_back(kind);
    if (u < 0.2) out[3].event.back() = 0;
  }
  return out;
}

LaneOrder<Lane4> order_of(std::array<Patients, 4> const& lanes) {
  auto const together = [&](auto member) {
    std::vector<Lane4> out((lanes[0].*member).size());
    for (std::size_t i = 0; i < out.size(); ++i) {
      for (std::size_t l = 0; l < 4; ++l) out[i].lane[l] = (lanes[l].*member)[i];
    }
    return out;
  };
  auto const time = together(&Patients::time), event = together(&Patients::event);
  std::vector<Lane4> treated(time.size(), Lane4{0.0, 1.0, 1.0, 0.0});
  LaneOrder<Lane4> order;
  order.assign(time.data(), event.data(), treated.data(), time.size());
  return order;
}

TEST(LaneOrder, IsTheOrderOfEachLane) {
  for (std::size_t const n : {1u, 2u, 17u, 85u, 1000u}) {
    auto const lanes = four_lanes(n, n);
    LaneOrder<Lane4> const order = order_of(lanes);
    ASSERT_EQ(order.rows(), n);
    std::vector<Lane4> number(n);
    for (std::size_t i = 0; i < n; ++i) number[i] = Lane4(static_cast<double>(i));
    for (std::size_t l = 0; l < 4; ++l) {
      auto const rows = sorted(lanes[l]);
      for (std::size_t r = 0; r < n; ++r) {
        EXPECT_EQ(order.in_row(r, number.data())[l], rows[r]);
        EXPECT_EQ(order.time(r)[l], lanes[l].time[rows[r]]);
        EXPECT_EQ(order.is_event(r).lane[l], lanes[l].event[rows[r]] == 1);
        EXPECT_EQ(order.is_competing(r).lane[l], lanes[l].event[rows[r]] == 2);
      }
      std::size_t const arm = l == 1 || l == 2 ? 1 : 0;
      EXPECT_EQ(order.last_follow_up(arm)[l], lanes[l].time[rows.back()]);
      EXPECT_EQ(order.last_follow_up(1 - arm)[l], -1);
    }
  }
}

/// A number type with words is sorted by a network, where times allow it.
TEST(LaneOrder, IsTheSameByANetwork) {
  for (std::size_t const n : {1u, 2u, 3u, 17u, 64u, 85u, 86u, 1000u}) {
    auto lanes = four_lanes(n, n);
    for (double& time : lanes[0].time) time = 1 + time * 0x1p-50; // different in their last bits alone
    for (Patients const& lane : lanes) {
      std::vector<double> treated(n), number(n);
      for (std::size_t i = 0; i < n; ++i) {
        treated[i] = static_cast<double>(i / 2 % 2);
        number[i] = static_cast<double>(i);
      }
      LaneOrder<double> order;
      order.assign(lane.time.data(), lane.event.data(), treated.data(), n);
      auto const rows = sorted(lane);
      bool tied = false;
      for (std::size_t r = 0; r < n; ++r) {
        ASSERT_EQ(order.in_row(r, number.data()), rows[r]);
        EXPECT_EQ(order.time(r), lane.time[rows[r]]);
        EXPECT_EQ(order.is_treated(r), treated[rows[r]] == 1);
        EXPECT_EQ(order.is_event(r), lane.event[rows[r]] == 1);
        EXPECT_EQ(order.is_competing(r), lane.event[rows[r]] == 2);
        tied = tied || (r > 0 && lane.event[rows[r]] > 0 && lane.time[rows[r]] == lane.time[rows[r - 1]]);
      }
      EXPECT_EQ(order.is_irregular(0), tied);
    }
  }
}

TEST(LaneOrder, FindsTiedEvents) {
  std::array<Patients, 4> lanes;
  lanes.fill({{3, 1, 2, 2}, {1, 1, 1, 0}}); // a censoring at the time of an event is no tie
  lanes[1].event[3] = 2;                    // but a competing event is
  lanes[2].event[2] = 0;
  lanes[3].time[0] = 1;
  LaneOrder<Lane4> const order = order_of(lanes);
  EXPECT_FALSE(order.is_irregular(0));
  EXPECT_TRUE(order.is_irregular(1));
  EXPECT_FALSE(order.is_irregular(2));
  EXPECT_TRUE(order.is_irregular(3));
}

TEST(LaneRows, CountsRowsUpToATime) {
  std::array<Patients, 4> lanes;
  lanes.fill({{3, 1, 2, 4}, {1, 1, 1, 0}});
  lanes[2].time[1] = 9;
  LaneOrder<Lane4> const order = order_of(lanes);
  EXPECT_EQ(LaneRows<Lane4>::until(order, 3).rows, (std::array<std::uint32_t, 4>{3, 3, 2, 3}));
  EXPECT_EQ(LaneRows<Lane4>::before(order, 3).rows, (std::array<std::uint32_t, 4>{2, 2, 1, 2}));
  EXPECT_EQ(LaneRows<Lane4>::until(order, 0).rows, (std::array<std::uint32_t, 4>{0, 0, 0, 0}));
}

} // namespace
} // namespace iptwsim::test
