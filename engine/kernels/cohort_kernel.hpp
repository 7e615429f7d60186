#pragma once
// Simulated cohorts on lanes: included once an instruction set, by cohort_kernel_<isa>.cpp alone.

#include "kernels/cohort_job.hpp"
#include "math/lanes.hpp"

namespace iptwsim {

template <> struct WordsOf<IPTWSIM_ISA::Lanes> {
  using type = IPTWSIM_ISA::LaneWords;
  static type of(std::uint64_t const* words) {
    IPTWSIM_ISA::Bits bits{};
    for (int lane = 0; lane < IPTWSIM_ISA::lane_count; ++lane) bits[lane] = words[lane];
    return bits;
  }
};

} // namespace iptwsim

namespace iptwsim::IPTWSIM_ISA {

/// Lane `lane` of n numbers.
inline void take_lane(std::vector<Lanes> const& from, int lane, double* to) {
  double const* const numbers = reinterpret_cast<double const*>(from.data()) + lane;
  for (std::size_t i = 0; i < from.size(); ++i) to[i] = numbers[i * lane_count];
}

/// The last batch is filled up with its first cohort.
void simulate_patients(PatientJob const& job) {
  CohortRange const& range = job.range;
  PatientRows<Lanes> rows;
  for (std::size_t at = 0; at < range.count; at += lane_count) {
    std::size_t const left = range.count - at, used = left < lane_count ? left : lane_count;
    CohortLanes<Lanes> cohorts;
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
      cohorts[lane] = {range.first.seed, range.first.group, range.first.cohort + at + (lane < used ? lane : 0)};
    }
    simulate_rows(range.mechanism, range.patients, cohorts, rows);
    for (std::size_t lane = 0; lane < used; ++lane) {
      PatientPointers const& to = job.patients[at + lane];
      int const from = static_cast<int>(lane);
      take_lane(rows.covariates, from, to.covariates);
      take_lane(rows.treated, from, to.treated);
      take_lane(rows.score, from, to.score);
      take_lane(rows.time, from, to.time);
      take_lane(rows.event, from, to.event);
      take_lane(rows.measured, from, to.measured);
      take_lane(rows.missing, from, to.missing);
    }
  }
}

} // namespace iptwsim::IPTWSIM_ISA
