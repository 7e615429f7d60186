#pragma once
// One scenario ready to simulate: its mechanism, its analysis, its true values, and the cohorts of a block.
//
// A cohort is analysed by the same code and keys as a real one. Its draws have the scenario's group and the cohort's
// number in their addresses, so that each can be drawn and analysed again alone (replay).

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "config/scenarios.hpp"
#include "inference/performance_table.hpp"
#include "kernels/cohorts.hpp"
#include "plan/cohort_analyser.hpp"
#include "plan/plasmode.hpp"
#include "plan/scenario_truth.hpp"
#include "plan/slab.hpp"
#include "scenario/simulate.hpp"
#include "scenario/solved.hpp"
#include "truth/truth.hpp"

namespace iptwsim {

/// The terms of the propensity model, with those that tell patients apart who lack a value (cohort/missing.hpp).
std::vector<Term> analysed_terms(Study const& study);

/// Whether cohorts of a study are analysed a lane each: without replicates and the like, and all of one form.
bool goes_in_lanes(Study const& study);

class SimulatedScenario {
public:
  /// plasmode: where patients are drawn from a real cohort, this one.
  SimulatedScenario(Scenario const& scenario, Solved const& solved, TrueValues const& true_values,
                    std::shared_ptr<Plasmode const> plasmode = {});

  std::vector<RowKey> const& keys() const { return analyser_.keys(); }
  PerformanceTable const& performance() const { return performance_; }
  Truths const& truths() const { return truths_; } ///< by key
  /// True values that no estimator here tends to, each with its own column.
  TrueValues const& further_truths() const { return further_truths_; }

  CohortAddress address(std::uint64_t cohort) const;
  SimulatedPatients patients(std::uint64_t cohort) const;
  /// Those of the patients whom the analysis keeps: with `missing: drop` the complete cases.
  SimulatedPatients analysed(SimulatedPatients const& patients) const;
  /// The patients with the covariates of the propensity model.
  MadeCohort make(SimulatedPatients const& patients) const;

  /// Whether cohorts are analysed a lane each, not one after the other.
  bool analyses_lanes() const { return model_.has_value(); }

  /// The answers of a block's cohorts, and their sums. Without kept cohorts the sums alone.
  Slab evaluate(Block const& block) const;

private:
  class Answers;

  PatientSource source() const;
  SimulatedPatients patients_of_rows(PatientRows<double> const& rows) const;

  Study const& study_;
  std::uint64_t group_;
  std::shared_ptr<Plasmode const> plasmode_;
  std::optional<Mechanism> mechanism_; ///< or this
  std::vector<Term> terms_;
  CohortAnalyser analyser_;
  std::optional<std::vector<ModelColumn>> model_; ///< what lanes fit, where they can do all that is asked for
  PerformanceTable performance_;
  Truths truths_;
  TrueValues further_truths_;
};

} // namespace iptwsim
