// A register of every instruction set does what double does, lane by lane, to the bit: also with infinities, NaN, zeros
// of both signs and subnormal numbers.

#include <bit>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "kernels/isa.hpp"
#include "lane_operations.hpp"
#include "random/stream.hpp"

namespace iptwsim::test {
namespace {

struct Registers {
  LaneOperation* operations;
  int (*lanes_that_any_sees)();
  int (*lanes_that_transpose_moves)();
};

Registers registers(Isa isa) {
#if defined(IPTWSIM_HAS_avx512)
  if (isa == Isa::avx512)
    return {avx512::lane_operations, avx512::lanes_that_any_sees, avx512::lanes_that_transpose_moves};
#endif
#if defined(IPTWSIM_HAS_avx2)
  if (isa == Isa::avx2) return {avx2::lane_operations, avx2::lanes_that_any_sees, avx2::lanes_that_transpose_moves};
#endif
  return {baseline::lane_operations, baseline::lanes_that_any_sees, baseline::lanes_that_transpose_moves};
}

/// Each special value against each, and any numbers of all sizes.
struct Operands {
  std::vector<double> a, b, c;

  Operands() {
    using limits = std::numeric_limits<double>;
    std::vector<double> const special{0.0,
                                      -0.0,
                                      1.0,
                                      -1.0,
                                      0.5,
                                      limits::infinity(),
                                      -limits::infinity(),
                                      limits::quiet_NaN(),
                                      limits::min(),
                                      4e-310,
                                      -4e-310,
                                      limits::max(),
                                      -limits::max(),
                                      709.7,
                                      -745.0,
                                      1.4142135623730951};
    for (double const x : special) {
      for (double const y : special) add(x, y, special[(a.size() * 7) % special.size()]);
    }
    Stream stream({.seed = 3, .purpose = Purpose::covariate});
    auto const number = [&] {
      return (2 * stream.uniform() - 1) * std::ldexp(1.0, static_cast<int>(20 * stream.uniform()) - 10);
    };
    while (a.size() < 4096) {
      double const x = number(), y = number(), z = number();
      add(x, y, z);
    }
  }
  void add(double x, double y, double z) {
    a.push_back(x);
    b.push_back(y);
    c.push_back(z);
  }
};

std::uint64_t bits(double x) { // one NaN for all: its sign and payload are the processor's
  return std::bit_cast<std::uint64_t>(std::isnan(x) ? std::numeric_limits<double>::quiet_NaN() : x);
}

class LaneOperations : public testing::TestWithParam<Isa> {};

TEST_P(LaneOperations, AreThoseOfDouble) {
  Operands const in;
  std::vector<double> out(in.a.size());
  for (int which = 0; which < lane_operation_count; ++which) {
    registers(GetParam()).operations(which, out.size(), in.a.data(), in.b.data(), in.c.data(), out.data());
    for (std::size_t i = 0; i < out.size(); ++i) {
      bool const defined = which < 19 || which > 20 || std::isnormal(in.a[i]); // the parts of a normal number
      if (!defined || (which == 21 && std::isnan(in.a[i]))) continue;
      ASSERT_EQ(bits(out[i]), bits(lane_operation(which, in.a[i], in.b[i], in.c[i])))
          << "operation " << which << " of " << in.a[i] << ", " << in.b[i] << ", " << in.c[i] << " gave " << out[i];
    }
  }
}

TEST_P(LaneOperations, AnySeesEachLaneAndNoOther) { EXPECT_EQ(registers(GetParam()).lanes_that_any_sees(), 8); }

TEST_P(LaneOperations, TransposeMovesEveryNumberOfASquare) {
  EXPECT_EQ(registers(GetParam()).lanes_that_transpose_moves(), 64);
}

INSTANTIATE_TEST_SUITE_P(Isas, LaneOperations, testing::ValuesIn(available_isas()),
                         [](auto const& each) { return std::string(name_of(each.param)); });

} // namespace
} // namespace iptwsim::test
