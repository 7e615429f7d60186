#pragma once
// Cohorts drawn from a real one: its patients' covariates are resampled, so their joint distribution is what it is, and
// treatment and times are simulated with a known effect (J. M. Franklin, S. Schneeweiss, J. M. Polinski and J. A.
// Rassen, Comput. Stat. Data Anal. 72, 2014, 219-226).
//
//   row          of n draws with replacement; x its columns of the propensity model's terms, as the real cohort has
//                them; the analysis does not see those of terms in `omit`
//   treatment    fitted: e(x), the propensity model fitted to the real cohort; own: the row's own; randomized: the real
//                cohort's share
//   time         hazard of the fitted baseline times e^(x'b + a effect): Weibull or piecewise exponential, fitted to
//                the real cohort with its treatment among the covariates, whose coefficient the known effect replaces
//   follow-up    `censoring`, or drop-out with the Weibull distribution fitted to the real cohort's censoring times,
//                and an end at its last time
//
// scenario/real_patients.hpp draws them. True values are those of the real cohort's patients as the whole population:
// sums over its rows, without error. The tilt of a row is h(e(x)); with their own treatment att and atc are those
// treated and not, and bias contains what the weights leave of the real arms' imbalance.

#include <memory>
#include <string>
#include <vector>

#include "cohort/cohort.hpp"
#include "config/study.hpp"
#include "scenario/conditional_survival.hpp"
#include "scenario/model_columns.hpp"
#include "scenario/real_patients.hpp"
#include "scenario/simulate.hpp"
#include "truth/truth.hpp"

namespace iptwsim {

struct LoadedCohort;

class Plasmode {
public:
  /// Reads and fits; an Error with every problem of the file, or where a model cannot be fitted.
  explicit Plasmode(Study const& study);

  /// What the analysis sees: the columns of the terms that are fitted.
  CohortNames names() const;
  std::size_t rows() const { return source_.rows; }
  /// Of the file, for a missing value: nobody is drawn from them.
  std::size_t rows_dropped() const { return rows_dropped_; }
  std::vector<double> const& scores() const { return source_.score; }
  /// Of a patient with a row's covariates, in either arm.
  double cumulative_hazard(std::size_t row, std::size_t arm, double time) const {
    return model_->cumulative_hazard(time, source_.total_outcome(row, arm));
  }
  FollowUp const& follow_up() const { return source_.follow_up; }
  /// What their row loop takes; its covariates are the columns of all terms.
  RealPatients const& source() const { return source_; }
  /// The covariates that the analysis sees, as lanes take them.
  std::vector<ModelColumn> model() const;

  /// Covariates are the columns of terms, under their names: hidden those that the analysis does not see.
  SimulatedPatients simulate(std::size_t n, CohortAddress const& address) const;
  /// The same from rows that are drawn.
  SimulatedPatients patients_from(PatientRows<double> const& rows) const;
  MadeCohort make(SimulatedPatients const& patients) const;

  /// Of the request's estimands, in the order of truth_columns; one shift is all.
  TruthValues true_values(TruthRequest const& request) const;
  double treated_share() const;

private:
  Plasmode(Study const& study, LoadedCohort real);

  Cohort real_;
  std::size_t rows_dropped_;
  std::vector<std::size_t> seen_; ///< columns that the analysis has
  std::string endpoint_;
  PlasmodeTreatment assignment_;
  std::unique_ptr<ConditionalSurvival const> model_;
  RealPatients source_;
};

} // namespace iptwsim
