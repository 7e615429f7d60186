// A register of every instruction set does what double does, lane by lane, to the bit: also with infinities, NaN, zeros
// of both signs and subnormal numbers.

#include <bit>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "kernels/isa.hpp"
#include "lane_operations.hpp"
#include "math/normal.hpp"
#include "random/stream.hpp"

namespace iptwsim::test {
namespace {

struct Registers {
  LaneOperation* operations;
  LaneConversions* conversions;
  LaneQuantiles* quantiles;
  int (*lanes_that_any_sees)();
  int (*lanes_that_transpose_moves)();
};

Registers registers(Isa isa) {
#if defined(IPTWSIM_HAS_avx512)
  if (isa == Isa::avx512)
    return {avx512::lane_operations, avx512::lane_conversions, avx512::lane_quantiles, avx512::lanes_that_any_sees,
            avx512::lanes_that_transpose_moves};
#endif
#if defined(IPTWSIM_HAS_avx2)
  if (isa == Isa::avx2)
    return {avx2::lane_operations, avx2::lane_conversions, avx2::lane_quantiles, avx2::lanes_that_any_sees,
            avx2::lanes_that_transpose_moves};
#endif
  return {baseline::lane_operations, baseline::lane_conversions, baseline::lane_quantiles,
          baseline::lanes_that_any_sees, baseline::lanes_that_transpose_moves};
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

/// Places among rows (below 2^31), words of draws (below 2^53).
TEST_P(LaneOperations, ConvertNumbersToIndicesAndWordsToNumbers) {
  Stream stream({.seed = 4, .purpose = Purpose::covariate});
  std::vector<double> a{0, 0.999, 1, 2.5, 84.99999999999999, 2147483647, 2147483646.9999998, 1e-300};
  while (a.size() < 1024) a.push_back(std::ldexp(stream.uniform(), static_cast<int>(32 * stream.uniform())) / 2);
  std::vector<double> whole(a.size()), back(a.size());
  registers(GetParam()).conversions(a.size(), a.data(), whole.data(), back.data());
  for (std::size_t i = 0; i < a.size(); ++i) {
    ASSERT_EQ(whole[i], std::floor(a[i]));
    ASSERT_EQ(back[i], std::floor(a[i]));
  }
  std::vector<double> words(a.size());
  for (double& each : words) each = std::floor(std::ldexp(stream.uniform(), 53));
  words[0] = 0x1p53 - 1;
  words[1] = 0x1p52 + 1;
  registers(GetParam()).conversions(words.size(), words.data(), whole.data(), back.data());
  EXPECT_EQ(back, words);
}

TEST_P(LaneOperations, TransposeMovesEveryNumberOfASquare) {
  EXPECT_EQ(registers(GetParam()).lanes_that_transpose_moves(), 64);
}

/// Of any draws, of draws that are all in a tail or all in the middle, and where one range ends and the next begins.
TEST_P(LaneOperations, QuantilesOfAColumnAreThoseOfEachDraw) {
  Stream stream({.seed = 5, .purpose = Purpose::covariate});
  std::vector<double> draws{0.5, 0.075, 0.925, 0x1p-53, 1 - 0x1p-53, 1e-300, 1.3e-11, 1.5e-11};
  for (double const edge : {0.075, 0.925}) {
    draws.push_back(std::nextafter(edge, 0.0));
    draws.push_back(std::nextafter(edge, 1.0));
  }
  while (draws.size() < 1000) draws.push_back(stream.uniform_open());
  while (draws.size() < 1300) draws.push_back(0.07 * stream.uniform_open());
  while (draws.size() < 1600) draws.push_back(0.1 + 0.8 * stream.uniform_open());
  for (std::size_t const count : {std::size_t{1}, std::size_t{12}, std::size_t{255}, draws.size()}) {
    std::vector<double> found(draws.begin(), draws.begin() + static_cast<std::ptrdiff_t>(count));
    registers(GetParam()).quantiles(count, found.data());
    for (std::size_t i = 0; i < count; ++i)
      ASSERT_EQ(bits(found[i]), bits(math::normal_quantile(draws[i]))) << draws[i];
  }
}

INSTANTIATE_TEST_SUITE_P(Isas, LaneOperations, testing::ValuesIn(available_isas()),
                         [](auto const& each) { return std::string(name_of(each.param)); });

} // namespace
} // namespace iptwsim::test
