#pragma once
// Simulated cohorts, one a lane. Every cohort gets the patients that it would get alone, from every instruction set.

#include <cstdint>
#include <vector>

#include "analysis/prepared.hpp"
#include "inference/summary_table.hpp"
#include "kernels/isa.hpp"
#include "scenario/model_columns.hpp"
#include "scenario/patient_source.hpp"

namespace iptwsim {

/// Cohorts first.cohort .. first.cohort + count - 1 of a source, n patients each.
struct CohortRange {
  PatientSource source;
  std::size_t patients = 0;
  CohortAddress first = {};
  std::size_t count = 0;
};

/// Their patients, by cohort. Reuses the memory of `out`.
void simulate_cohorts(CohortRange const& range, std::vector<PatientRows<double>>& out, Isa isa = chosen_isa());

/// How they are analysed, where all are seen (scenario/as_seen.hpp): without the whole curve, known scores and
/// diagnostics but brief ones.
struct CohortAnalysis {
  std::vector<ModelColumn> const& model; ///< covariates of the propensity model
  AnalysisOptions const& options;
};

/// Row k of cohort i of the range at [k * stride + i].
struct CohortRows {
  double* values;
  std::uint8_t* statuses;
  std::size_t stride;
};

/// Simulates and analyses: the rows that follow from a cohort's columns (inference/own_rows.hpp), of a table without
/// replicates and patients. irregular, a cohort each: 1 where it has tied events, a score within 1e-30 of 0 or 1, or a
/// covariate out of range; it must be analysed alone, its rows mean nothing.
void summarise_cohorts(CohortRange const& range, CohortAnalysis const& analysis, SummaryTable const& table,
                       CohortRows const& rows, std::vector<std::uint8_t>& irregular, Isa isa = chosen_isa());

} // namespace iptwsim
