#pragma once
// How far a run is: a bar with rate and ETA on a terminal, a plain line every ten seconds otherwise. Writes to stderr,
// so that stdout stays the answer.

#include <chrono>
#include <cstdint>
#include <string>

namespace iptwsim::app {

class Progress {
public:
  /// what: the noun of the units, "replicates"; before: those of the total that were done earlier.
  Progress(std::string what, std::uint64_t total, std::uint64_t before = 0);

  /// done: in this run.
  void update(std::uint64_t done);
  /// Clears the bar, or says the total rate.
  void finish();

private:
  using Clock = std::chrono::steady_clock;
  std::string line(std::uint64_t done) const;

  std::string what_;
  std::uint64_t total_, before_, done_ = 0;
  bool terminal_;
  Clock::time_point start_, last_;
};

} // namespace iptwsim::app
