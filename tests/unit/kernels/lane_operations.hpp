#pragma once
// Every operation of the number type, as one template: double is the truth, a register must agree lane by lane.

#include <cstddef>

#include "math/exp.hpp"
#include "math/log.hpp"
#include "math/single.hpp"

namespace iptwsim::test {

inline constexpr int lane_operation_count = 34;

/// The same of numbers in single precision.
template <class S> S single_operation(int which, S a, S b, S c) {
  using namespace math;
  switch (which) {
  case 0:
    return a;
  case 1:
    return a + b;
  case 2:
    return a - b;
  case 3:
    return a * b;
  case 4:
    return a / b;
  case 5:
    return -a;
  case 6:
    return maximum(a, b);
  case 7:
    return select(a <= b, a, c);
  case 8:
    return select(a >= b, a, c);
  default:
    return exp_of_negative(-absolute(a));
  }
}

/// Operation `which` on a, b, c; masks come out as 1 and 0.
template <class V> V lane_operation(int which, V a, V b, V c) {
  using namespace math;
  V const yes(1.0), no(0.0);
  switch (which) {
  case 0:
    return a + b;
  case 1:
    return a - b;
  case 2:
    return a * b;
  case 3:
    return a / b;
  case 4:
    return -a;
  case 5:
    return absolute(a);
  case 6:
    return square_root(a);
  case 7:
    return maximum(a, b);
  case 8:
    return minimum(a, b);
  case 9:
    return select(a < b, yes, no);
  case 10:
    return select(a <= b, yes, no);
  case 11:
    return select(a > b, yes, no);
  case 12:
    return select(a >= b, yes, no);
  case 13:
    return select(a == b, yes, no);
  case 14:
    return select(a < b, a, c);
  case 15:
    return select((a < b) & (b < c), a, b);
  case 16:
    return select((a < b) | (b < c), a, b);
  case 17:
    return select(!(a < b), a, b);
  case 18:
    return select((!((a < b) | (!(c < a)))) & (b == b), c, b);
  case 19:
    return mantissa_of(absolute(a));
  case 20:
    return exponent_of(absolute(a));
  case 21:
    return power_of_two(round_to_integer(minimum(maximum(a, V(-1022.0)), V(1023.0))));
  case 22:
    return math::exp(a);
  case 23:
    return math::log(a);
  default:
    return widen(single_operation(which - 24, narrow(a), narrow(b), narrow(c)));
  }
}

/// The same on `count` numbers (a multiple of 8), as many at once as the instruction set has lanes.
using LaneOperation = void(int which, std::size_t count, double const* a, double const* b, double const* c,
                           double* out);
using LaneConversions = void(std::size_t count, double const* a, double* whole, double* back);
/// values become their normal quantiles (math/normal_column.hpp).
using LaneQuantiles = void(std::size_t count, double* values);

} // namespace iptwsim::test

namespace iptwsim::baseline {
test::LaneOperation lane_operations;
test::LaneConversions lane_conversions;
test::LaneQuantiles lane_quantiles;
int lanes_that_any_sees();
int lanes_that_transpose_moves();
} // namespace iptwsim::baseline
namespace iptwsim::avx2 {
test::LaneOperation lane_operations;
test::LaneConversions lane_conversions;
test::LaneQuantiles lane_quantiles;
int lanes_that_any_sees();
int lanes_that_transpose_moves();
} // namespace iptwsim::avx2
namespace iptwsim::avx512 {
test::LaneOperation lane_operations;
test::LaneConversions lane_conversions;
test::LaneQuantiles lane_quantiles;
int lanes_that_any_sees();
int lanes_that_transpose_moves();
} // namespace iptwsim::avx512
