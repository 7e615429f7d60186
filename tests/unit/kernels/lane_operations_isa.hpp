// Included by lane_operations_<isa>.cpp alone.

#include <vector>

#include "lane_operations.hpp"
#include "math/normal_column.hpp"
#include "math/single_lanes.hpp"

namespace iptwsim::IPTWSIM_ISA {

void lane_operations(int which, std::size_t count, double const* a, double const* b, double const* c, double* out) {
  for (std::size_t i = 0; i < count; i += lane_count) {
    Lanes x(0.0), y(0.0), z(0.0);
    for (int lane = 0; lane < lane_count; ++lane) {
      set_lane(x, lane, a[i + static_cast<std::size_t>(lane)]);
      set_lane(y, lane, b[i + static_cast<std::size_t>(lane)]);
      set_lane(z, lane, c[i + static_cast<std::size_t>(lane)]);
    }
    Lanes const result = test::lane_operation(which, x, y, z);
    for (int lane = 0; lane < lane_count; ++lane) out[i + static_cast<std::size_t>(lane)] = get_lane(result, lane);
  }
}

/// A mask with no true lane, then with one lane alone: -1 if the first was seen, else how many of the others were.
int lanes_that_any_sees() {
  Lanes const zero(0.0);
  if (any(zero > zero)) return -1;
  int seen = 0;
  for (int lane = 0; lane < lane_count; ++lane) {
    Lanes one(0.0);
    set_lane(one, lane, 1.0);
    seen += any(one > zero) && !any((one > zero) & !(one > zero)) ? 1 : 0;
  }
  return seen * 8 / lane_count;
}

/// The conversions of a[i]: its whole part, and a[i] back from the word that it is.
void lane_conversions(std::size_t count, double const* a, double* whole, double* back) {
  for (std::size_t i = 0; i < count; i += lane_count) {
    Lanes x(0.0);
    Bits words{};
    for (int lane = 0; lane < lane_count; ++lane) {
      set_lane(x, lane, a[i + static_cast<std::size_t>(lane)]);
      words[lane] = static_cast<std::uint64_t>(a[i + static_cast<std::size_t>(lane)]);
    }
    std::int32_t parts[lane_count];
    whole_parts(x, parts);
    Lanes const number = to_number(LaneWords(words));
    for (int lane = 0; lane < lane_count; ++lane) {
      whole[i + static_cast<std::size_t>(lane)] = parts[lane];
      back[i + static_cast<std::size_t>(lane)] = get_lane(number, lane);
    }
  }
}

void lane_quantiles(std::size_t count, double* values) {
  constexpr int step = math::interleave_of<Lanes>();
  static_assert(math::MovesLanes<Lanes>);
  std::size_t const each = static_cast<std::size_t>(step * lane_count), used = (count + each - 1) / each;
  std::vector<math::Pack<Lanes, step>> column(used, 0.5);
  auto* const numbers = reinterpret_cast<double*>(column.data());
  for (std::size_t i = 0; i < count; ++i) numbers[i] = values[i];
  math::normal_quantiles(column.data(), used);
  for (std::size_t i = 0; i < count; ++i) values[i] = numbers[i];
}

/// How many of the lane_count^2 numbers of a square are where its transposition has them, as parts of 64.
int lanes_that_transpose_moves() {
  Singles square[lane_count];
  for (int i = 0; i < lane_count; ++i) {
    for (int j = 0; j < lane_count; ++j) set_lane(square[i], j, static_cast<float>(10 * i + j));
  }
  transpose(square);
  int right = 0;
  for (int i = 0; i < lane_count; ++i) {
    for (int j = 0; j < lane_count; ++j) right += static_cast<int>(get_lane(square[i], j)) == 10 * j + i ? 1 : 0;
  }
  return right * 64 / (lane_count * lane_count);
}

} // namespace iptwsim::IPTWSIM_ISA
