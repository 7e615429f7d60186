// Every slab is written once or given back; a failed write is not lost; workers do not wait for the disk.

#include <atomic>
#include <future>
#include <set>

#include <gtest/gtest.h>

#include "run/flusher.hpp"

namespace iptwsim::test {
namespace {

using std::chrono::milliseconds;

Slab slab(std::uint32_t index, std::size_t values = 1) {
  return {.block = {.index = index}, .values = std::vector<double>(values)};
}

std::vector<std::uint32_t> indices(std::vector<Slab> const& slabs) {
  std::vector<std::uint32_t> all;
  for (Slab const& one : slabs) all.push_back(one.block.index);
  return all;
}

TEST(Flusher, WritesEverySoOftenAndGivesBackTheRest) {
  std::vector<std::vector<std::uint32_t>> written;
  std::atomic<int> writes = 0;
  Flusher flusher(
      [&](std::vector<Slab> slabs) {
        written.push_back(indices(slabs));
        ++writes;
      },
      {.interval = milliseconds(20)});
  for (std::uint32_t const index : {5U, 3U, 4U}) flusher.put(slab(index));
  while (writes == 0) std::this_thread::sleep_for(milliseconds(1));
  std::multiset<std::uint32_t> all;
  for (std::uint32_t const index : {9U, 8U}) flusher.put(slab(index));
  for (std::uint32_t const index : indices(flusher.finish())) all.insert(index);
  for (auto const& part : written) {
    EXPECT_TRUE(std::is_sorted(part.begin(), part.end()));
    all.insert(part.begin(), part.end());
  }
  EXPECT_EQ(all, (std::multiset<std::uint32_t>{3, 4, 5, 8, 9}));
}

TEST(Flusher, WritesNothingOfAShortRun) {
  Flusher flusher([](std::vector<Slab>) { FAIL() << "nothing is due"; }, {});
  for (std::uint32_t const index : {2U, 0U, 1U}) flusher.put(slab(index));
  EXPECT_EQ(indices(flusher.finish()), (std::vector<std::uint32_t>{0, 1, 2}));
}

TEST(Flusher, WritesWhenTheBoundOfBytesIsReached) {
  std::promise<std::size_t> size;
  Flusher flusher([&](std::vector<Slab> slabs) { size.set_value(slabs.size()); }, {.bytes = 80000});
  for (std::uint32_t index = 0; index < 10; ++index) flusher.put(slab(index, 1000));
  EXPECT_EQ(size.get_future().get(), 10U);
}

TEST(Flusher, FlushReturnsWhenAllIsWritten) {
  std::vector<std::uint32_t> written;
  Flusher flusher([&](std::vector<Slab> slabs) { written = indices(slabs); }, {});
  flusher.put(slab(1));
  flusher.flush();
  EXPECT_EQ(written, std::vector<std::uint32_t>{1});
  flusher.flush(); // nothing is waiting
  EXPECT_TRUE(flusher.finish().empty());
}

TEST(Flusher, AFailureOfTheDiskEndsTheRun) {
  auto const make = [] {
    return std::make_unique<Flusher>([](std::vector<Slab>) { throw std::runtime_error("disk full"); }, FlushOptions{});
  };
  auto first = make();
  first->put(slab(1));
  EXPECT_THROW(first->flush(), std::runtime_error);
  EXPECT_THROW(first->put(slab(2)), std::runtime_error);
  EXPECT_THROW(first->finish(), std::runtime_error);
  auto second = make();
  second->put(slab(1));
  second.reset(); // does not throw
}

TEST(Flusher, WorkersWaitOnlyWhenTheDiskIsFarBehind) {
  std::promise<void> started, go;
  std::shared_future<void> const may_go = go.get_future().share();
  std::atomic<bool> first = true;
  Flusher flusher(
      [&](std::vector<Slab>) {
        if (first.exchange(false)) started.set_value();
        may_go.wait();
      },
      {.bytes = 8000});
  flusher.put(slab(0, 1000));
  started.get_future().wait();
  for (std::uint32_t index = 1; index <= 4; ++index) flusher.put(slab(index, 1000)); // up to four flushes' worth
  auto behind = std::async(std::launch::async, [&] { flusher.put(slab(5, 1000)); });
  EXPECT_EQ(behind.wait_for(milliseconds(50)), std::future_status::timeout);
  go.set_value();
  behind.get();
  flusher.flush();
  EXPECT_TRUE(flusher.finish().empty());
}

} // namespace
} // namespace iptwsim::test
