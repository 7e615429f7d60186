#include "run/watch.hpp"

#include "run/stop.hpp"

namespace iptwsim {

Watch::Watch(ExecuteOptions const& options) : options_(options) {
  if (options.deadline || options.stopping || options.abandon) thread_ = std::thread([this] { work(); });
}

Watch::~Watch() {
  {
    std::lock_guard const lock(mutex_);
    ending_ = true;
  }
  ended_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Watch::work() {
  using Clock = std::chrono::steady_clock;
  std::unique_lock lock(mutex_);
  auto const over = [&] { return ending_; };
  // A signal handler can wake nobody, so the watch looks by itself.
  while (!ended_.wait_for(lock, std::chrono::milliseconds(50), over)) {
    if (options_.deadline && Clock::now() >= *options_.deadline) ask_to_stop(Stop::time_limit);
    if (stop_asked() == Stop::none) continue;
    auto const patience = Clock::now() + std::chrono::duration_cast<Clock::duration>(options_.grace);
    lock.unlock();
    try {
      if (options_.stopping) options_.stopping();
    } catch (...) { // the sink keeps what failed and throws it at the next slab
    }
    lock.lock();
    if (!ended_.wait_until(lock, patience, over) && options_.abandon) {
      lock.unlock();
      options_.abandon();
    }
    return;
  }
}

} // namespace iptwsim
