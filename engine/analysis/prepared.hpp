#pragma once
// A cohort made ready for being analysed many times: everything that a replicate shares with the cohort.

#include <optional>
#include <vector>

#include "cohort/cohort.hpp"
#include "cohort/time_order.hpp"
#include "estimators/options.hpp"
#include "estimators/rmst.hpp"
#include "propensity/design.hpp"
#include "weights/options.hpp"

namespace iptwsim {

/// Which standard errors of the Cox model are columns.
struct StandardErrors {
  bool naive = false;
  bool robust = true;
};

/// What is analysed. Estimands in the order of the columns.
struct AnalysisOptions {
  std::vector<Estimand> estimands;
  WeightOptions weights;
  EstimatorOptions estimators;
  StandardErrors standard_errors;
};

struct PreparedEndpoint {
  std::string name;
  TimeOrder order;
  std::vector<std::size_t> until;   ///< of each survival time: event times <= it
  std::optional<RmstWidths> widths; ///< present with the RMST estimator
};

struct PreparedCohort {
  Cohort cohort;
  Design design;
  EstimatorOptions estimators;
  std::vector<PreparedEndpoint> endpoints;

  PreparedCohort(Cohort cohort_, EstimatorOptions const& estimators_);
};

} // namespace iptwsim
