#include <array>
#include <cstdint>
#include <set>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "random/address.hpp"

namespace iptwsim {
namespace {

using Block = std::array<std::uint32_t, 4>;

StreamAddress const largest{.seed = stream_limits::seed,
                            .group = stream_limits::group,
                            .cohort = stream_limits::cohort,
                            .replicate = stream_limits::replicate,
                            .purpose = static_cast<Purpose>(stream_limits::purpose),
                            .subject = stream_limits::subject};

// Philox4x32-10 in the known-answer file (kat_vectors) of Random123
TEST(Philox, GivesTheKnownAnswers) {
  EXPECT_EQ(block_words(PackedAddress{{0, 0}, {0, 0, 0, 0}}, 0),
            (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(block_words(PackedAddress{{0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}}, 0),
            (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(block_words(PackedAddress{{0xa4093822, 0x299f31d0}, {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}}, 0),
            (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Address, PacksEachFieldIntoBitsOfItsOwn) {
  PackedAddress const packed = pack({.seed = 0x11223344,
                                     .group = 0xaabbccddee,
                                     .cohort = 0x55667788,
                                     .replicate = 0x123456,
                                     .purpose = static_cast<Purpose>(0x9ab),
                                     .subject = 0x789abc});
  EXPECT_EQ(packed, (PackedAddress{{0x11223344, 0xbbccddee}, {0xab000000, 0x09789abc, 0x55667788, 0xaa123456}}));
  EXPECT_EQ(pack(largest), (PackedAddress{{0xffffffff, 0xffffffff}, {0xff000000, 0x0fffffff, 0xffffffff, 0xffffffff}}));
}

// The whole address with word 0 of the block: all bits apart from the block's, one at a time, change other bits.
TEST(Address, PacksEveryBitToADifferentBit) {
  std::vector<StreamAddress> single_bits;
  for (int bit = 0; bit < 40; ++bit) {
    std::uint64_t const value = std::uint64_t{1} << bit;
    single_bits.push_back({.group = value});
    if (bit < 32) single_bits.push_back({.seed = value});
    if (bit < 32) single_bits.push_back({.cohort = value});
    if (bit < 24) single_bits.push_back({.replicate = value});
    if (bit < 24) single_bits.push_back({.subject = value});
    if (bit < 12) single_bits.push_back({.purpose = static_cast<Purpose>(value)});
  }
  ASSERT_EQ(single_bits.size(), 164U);
  PackedAddress all{};
  int count = 0;
  for (StreamAddress const& address : single_bits) {
    PackedAddress const packed = pack(address);
    for (std::size_t i = 0; i < 2; ++i) all.key[i] |= packed.key[i], count += __builtin_popcount(packed.key[i]);
    for (std::size_t i = 0; i < 4; ++i) {
      all.counter[i] |= packed.counter[i];
      count += __builtin_popcount(packed.counter[i]);
    }
  }
  EXPECT_EQ(count, 164); // one bit each, and together as many as there are: none is used twice
  EXPECT_EQ(all, pack(largest));
}

TEST(Address, GivesDistinctDrawsOverAGridOfNeighbours) {
  std::set<Block> seen;
  std::size_t count = 0;
  for (unsigned i = 0; i < 3 * 3 * 3 * 3 * 3 * 3 * 3; ++i) {
    auto const digit = [i](unsigned place) { return i / place % 3; };
    StreamAddress const address{.seed = digit(1),
                                .group = digit(3),
                                .cohort = digit(9),
                                .replicate = digit(27),
                                .purpose = static_cast<Purpose>(digit(81)),
                                .subject = digit(243)};
    seen.insert(block_words(address, digit(729)));
    ++count;
  }
  EXPECT_EQ(seen.size(), count);
}

TEST(Address, TellsSwappedFieldsApart) {
  auto const with = [](std::array<unsigned, 6> f) {
    return block_words(StreamAddress{f[0], f[1], f[2], f[3], static_cast<Purpose>(f[4]), f[5]}, 7);
  };
  std::array<unsigned, 6> const fields{1, 2, 3, 4, 5, 6};
  std::set<Block> seen{with(fields)};
  for (std::size_t i = 0; i < 6; ++i) {
    for (std::size_t j = i + 1; j < 6; ++j) {
      std::array<unsigned, 6> swapped = fields;
      std::swap(swapped[i], swapped[j]);
      seen.insert(with(swapped));
    }
  }
  EXPECT_EQ(seen.size(), 16U);
}

TEST(Address, RefusesAFieldThatDoesNotFit) {
  auto const message = [](auto call) -> std::string {
    try {
      call();
    } catch (std::out_of_range const& problem) {
      return problem.what();
    }
    return "accepted";
  };
  auto const refused = [&](auto change) {
    StreamAddress address = largest;
    change(address);
    return message([&] { pack(address); });
  };
  EXPECT_EQ(refused([](StreamAddress&) {}), "accepted");
  EXPECT_EQ(refused([](StreamAddress& a) { ++a.seed; }),
            "stream address: seed 4294967296 does not fit (the largest is 4294967295)");
  EXPECT_THAT(refused([](StreamAddress& a) { ++a.group; }), testing::HasSubstr("group 1099511627776"));
  EXPECT_THAT(refused([](StreamAddress& a) { ++a.cohort; }), testing::HasSubstr("cohort 4294967296"));
  EXPECT_THAT(refused([](StreamAddress& a) { ++a.replicate; }), testing::HasSubstr("replicate 16777216"));
  EXPECT_THAT(refused([](StreamAddress& a) { a.purpose = static_cast<Purpose>(4096); }),
              testing::HasSubstr("purpose 4096"));
  EXPECT_THAT(refused([](StreamAddress& a) { ++a.subject; }), testing::HasSubstr("subject 16777216"));
  EXPECT_THAT(message([] { block_words(largest, stream_limits::block + 1); }), testing::HasSubstr("block 16777216"));
  EXPECT_EQ(message([] { block_words(largest, stream_limits::block); }), "accepted");
}

TEST(Purpose, IsFrozen) {
  EXPECT_EQ(static_cast<int>(Purpose::resample), 1);
  EXPECT_EQ(static_cast<int>(Purpose::bayesian), 2);
  EXPECT_EQ(static_cast<int>(Purpose::treatment), 3);
  EXPECT_EQ(static_cast<int>(Purpose::event_time), 4);
  EXPECT_EQ(static_cast<int>(Purpose::competing_time), 5);
  EXPECT_EQ(static_cast<int>(Purpose::censoring_time), 6);
  EXPECT_EQ(static_cast<int>(Purpose::entry_time), 7);
  EXPECT_EQ(static_cast<int>(Purpose::truth_shift), 8);
  EXPECT_EQ(static_cast<int>(Purpose::intercept_shift), 9);
  EXPECT_EQ(static_cast<int>(Purpose::measurement_error), 10);
  EXPECT_EQ(static_cast<int>(Purpose::missing_value), 11);
  EXPECT_EQ(static_cast<int>(Purpose::late_entry), 12);
  EXPECT_EQ(static_cast<int>(Purpose::treatment_start), 13);
  EXPECT_EQ(static_cast<int>(Purpose::calibration_shift), 14);
  EXPECT_EQ(static_cast<int>(Purpose::plasmode_row), 15);
  EXPECT_EQ(static_cast<int>(event_time_purpose(0)), 4);
  EXPECT_EQ(static_cast<int>(event_time_purpose(1)), 16);
  EXPECT_EQ(static_cast<int>(event_time_purpose(112)), 127);
  EXPECT_THROW(event_time_purpose(113), std::out_of_range);
  EXPECT_EQ(static_cast<int>(component_time_purpose(0)), 128);
  EXPECT_EQ(static_cast<int>(component_time_purpose(63)), 191);
  EXPECT_THROW(component_time_purpose(64), std::out_of_range);
  EXPECT_EQ(static_cast<int>(covariate_purpose(0)), 256);
  EXPECT_EQ(static_cast<int>(covariate_purpose(3839)), 4095);
  EXPECT_THROW(covariate_purpose(3840), std::out_of_range);
}

} // namespace
} // namespace iptwsim
