#pragma once
// The once-per-endpoint order of patients in time. Every estimator is one sweep over it; the bootstrap changes counts
// and weights, never the order, so nothing is sorted twice.
//
// Let t_0 < ... < t_{K-1} be the distinct times at which at least one patient of the cohort has the event. Interval k
// is [t_k, t_{k+1}) (the last one is open to the right); its patients stand in six runs, control before treated in each
// pair: events of interest and competing events (all at t_k exactly), then those whose follow-up ends without either.
// An event and a censoring at one time: the event comes first, so both are at risk. Patients who leave before t_0 are
// never at risk at an event time; they come first in `row`. Competing events make event times too.
//
// Edge cases: no event at all: K = 0 and every patient stands before interval 0. Ties of any size are one interval.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "cohort/cohort.hpp"

namespace iptwsim {

class TimeOrder {
public:
  /// treated: n arms 0/1. Throws nothing; sizes must agree (contract).
  TimeOrder(Endpoint const& endpoint, std::vector<std::uint8_t> const& treated);

  std::size_t patients() const { return row_.size(); }
  std::size_t event_times() const { return event_time_.size(); }
  double event_time(std::size_t k) const { return event_time_[k]; }

  /// Patients (indices into the cohort) of interval k and an arm who have the event, a competing one, or leave.
  std::span<std::uint32_t const> events(std::size_t k, std::size_t arm) const { return run(6 * k + arm); }
  std::span<std::uint32_t const> competing(std::size_t k, std::size_t arm) const { return run(6 * k + 2 + arm); }
  std::span<std::uint32_t const> leavers(std::size_t k, std::size_t arm) const { return run(6 * k + 4 + arm); }

  /// Patients of an arm by decreasing time: who was followed longest comes first.
  std::span<std::uint32_t const> longest_first(std::size_t arm) const { return longest_first_[arm]; }
  double time(std::uint32_t patient) const { return time_[patient]; }

  /// Number of event times <= t.
  std::size_t event_times_until(double t) const;

private:
  std::span<std::uint32_t const> run(std::size_t r) const {
    return std::span(row_).subspan(start_[r], start_[r + 1] - start_[r]);
  }

  std::vector<std::uint32_t> row_;   // n patients in the order described above
  std::vector<std::uint32_t> start_; // 6 K + 1 starts of runs in row_
  std::vector<double> event_time_;   // K
  std::vector<double> time_;         // n, in cohort order
  std::array<std::vector<std::uint32_t>, 2> longest_first_;
};

} // namespace iptwsim
