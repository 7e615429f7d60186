#include "app/compute.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <fmt/format.h>
#include <unistd.h>

#include "app/progress.hpp"
#include "run/flusher.hpp"
#include "run/scheduler.hpp"
#include "run/stop.hpp"

namespace iptwsim::app {
namespace {

/// Progress of one stage after the other. A cohort itself is no unit that people count.
class StageProgress {
public:
  StageProgress(Job const& job, std::vector<std::uint32_t> const& mine, SlabSource const& held)
      : job_(job), mine_(mine), held_(held) {}

  void begin(std::size_t stage) {
    finish();
    auto const stages = job_.work->stages();
    bool const is_last = stage + 1 == stages.size();
    auto const& blocks = job_.work->blocks();
    std::uint64_t total = 0, before = 0;
    for (std::uint32_t const b : mine_) {
      bool const counts = b >= stages[stage] && (is_last || b < stages[stage + 1]);
      if (!counts || blocks[b].kind == BlockKind::full_sample) continue;
      total += blocks[b].count;
      if (held_.holds(b)) before += blocks[b].count;
    }
    to_do_ = total - before;
    if (to_do_ > 0) {
      progress_ = std::make_unique<Progress>(is_last ? job_.counted : "steps of finding true values", total, before);
    }
  }

  void update(std::uint64_t done) {
    if (progress_) progress_->update(std::min(done, to_do_));
  }

  void finish() {
    if (progress_) progress_->finish();
    progress_.reset();
  }

private:
  Job const& job_;
  std::vector<std::uint32_t> const& mine_;
  SlabSource const& held_;
  std::uint64_t to_do_ = 0;
  std::unique_ptr<Progress> progress_;
};

} // namespace

Outcome compute(Job& job, std::vector<std::uint32_t> const& mine, Parts& parts, ComputeOptions const& options) {
  StageProgress progress(job, mine, parts.held());
  Flusher flusher([&](std::vector<Slab> slabs) { parts.write(std::move(slabs)); },
                  {.interval = options.flush_interval});
  ExecuteOptions execution{.threads = options.threads, .deadline = options.deadline, .grace = options.grace};
  if (options.verbosity == Verbosity::normal) {
    execution.stage_begins = [&](std::size_t stage, std::uint64_t) { progress.begin(stage); };
    execution.progress = [&](std::uint64_t done) { progress.update(done); };
  }
  execution.stopping = [&] {
    if (options.verbosity == Verbosity::normal) {
      fmt::print(stderr, "{}{}: blocks in flight have {:.0f} s to finish; Ctrl-C {}ends at once\n",
                 isatty(STDERR_FILENO) == 1 ? "\n" : "", stop_words(stop_asked()), std::max(1.0, options.grace.count()),
                 stop_asked() == Stop::interrupt ? "again " : "");
    }
    flusher.flush();
  };
  execution.abandon = [&] {
    ExitCode code = ExitCode::stopped;
    try {
      flusher.flush();
    } catch (std::exception const& error) {
      fmt::print(stderr, "{}\n", error.what());
      code = ExitCode::cannot_write;
    }
    options.say_stopped();
    std::_Exit(static_cast<int>(code)); // nothing else ends a block
  };
  try {
    Outcome const outcome = execute(*job.work, mine, parts.held(), flusher, execution);
    progress.finish();
    parts.hold_new(flusher.finish());
    return outcome;
  } catch (...) {
    try {
      flusher.flush(); // whatever went wrong, what is finished is kept
    } catch (...) {    // unless that is what went wrong
    }
    throw;
  }
}

TimeLimit time_limit(RunArguments const& arguments, std::chrono::steady_clock::time_point start) {
  using Seconds = std::chrono::duration<double>;
  TimeLimit limit;
  auto const stop_before = [&](Seconds time, Seconds most) {
    Seconds const margin = std::min(time / 4, most); // for blocks in flight, the last flush and the end of the process
    auto const deadline = start + std::chrono::duration_cast<std::chrono::steady_clock::duration>(time - margin);
    if (limit.deadline && *limit.deadline <= deadline) return false;
    limit.deadline = deadline;
    limit.grace = std::min(limit.grace, margin / 2);
    return true;
  };
  if (!arguments.time_limit.empty()) {
    stop_before(parse_duration(arguments.time_limit, "--time-limit"), Seconds(15));
  }
  if (limit.deadline && *limit.deadline <= start) ask_to_stop(Stop::time_limit); // no time: looks, computes nothing
  if (auto const left = job_time_left(process_environment(), std::chrono::system_clock::now())) {
    if (stop_before(*left, Seconds(60))) limit.note = fmt::format("the job ends in {} s: stops in time", left->count());
  }
  return limit;
}

} // namespace iptwsim::app
