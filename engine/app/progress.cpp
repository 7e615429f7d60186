#include "app/progress.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

namespace iptwsim::app {
namespace {

std::string clock_time(double seconds) {
  auto const s = static_cast<long>(seconds + 0.5);
  return s < 60     ? fmt::format("{} s", s)
         : s < 3600 ? fmt::format("{}:{:02}", s / 60, s % 60)
                    : fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

} // namespace

Progress::Progress(std::string what, std::uint64_t total, std::uint64_t before)
    : what_(std::move(what)), total_(total), before_(before), terminal_(isatty(STDERR_FILENO) == 1),
      start_(Clock::now()), last_(start_) {}

std::string Progress::line(std::uint64_t done) const {
  double const seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  double const rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  std::uint64_t const all = before_ + done;
  double const share = total_ ? static_cast<double>(all) / static_cast<double>(total_) : 1;
  std::string const eta = rate > 0 ? clock_time(static_cast<double>(total_ - all) / rate) : "?";
  return fmt::format("{} of {} {} ({:.0f}%), {:.0f} a second, {} left", all, total_, what_, 100 * share, rate, eta);
}

void Progress::update(std::uint64_t done) {
  done_ = done;
  auto const now = Clock::now();
  auto const pause = terminal_ ? std::chrono::milliseconds(100) : std::chrono::seconds(10);
  if (now - last_ < pause) return;
  last_ = now;
  if (!terminal_) {
    fmt::print(stderr, "{}\n", line(done));
    return;
  }
  constexpr std::size_t width = 24;
  std::size_t const filled = total_ ? std::min<std::size_t>(width, width * (before_ + done) / total_) : width;
  fmt::print(stderr, "\r\033[K[{}{}] {}", std::string(filled, '#'), std::string(width - filled, '.'), line(done));
  std::fflush(stderr);
}

void Progress::finish() {
  if (terminal_) fmt::print(stderr, "\r\033[K");
  double const seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  if (done_ > 0) {
    fmt::print(stderr, "{} {} in {:.1f} s ({:.0f} a second)\n", done_, what_, seconds,
               static_cast<double>(done_) / seconds);
  }
}

} // namespace iptwsim::app
