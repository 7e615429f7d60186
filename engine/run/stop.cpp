#include "run/stop.hpp"

#include <atomic>

#include <unistd.h>

#include "core/error.hpp"

namespace iptwsim {
namespace {

// A signal handler reaches nothing else than what is global.
std::atomic<Stop> asked{Stop::none};
static_assert(std::atomic<Stop>::is_always_lock_free, "a signal handler may use it");

Stop reason_of(int signal) {
  switch (signal) {
  case SIGINT:
    return Stop::interrupt;
  case SIGTERM:
    return Stop::terminate;
  case SIGUSR1:
    return Stop::user_signal;
  default:
    return Stop::hang_up;
  }
}

extern "C" void on_signal(int signal) {
  Stop none = Stop::none;
  bool const first = asked.compare_exchange_strong(none, reason_of(signal));
  if (!first && signal == SIGINT) _exit(static_cast<int>(ExitCode::stopped));
}

} // namespace

StopSignals::StopSignals() : saved_{{{SIGINT, {}}, {SIGTERM, {}}, {SIGUSR1, {}}, {SIGHUP, {}}}} {
  asked = Stop::none;
  struct sigaction action = {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART; // a write to disk goes on
  sigemptyset(&action.sa_mask);
  for (Saved& saved : saved_) {
    sigaction(saved.signal, nullptr, &saved.action);
    if (saved.action.sa_handler != SIG_IGN) sigaction(saved.signal, &action, nullptr);
  }
}

StopSignals::~StopSignals() {
  for (Saved const& saved : saved_) sigaction(saved.signal, &saved.action, nullptr);
}

Stop stop_asked() { return asked; }

void ask_to_stop(Stop why) {
  Stop none = Stop::none;
  asked.compare_exchange_strong(none, why);
}

std::string_view stop_words(Stop why) {
  switch (why) {
  case Stop::none:
    break;
  case Stop::interrupt:
    return "stopped by SIGINT";
  case Stop::terminate:
    return "stopped by SIGTERM";
  case Stop::user_signal:
    return "stopped by SIGUSR1";
  case Stop::hang_up:
    return "stopped by SIGHUP";
  case Stop::time_limit:
    return "stopped by the time limit";
  }
  return "not stopped";
}

} // namespace iptwsim
