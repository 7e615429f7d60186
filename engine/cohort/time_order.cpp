#include "cohort/time_order.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "core/error.hpp"

namespace iptwsim {

TimeOrder::TimeOrder(Endpoint const& endpoint, std::vector<std::uint8_t> const& treated)
    : row_(endpoint.time.size()), time_(endpoint.time) {
  IPTWSIM_EXPECTS(endpoint.event.size() == time_.size() && treated.size() == time_.size());

  for (std::size_t i = 0; i < time_.size(); ++i) {
    if (endpoint.event[i]) event_time_.push_back(time_[i]);
  }
  std::sort(event_time_.begin(), event_time_.end());
  event_time_.erase(std::unique(event_time_.begin(), event_time_.end()), event_time_.end());

  // Run of a patient: 0 is "before the first event time", 6 k + 1 + (0..5) the runs of interval k.
  constexpr std::array<std::size_t, 3> pair_of_event{4, 0, 2}; // censored, event of interest, competing
  std::vector<std::size_t> run_of(time_.size());
  IPTWSIM_EXPECTS(endpoint.entry.empty() || endpoint.entry.size() == time_.size());
  bool const has_entry = std::any_of(endpoint.entry.begin(), endpoint.entry.end(),
                                     [&](double entry) { return event_times_until(entry) > 0; });
  auto const entered = [&](std::size_t i) { // event times that the patient comes too late for
    return has_entry ? event_times_until(endpoint.entry[i]) : std::size_t{0};
  };
  for (std::size_t i = 0; i < time_.size(); ++i) {
    std::size_t const until = event_times_until(time_[i]);
    run_of[i] = until == entered(i) ? 0 : 6 * (until - 1) + 1 + pair_of_event[endpoint.event[i]] + treated[i];
  }
  std::iota(row_.begin(), row_.end(), 0u);
  auto const position = [&](std::uint32_t i) { return std::tuple(run_of[i], time_[i], i); };
  std::sort(row_.begin(), row_.end(), [&](auto a, auto b) { return position(a) < position(b); });

  std::vector<std::uint32_t> size(6 * event_time_.size() + 1, 0);
  for (std::size_t const r : run_of) ++size[r];
  start_.assign(1, size[0]);
  for (std::size_t r = 1; r < size.size(); ++r) start_.push_back(start_.back() + size[r]);

  if (has_entry) {
    std::vector<std::vector<std::uint32_t>> entrants(2 * event_time_.size());
    for (std::uint32_t i = 0; i < time_.size(); ++i) {
      std::size_t const late = entered(i), until = event_times_until(time_[i]);
      if (until == late) continue;
      if (late > 0) entrants[2 * (late - 1) + treated[i]].push_back(i);
      stays_.push_back({.patient = i,
                        .entered = static_cast<std::uint32_t>(late),
                        .last = static_cast<std::uint32_t>(until - 1),
                        .treated = treated[i] != 0,
                        .dies = endpoint.event[i] == 1});
    }
    entrant_start_.push_back(0);
    for (auto const& some : entrants) {
      entrant_.insert(entrant_.end(), some.begin(), some.end());
      entrant_start_.push_back(static_cast<std::uint32_t>(entrant_.size()));
    }
  }

  for (std::uint32_t i = 0; i < time_.size(); ++i) longest_first_[treated[i]].push_back(i);
  for (auto& patients : longest_first_) {
    std::stable_sort(patients.begin(), patients.end(), [&](auto a, auto b) { return time_[a] > time_[b]; });
  }
}

std::size_t TimeOrder::event_times_until(double t) const {
  return static_cast<std::size_t>(std::upper_bound(event_time_.begin(), event_time_.end(), t) - event_time_.begin());
}

} // namespace iptwsim
