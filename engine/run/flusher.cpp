#include "run/flusher.hpp"

#include <algorithm>

namespace iptwsim {
namespace {

constexpr std::size_t far_behind = 4; // times the bytes of a flush

std::size_t bytes_of(Slab const& slab) {
  return sizeof(Slab) + 8 * (slab.values.size() + slab.sums.size()) + slab.statuses.size();
}

} // namespace

Flusher::Flusher(Write write, FlushOptions options)
    : write_(std::move(write)), options_(options), thread_([this] { work(); }) {}

Flusher::~Flusher() { end(); }

void Flusher::end() {
  {
    std::lock_guard const lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::vector<Slab> Flusher::take_waiting() {
  std::vector<Slab> slabs;
  slabs.swap(waiting_);
  waiting_bytes_ = 0;
  std::sort(slabs.begin(), slabs.end(), [](Slab const& a, Slab const& b) { return a.block.index < b.block.index; });
  return slabs;
}

void Flusher::work() {
  auto const interval = std::chrono::duration_cast<Clock::duration>(options_.interval);
  std::unique_lock lock(mutex_);
  for (auto next = Clock::now() + interval;; next = Clock::now() + interval) {
    auto const due = [&] { return ending_ || flush_asked_ || waiting_bytes_ >= options_.bytes; };
    wake_.wait_until(lock, next, due);
    if (ending_) return;
    flush_asked_ = false;
    std::vector<Slab> slabs = take_waiting();
    if (!slabs.empty()) {
      writing_ = true;
      lock.unlock();
      std::exception_ptr failure;
      try {
        write_(std::move(slabs));
      } catch (...) {
        failure = std::current_exception();
      }
      lock.lock();
      writing_ = false;
      failure_ = failure;
    }
    written_.notify_all();
    if (failure_) return;
  }
}

void Flusher::put(Slab slab) {
  std::unique_lock lock(mutex_);
  written_.wait(lock, [&] { return failure_ || !writing_ || waiting_bytes_ < far_behind * options_.bytes; });
  if (failure_) std::rethrow_exception(failure_);
  waiting_bytes_ += bytes_of(slab);
  waiting_.push_back(std::move(slab));
  if (waiting_bytes_ >= options_.bytes) wake_.notify_all();
}

void Flusher::flush() {
  std::unique_lock lock(mutex_);
  flush_asked_ = true;
  wake_.notify_all();
  written_.wait(lock, [&] { return failure_ || (!flush_asked_ && !writing_); });
  if (failure_) std::rethrow_exception(failure_);
}

std::vector<Slab> Flusher::finish() {
  end();
  std::lock_guard const lock(mutex_);
  if (failure_) std::rethrow_exception(failure_);
  return take_waiting();
}

} // namespace iptwsim
