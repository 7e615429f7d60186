#pragma once
// Who of the simulated patients the analysis sees, from when on, and whom it calls treated. With end = the first of the
// times of the endpoints (an event of any of them, or the end of follow-up):
//
//   treatment_start   planned patients are treated from G on, G uniform, if G < end; else they never are (purpose
//                     treatment_start). `naive` calls treated whoever was, from time 0: treated patients cannot die
//                     before G, which is immortal time, and whoever planned dies before it counts against control.
//                     `landmark` takes those with end > landmark, calls treated those with G <= landmark, and begins
//                     to count at the landmark. `planned` keeps the arms of the plan, from time 0
//   late_entry        patients with end > L, L uniform in (0, latest) (purpose late_entry), at risk from L on;
//                     `ignored` counts them from time 0
//
// What is true stays what is true of the plan in the whole population: times follow it, and e(x) is its probability.
// Survival after a landmark is given survival to it, which the truth is not; hazard ratios are not changed by that.

#include <optional>
#include <string_view>
#include <vector>

#include "scenario/generating_terms.hpp"
#include "scenario/observation_options.hpp"
#include "scenario/options.hpp"
#include "scenario/problem.hpp"

namespace iptwsim {

struct SimulatedPatients;

/// The key and the column that say what was planned where treatment is what started.
inline constexpr std::string_view planned_name = "planned";

/// Draws of a cohort, where they are asked for: u of each patient, in (0, 1).
struct ObservationDraws {
  std::vector<double> late_entry = {}, treatment_start = {};
};

/// What the analysis sees of `patients`.
SimulatedPatients observed(SimulatedPatients patients, std::optional<LateEntryOptions> const& late_entry,
                           std::optional<TreatmentStartOptions> const& treatment_start, ObservationDraws const& draws);

/// dropout_log_hazard, taken apart.
struct DropoutHazard {
  NamedNumbers terms = {}; ///< of covariates
  double treatment = 0;
};
DropoutHazard dropout_hazard(FollowUpOptions const& options);

/// Terms of drop-out that are none, or that nobody drops out by.
std::vector<OptionProblem> dropout_problems(FollowUpOptions const& options, NamedCovariates const& covariates);

/// An order of times that cannot be.
std::vector<OptionProblem> observation_problems(SyntheticOptions const& options);

} // namespace iptwsim
