#pragma once
// Being asked to stop: by a scheduler, a person or the clock of --time-limit. A run then starts no further block, puts
// what is finished on disk, and exits with code 75.

#include <array>
#include <csignal>
#include <string_view>

namespace iptwsim {

enum class Stop : int { none = 0, interrupt, terminate, user_signal, hang_up, time_limit };

/// While one lives, SIGINT, SIGTERM, SIGUSR1 and SIGHUP ask to stop instead of ending the process; those that were
/// ignored before (nohup) stay so. SIGINT after any of them ends the process at once, with code 75.
class StopSignals {
public:
  StopSignals();
  ~StopSignals();
  StopSignals(StopSignals const&) = delete;
  StopSignals& operator=(StopSignals const&) = delete;

private:
  struct Saved {
    int signal;
    struct sigaction action;
  };
  std::array<Saved, 4> saved_;
};

/// Why to stop; the first reason stays. Both may be called from any thread.
Stop stop_asked();
void ask_to_stop(Stop why);

/// "stopped by SIGTERM"
std::string_view stop_words(Stop why);

} // namespace iptwsim
