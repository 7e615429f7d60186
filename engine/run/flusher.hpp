#pragma once
// A sink that puts finished slabs on disk every so often, from a thread of its own: whoever computes does not wait for
// the disk. What a killed run loses is what came after the last flush.

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "plan/slab.hpp"

namespace iptwsim {

struct FlushOptions {
  std::chrono::duration<double> interval{60.0};
  std::size_t bytes = std::size_t{32} << 20; ///< flushed earlier when this much is waiting
};

class Flusher : public SlabSink {
public:
  /// Given slabs in plan order, never from two threads at once. What it throws ends the run.
  using Write = std::function<void(std::vector<Slab>)>;

  Flusher(Write write, FlushOptions options);
  Flusher(Flusher const&) = delete;
  Flusher& operator=(Flusher const&) = delete;
  ~Flusher() override; ///< waits for a write that is under way; what was not written is lost

  /// Waits only while the disk is far behind. Throws what a write has thrown.
  void put(Slab slab) override;

  /// Writes what is there, and returns when it is written. Throws what a write has thrown.
  void flush();

  /// Ends flushing and gives what was not written, in plan order. Throws what a write has thrown.
  std::vector<Slab> finish();

private:
  using Clock = std::chrono::steady_clock; // a clock that nobody can set

  void work();
  void end();
  std::vector<Slab> take_waiting();

  Write write_;
  FlushOptions options_;
  std::mutex mutex_;
  std::condition_variable wake_, written_;
  std::vector<Slab> waiting_;
  std::size_t waiting_bytes_ = 0;
  bool writing_ = false, flush_asked_ = false, ending_ = false;
  std::exception_ptr failure_;
  std::thread thread_; // last: it uses the others
};

} // namespace iptwsim
