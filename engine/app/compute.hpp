#pragma once
// The long part of a run: evaluates what no part holds, puts it on disk every so often, and stops when asked.

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

#include "app/commands.hpp"
#include "app/job.hpp"
#include "app/parts.hpp"
#include "run/execute.hpp"

namespace iptwsim::app {

struct ComputeOptions {
  int threads = 1;
  std::chrono::duration<double> flush_interval{60.0};
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
  std::chrono::duration<double> grace{5.0}; ///< how long a stop waits for blocks in flight
  Verbosity verbosity = Verbosity::normal;
  std::function<void()> say_stopped = {}; ///< called before the process ends itself because blocks take too long
};

/// Evaluates those of `mine` that are not held. All that is evaluated is held afterwards, on disk or not.
Outcome compute(Job& job, std::vector<std::uint32_t> const& mine, Parts& parts, ComputeOptions const& options);

/// When to stop and how long to wait then, from --time-limit and the end of the scheduler's job.
struct TimeLimit {
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
  std::chrono::duration<double> grace{5.0};
  std::string note = {}; ///< what to say when the scheduler's time is used
};
TimeLimit time_limit(RunArguments const& arguments, std::chrono::steady_clock::time_point start);

} // namespace iptwsim::app
