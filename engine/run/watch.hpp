#pragma once
// A thread beside those that compute: asks for a stop at the deadline, and sees to it that a stop does not wait for
// long blocks.

#include <condition_variable>
#include <mutex>
#include <thread>

#include "run/execute.hpp"

namespace iptwsim {

class Watch {
public:
  explicit Watch(ExecuteOptions const& options);
  Watch(Watch const&) = delete;
  Watch& operator=(Watch const&) = delete;
  ~Watch(); ///< no block is in flight any more

private:
  void work();

  ExecuteOptions const& options_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool ending_ = false;
  std::thread thread_; // last: it uses the others
};

} // namespace iptwsim
