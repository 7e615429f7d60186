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
// Late entry: a patient is at risk at t_k if entry < t_k <= time. Who is at risk at no event time stands before
// interval 0; the others are `entrants` of the interval that their entry lies in, and are there after its t_k.
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

  /// Patients in the order of the runs, from interval 0 on; `place` is where a run of theirs begins.
  std::span<std::uint32_t const> from_first_interval() const { return std::span(row_).subspan(start_[0]); }
  std::size_t place(std::span<std::uint32_t const> of_run) const {
    return static_cast<std::size_t>(of_run.data() - row_.data()) - start_[0];
  }

  /// Whether somebody enters after the first event time, and who of an arm enters in interval k.
  bool has_entry() const { return !entrant_start_.empty(); }
  std::span<std::uint32_t const> entrants(std::size_t k, std::size_t arm) const {
    std::size_t const r = 2 * k + arm;
    return std::span(entrant_).subspan(entrant_start_[r], entrant_start_[r + 1] - entrant_start_[r]);
  }

  /// Where late entry makes patients who leave together different: everybody who is at risk at some event time.
  struct Stay {
    std::uint32_t patient;
    std::uint32_t entered; ///< event times up to the entry
    std::uint32_t last;    ///< the last event time at which the patient is at risk, by number
    bool treated, dies;    ///< dies: has the event at `last`
  };
  std::span<Stay const> stays() const { return stays_; }

  /// Patients of an arm by decreasing time: who was followed longest comes first.
  std::span<std::uint32_t const> longest_first(std::size_t arm) const { return longest_first_[arm]; }
  double time(std::uint32_t patient) const { return time_[patient]; }

  /// Number of event times <= t.
  std::size_t event_times_until(double t) const;

private:
  std::span<std::uint32_t const> run(std::size_t r) const {
    return std::span(row_).subspan(start_[r], start_[r + 1] - start_[r]);
  }

  std::vector<std::uint32_t> row_;                     // n patients in the order described above
  std::vector<std::uint32_t> start_;                   // 6 K + 1 starts of runs in row_
  std::vector<double> event_time_;                     // K
  std::vector<double> time_;                           // n, in cohort order
  std::vector<std::uint32_t> entrant_, entrant_start_; // empty, or late patients and 2 K + 1 starts
  std::vector<Stay> stays_;
  std::array<std::vector<std::uint32_t>, 2> longest_first_;
};

} // namespace iptwsim
