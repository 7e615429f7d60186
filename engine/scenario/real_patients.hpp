#pragma once
// The row loop of a cohort that is drawn from a real one (plan/plasmode.hpp has the model), a template on the number
// type: one lane is one cohort. Patient i reads, each by its address with subject i,
//
//   row         r = floor(u rows), purpose plasmode_row: a patient of the real cohort, with all covariates
//   treatment   treated where u < assigned_r, purpose treatment
//   time        of -log(1 - u), purpose event_time, at the row's score and the arm's
//   follow-up   entry and drop-out: u of each, purposes entry_time and censoring_time

#include <array>
#include <vector>

#include "core/error.hpp"
#include "math/log1p.hpp"
#include "scenario/conditional_survival.hpp"
#include "scenario/follow_up.hpp"
#include "scenario/simulate_rows.hpp"

namespace iptwsim {

/// A real cohort with the models fitted to it.
struct RealPatients {
  std::size_t rows = 0, covariates = 0;
  std::vector<double> covariate = {};     ///< rows x covariates, row-major
  std::vector<double> score = {};         ///< e(x) of each row
  std::vector<double> assigned = {};      ///< probability of treatment that is used: e(x), or 0 or 1
  std::vector<double> outcome = {};       ///< x'b of each row, what it adds to the log hazard
  std::array<double, 2> arm_outcome = {}; ///< what an arm adds
  ConditionalSurvival const* survival = nullptr;
  FollowUp follow_up = FollowUp(FollowUpOptions{});

  double total_outcome(std::size_t row, std::size_t arm) const { return outcome[row] + arm_outcome[arm]; }
};

/// One number of the real patient of each lane.
template <class V> V of_rows(double const* values, std::array<std::size_t, math::lanes_v<V>> const& at) {
  using math::set_lane;
  V out(0.0);
  for (int lane = 0; lane < math::lanes_v<V>; ++lane) set_lane(out, lane, values[at[static_cast<std::size_t>(lane)]]);
  return out;
}

template <class V>
void simulate_rows(RealPatients const& real, std::size_t n, CohortLanes<V> const& cohorts, PatientRows<V>& patients) {
  using math::get_lane, math::minimum, math::select;
  IPTWSIM_EXPECTS(n <= stream_limits::subject + 1);
  patients.resize(n, real.covariates, 1);
  LaneDraws<V> const row(cohorts, Purpose::plasmode_row), treatment(cohorts, Purpose::treatment),
      event(cohorts, Purpose::event_time), entry(cohorts, Purpose::entry_time),
      dropout(cohorts, Purpose::censoring_time);
  V const rows(static_cast<double>(real.rows));
  std::array<std::size_t, math::lanes_v<V>> at{}, first{};
  for (std::size_t i = 0; i < n; ++i) {
    V const place = row.uniform_open({i}) * rows; // below rows, or rounded to it
    for (std::size_t lane = 0; lane < at.size(); ++lane) {
      auto const below = static_cast<std::size_t>(get_lane(place, static_cast<int>(lane)));
      at[lane] = below < real.rows ? below : real.rows - 1;
      first[lane] = at[lane] * real.covariates;
    }
    for (std::size_t j = 0; j < real.covariates; ++j) {
      patients.covariates[j * n + i] = of_rows<V>(real.covariate.data() + j, first);
    }
    V const treated = select(treatment.uniform_open({i}) < of_rows<V>(real.assigned.data(), at), V(1.0), V(0.0));
    V const score =
        of_rows<V>(real.outcome.data(), at) + select(treated > V(0.5), V(real.arm_outcome[1]), V(real.arm_outcome[0]));
    V const time = real.survival->time_of(-math::log1p(-event.uniform_open({i})), score);
    V const censored = real.follow_up.censoring_time(entry.uniform_open({i}), dropout.uniform_open({i}));
    patients.treated[i] = treated;
    patients.score[i] = of_rows<V>(real.score.data(), at);
    patients.time[i] = minimum(time, censored);
    patients.event[i] = select(time <= censored, V(1.0), V(0.0));
  }
}

} // namespace iptwsim
