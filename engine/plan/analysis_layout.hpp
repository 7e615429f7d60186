#pragma once
// What a study asks of a cohort: everything about the analysis that is the same for all cohorts of a scenario.

#include "analysis/analyse.hpp"
#include "analysis/prepared.hpp"
#include "config/study.hpp"
#include "inference/options.hpp"
#include "inference/summary_table.hpp"
#include "random/address.hpp"

namespace iptwsim {

InferenceOptions inference_options(Study const& study);

/// Where the replicates of a cohort that is read are drawn: at the address of the simulated cohort that `stream` names.
CohortAddress cohort_address(Study const& study);

struct AnalysisLayout {
  AnalysisOptions full;      ///< the cohort itself: the crude comparison stands beside every weighted one
  AnalysisOptions replicate; ///< the estimands that the config asks for
  AnalysisOptions patient;   ///< the same without the whole curve: jackknife and influence units
  InferenceOptions inference;
  bool jackknife = false, influence = false; ///< which units a patient are needed

  explicit AnalysisLayout(Study const& study, DiagnosticColumns diagnostics = DiagnosticColumns::everything);

  /// Columns of the cohort (with diagnostics), of replicates and of patients. The whole curve needs the cohort's times.
  ColumnSets columns(CohortNames const& names) const;
  ColumnSets columns(PreparedCohort const& prepared) const;
};

} // namespace iptwsim
