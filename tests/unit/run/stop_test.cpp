// Signals ask to stop; those ignored before stay ignored; a second SIGINT ends the process.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/stop.hpp"

namespace iptwsim::test {
namespace {

TEST(Stop, IsAskedForByEachSignal) {
  for (auto const& [signal, words] : {std::pair{SIGINT, "stopped by SIGINT"},
                                      {SIGTERM, "stopped by SIGTERM"},
                                      {SIGUSR1, "stopped by SIGUSR1"},
                                      {SIGHUP, "stopped by SIGHUP"}}) {
    StopSignals const signals;
    EXPECT_EQ(stop_asked(), Stop::none);
    std::raise(signal);
    EXPECT_EQ(stop_words(stop_asked()), words);
  }
}

TEST(Stop, KeepsItsFirstReason) {
  StopSignals const signals;
  ask_to_stop(Stop::time_limit);
  std::raise(SIGTERM);
  EXPECT_EQ(stop_asked(), Stop::time_limit);
}

TEST(Stop, IgnoresWhatWasIgnored) { // nohup
  std::signal(SIGHUP, SIG_IGN);
  {
    StopSignals const signals;
    std::raise(SIGHUP);
    EXPECT_EQ(stop_asked(), Stop::none);
  }
  std::raise(SIGHUP);
  std::signal(SIGHUP, SIG_DFL);
}

TEST(Stop, AtTheSecondInterruptIsAtOnce) {
  for (int const first : {SIGINT, SIGTERM}) {
    pid_t const child = fork();
    if (child == 0) {
      StopSignals const signals;
      std::raise(first);
      std::raise(SIGINT);
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 75);
  }
}

} // namespace
} // namespace iptwsim::test
