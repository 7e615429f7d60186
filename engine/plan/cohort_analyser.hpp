#pragma once
// The whole answer of one simulated cohort, with every bootstrap replicate inside, as a vector of fixed length: to the
// last bit what an Experiment and its summary say of the same cohort at the same address. Everything that is the same
// for all cohorts of a scenario (options, columns, keys) is found once; one object serves any number of threads.

#include <span>
#include <vector>

#include "cohort/cohort.hpp"
#include "config/study.hpp"
#include "inference/cohort_summary.hpp"
#include "plan/analysis_layout.hpp"
#include "plan/units.hpp"
#include "resample/patients.hpp"

namespace iptwsim {

class CohortAnalyser {
public:
  /// A study without the whole curve, whose times differ from cohort to cohort.
  CohortAnalyser(Study const& study, CohortNames const& names);

  /// What the rows are, the same for every cohort: estimates and what follows from them, diagnostics of balance,
  /// weights and propensity model (DiagnosticColumns::brief); and apart from them replicates by status.
  std::vector<RowKey> const& keys() const { return summary_.keys(); }
  std::vector<CountKey> const& counted() const { return summary_.counted(); }

  /// Memory that one cohort leaves to the next.
  struct Workspace {
    UnitValues own, replicates, jackknife, influence;
    SummaryWorkspace summary;
  };

  /// The cohort must have the names of the constructor. Replicates draw at the address. An arm without patients, or no
  /// event, is a status in the rows.
  void analyse(Cohort cohort, CohortAddress const& address, SummaryRows const& rows, Workspace& workspace) const;

  /// How a cohort's own numbers are found, and what the rows are made from.
  AnalysisOptions const& options() const { return layout_.full; }
  SummaryTable const& table() const { return summary_.table(); }

private:
  AnalysisLayout layout_;
  ColumnSets columns_;
  CohortSummary summary_;
};

} // namespace iptwsim
