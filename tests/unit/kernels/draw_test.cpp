// Draws in a large cohort are counted in bytes; a patient drawn more often than a byte holds is counted all the same.

#define IPTWSIM_ISA drawn_for_test

#include <gtest/gtest.h>

#include "kernels/draw.hpp"

namespace iptwsim::drawn_for_test {
namespace {

/// Patient 3 of five instead of every row that is drawn.
void expect_drawn(std::size_t times, DrawnCounts& counted) {
  std::vector<std::uint32_t> const always(times, 3);
  KernelJob job{.kind = UnitKind::counts, .groups = 1};
  job.rows[0] = {pack(StreamAddress{.seed = 4, .purpose = Purpose::resample}), times, always.data()};
  std::vector<Lanes> frequency(5);
  Batch batch;
  for (int lane = 0; lane < lane_count; ++lane) batch.unit[lane] = 10 + static_cast<std::uint64_t>(lane);
  counted.draw(job, batch.words(), frequency);
  for (std::size_t i = 0; i < frequency.size(); ++i) {
    for (int lane = 0; lane < lane_count; ++lane) {
      EXPECT_EQ(get_lane(frequency[i], lane), i == 3 ? static_cast<double>(times) : 0);
    }
  }
}

TEST(DrawnCounts, HoldMoreThanAByte) {
  DrawnCounts counted;
  for (std::size_t const times : {255u, 256u, 257u, 1000u, 3u}) expect_drawn(times, counted);
}

TEST(DrawnCounts, AreThoseOfSixteenBits) {
  KernelJob job{.kind = UnitKind::counts, .groups = 1};
  job.rows[0] = {pack(StreamAddress{.seed = 4, .purpose = Purpose::resample}), 1001, nullptr};
  Batch const batch{{7, 8}};
  std::vector<Lanes> wider(1001), bytes(1001);
  DrawnCounts counted;
  draw_counts(job, batch.words(), counted.small, wider);
  counted.draw(job, batch.words(), bytes);
  double total = 0;
  for (std::size_t i = 0; i < wider.size(); ++i) {
    for (int lane = 0; lane < lane_count; ++lane) EXPECT_EQ(get_lane(bytes[i], lane), get_lane(wider[i], lane));
    total += get_lane(bytes[i], 1);
  }
  EXPECT_EQ(total, 1001);
}

} // namespace
} // namespace iptwsim::drawn_for_test
