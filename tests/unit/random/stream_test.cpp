#include <cmath>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <vector>

#include <boost/random/uniform_01.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <gtest/gtest.h>

#include "random/stream.hpp"
#include "random/subject_draws.hpp"

namespace iptwsim {
namespace {

static_assert(std::uniform_random_bit_generator<Stream>);

StreamAddress const somewhere{
    .seed = 2024, .group = 7, .cohort = 3, .replicate = 11, .purpose = Purpose::event_time, .subject = 85};

TEST(Stream, ReadsTheWordsOfItsAddressInOrder) {
  Stream stream(somewhere);
  for (std::uint32_t block = 0; block < 5; ++block) {
    for (std::uint32_t const word : block_words(somewhere, block)) EXPECT_EQ(stream(), word);
  }
  EXPECT_EQ(stream.position(), 20U);
}

TEST(Stream, SeeksAnyWord) {
  Stream stream(somewhere);
  std::vector<std::uint32_t> words;
  for (int i = 0; i < 16; ++i) words.push_back(stream());
  for (std::size_t const word : {9U, 0U, 3U, 15U, 4U}) {
    stream.seek(word);
    EXPECT_EQ(stream.position(), word);
    EXPECT_EQ(stream(), words[word]);
    if (word < 15) {
      EXPECT_EQ(stream(), words[word + 1]);
    }
  }
}

TEST(Stream, EndsWithAnError) {
  Stream stream(somewhere);
  stream.seek(stream_limits::word);
  EXPECT_EQ(stream(), block_words(somewhere, stream_limits::block)[3]);
  EXPECT_THROW(stream(), std::out_of_range);
  stream.seek(stream_limits::word + 1);
  EXPECT_THROW(stream(), std::out_of_range);
  EXPECT_THROW(Stream(StreamAddress{.seed = stream_limits::seed + 1}), std::out_of_range);
}

TEST(Stream, FormsUniformsFromTwoWords) {
  Stream words(somewhere);
  Stream half_open(somewhere);
  Stream open(somewhere);
  for (int i = 0; i < 1000; ++i) {
    std::uint64_t const high = words();
    std::uint64_t const both = high << 32 | words();
    EXPECT_EQ(half_open.uniform(), std::ldexp(static_cast<double>(both >> 11), -53));
    EXPECT_EQ(open.uniform_open(), std::ldexp(static_cast<double>(2 * (both >> 12) + 1), -53));
  }
}

TEST(Stream, DrivesBoostAndStandardDistributions) {
  Stream stream(somewhere);
  boost::random::uniform_01<double> unit;
  boost::random::uniform_int_distribution<int> die(1, 6);
  std::uniform_int_distribution<int> standard_die(1, 6);
  for (int i = 0; i < 1000; ++i) {
    double const u = unit(stream);
    EXPECT_TRUE(u >= 0 && u < 1);
    int const face = die(stream) + standard_die(stream);
    EXPECT_TRUE(face >= 2 && face <= 12);
  }
}

TEST(Stream, HasFrozenFirstWords) {
  EXPECT_EQ(Stream(StreamAddress{})(), 0x6627e8d5U); // the all-zero address is the known answer of the zero key
  EXPECT_EQ(Stream({.seed = 1, .purpose = Purpose::resample})(), 0xb33dfabfU);
  EXPECT_EQ(Stream({.seed = 1, .replicate = 1, .purpose = Purpose::resample})(), 0x1e01745cU);
  EXPECT_EQ(Stream({.seed = 1, .cohort = 1, .purpose = Purpose::treatment, .subject = 1})(), 0x1c50db34U);
  EXPECT_EQ(Stream({.seed = 1, .group = 0xff00000001, .purpose = covariate_purpose(2)})(), 0x106c36baU);
  EXPECT_EQ(Stream(somewhere)(), 0x2ed21eaU);
}

// (X^2 - (k-1)) / sqrt(2 (k-1)) is near standard normal for k = 256 cells.
double chi_square_z(std::vector<int> const& counts) {
  double total = 0;
  for (int const count : counts) total += count;
  double const expected = total / static_cast<double>(counts.size());
  double statistic = 0;
  for (int const count : counts) statistic += (count - expected) * (count - expected) / expected;
  double const freedom = static_cast<double>(counts.size()) - 1;
  return (statistic - freedom) / std::sqrt(2 * freedom);
}

TEST(Stream, IsUniformAlongAStreamAndAcrossStreams) {
  constexpr int n = 200'000;
  std::vector<int> along(256);
  std::vector<int> across_subjects(256);
  std::vector<int> across_replicates(256);
  std::vector<int> pairs(256); // of neighbouring subjects
  Stream stream(StreamAddress{});
  double sum = 0;
  double previous = 0;
  for (unsigned i = 0; i < n; ++i) {
    auto const cell = [](double u) { return static_cast<std::size_t>(u * 256); };
    double const u = stream.uniform_open();
    sum += u;
    ++along[cell(u)];
    double const v = Stream({.purpose = Purpose::treatment, .subject = i}).uniform();
    ++across_subjects[cell(v)];
    if (i % 2 == 1) ++pairs[16 * (cell(previous) / 16) + cell(v) / 16];
    previous = v;
    ++across_replicates[cell(Stream({.replicate = i, .purpose = Purpose::resample}).uniform())];
  }
  EXPECT_LT(std::fabs((sum / n - 0.5) / std::sqrt(1.0 / 12 / n)), 4.5);
  EXPECT_LT(std::fabs(chi_square_z(along)), 4.5);
  EXPECT_LT(std::fabs(chi_square_z(across_subjects)), 4.5);
  EXPECT_LT(std::fabs(chi_square_z(across_replicates)), 4.5);
  EXPECT_LT(std::fabs(chi_square_z(pairs)), 4.5);
}

TEST(SubjectDraws, AreThoseOfEachSubjectsStream) {
  StreamAddress address{.seed = 9, .group = 0xaabbccddee, .cohort = 4, .purpose = covariate_purpose(2)};
  SubjectDraws const draws(address);
  for (std::uint64_t const subject : {std::uint64_t{0}, std::uint64_t{7}, stream_limits::subject}) {
    address.subject = subject;
    Stream stream(address);
    for (std::uint64_t attempt = 0; attempt < 6; ++attempt) {
      EXPECT_EQ(draws.uniform_open(subject, attempt), stream.uniform_open());
    }
  }
  EXPECT_NO_THROW(draws.uniform_open(1, (1 << 25) - 1));
  EXPECT_THROW(draws.uniform_open(1, 1 << 25), std::out_of_range);
}

} // namespace
} // namespace iptwsim
